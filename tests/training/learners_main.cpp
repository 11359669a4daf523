// Sweeps simulated learners through visits under the adaptive law: a table on the screen, one line a visit in
// learners.csv, the curves of six of them in learners.svg.
//   learners [SEEDS [FOLDER]]
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "training/learner.h"

namespace {

using namespace tonus;
using training::Visit;
using training::VisitPlan;

constexpr double kLow = 0.60, kHigh = 0.75;
bool inBand(double share) { return share >= kLow && share <= kHigh; }

VisitPlan planned(bool up, double restingUv, double softest, double learning, std::uint64_t seed) {
  VisitPlan plan;
  plan.up = up;
  plan.law = training::adaptiveLaw(up);
  plan.patient.seed = seed;
  plan.patient.channelsN = 1;
  plan.patient.sampleRateHz = 1000;
  plan.patient.restingUv = restingUv;
  plan.patient.softest = softest;
  plan.patient.learning = learning;
  return plan;
}

struct Tally {
  int visitsN = 0, third = 0, late = 0, trialsN = 0, trialsIn = 0;
  double change = 0, swing = 0, needed = 0, level = 0, turns = 0, neededTurns = 0, moves = 0;
  void add(const Visit& v) {
    ++visitsN;
    third += inBand(v.success[2]) ? 1 : 0;
    late += inBand(v.lateSuccess) ? 1 : 0;
    for (std::size_t i = 2; i < v.success.size(); ++i, ++trialsN) trialsIn += inBand(v.success[i]) ? 1 : 0;
    change += std::log(v.trialUv.back() / v.baselineUv);
    swing += std::log(v.lateSwing);
    needed += std::log(v.neededSwing);
    level += std::log(v.levelSwing);
    turns += v.lateTurns;
    neededTurns += v.neededTurns;
    moves += v.movesN;
  }
  void print(const std::string& name) const {
    const double n = visitsN;
    std::printf("| %s | %d | %d | %d | %.0f %% | %.2f | %.2f | %.2f | %.2f | %.1f | %.1f | %.0f |\n", name.c_str(), visitsN,
                third, late, 100.0 * trialsIn / trialsN, std::exp(change / n), std::exp(swing / n), std::exp(needed / n),
                std::exp(level / n), turns / n, neededTurns / n, moves / n);
  }
};

void sweep(std::uint64_t seeds, const std::filesystem::path& folder) {
  std::ofstream csv(folder / "learners.csv");
  csv << "direction,resting_uV,softest,learning,seed,baseline_uV,last_trial_uV,transfer_uV,late_success,line_swing,needed_swing,level_swing,"
         "turns,needed_turns,moves,success_1,success_2,success_3,success_4,success_5,success_6,success_7,success_8\n";
  std::puts("| patients | visits | third trial 60–75 % | last 3 min 60–75 % | trials 3–8 | last trial / baseline | line swing | "
            "needed | muscle | turns | needed | moves |");
  for (const bool up : {false, true})
    for (const double learning : {0.2, 0.5, 0.95}) {
      Tally tally;
      for (const double restingUv : {3.0, 6.0, 15.0})
        for (const double softest : {0.3, 0.5, 0.7})
          for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
            const Visit v = training::visit(planned(up, restingUv, softest, learning, seed));
            tally.add(v);
            csv << (up ? "up" : "down") << ',' << restingUv << ',' << softest << ',' << learning << ',' << seed << ','
                << v.baselineUv << ',' << v.trialUv.back() << ',' << v.transferUv << ',' << v.lateSuccess << ','
                << v.lateSwing << ',' << v.neededSwing << ',' << v.levelSwing << ',' << v.lateTurns << ',' << v.neededTurns
                << ',' << v.movesN;
            for (const double s : v.success) csv << ',' << s;
            csv << '\n';
          }
      tally.print(std::string(up ? "up" : "down") + ", learning " + (learning < 0.3 ? "slow" : learning < 0.9 ? "usual" : "quick"));
    }
}

// ---- curves ----

constexpr double kPanelW = 560, kPanelH = 190, kLeft = 52, kTop = 34, kGap = 30;

struct Panel {
  const char* title;
  VisitPlan plan;
};

std::string polyline(const Visit& v, double lowUv, double highUv, bool line, int trial) {
  std::string points;
  char text[64];
  for (std::size_t i = 0; i < v.seconds.size(); ++i) {
    const training::VisitSecond& s = v.seconds[i];
    if (s.trial != trial) continue;
    const double uv = std::clamp(line ? s.lineUv : s.envelopeUv, lowUv, highUv);
    const double x = kPanelW * static_cast<double>(i) / static_cast<double>(v.seconds.size());
    const double y = kPanelH * (1 - std::log(uv / lowUv) / std::log(highUv / lowUv));
    std::snprintf(text, sizeof text, "%.1f,%.1f ", x, y);
    points += text;
  }
  return points;
}

void drawPanel(std::ofstream& svg, const Panel& panel, double x, double y) {
  const Visit v = training::visit(panel.plan);
  const double lowUv = panel.plan.up ? 3 : 1, highUv = panel.plan.up ? 40 : 16;
  svg << "<g transform='translate(" << x << ' ' << y << ")'><text y='-10' class='t'>" << panel.title << "</text>"
      << "<rect width='" << kPanelW << "' height='" << kPanelH << "' class='f'/>\n";
  for (double uv = 1; uv <= highUv; uv *= 2) {
    if (uv < lowUv) continue;
    const double at = kPanelH * (1 - std::log(uv / lowUv) / std::log(highUv / lowUv));
    svg << "<line x2='" << kPanelW << "' y1='" << at << "' y2='" << at << "' class='g'/><text x='-6' y='" << at + 4
        << "' class='n' text-anchor='end'>" << uv << "</text>\n";
  }
  const int trialsN = static_cast<int>(v.success.size());
  for (int trial = 1; trial <= trialsN; ++trial) {
    const double share = v.success[static_cast<std::size_t>(trial - 1)], middle = kPanelW * (trial - 0.5) / trialsN;
    svg << "<polyline class='e' points='" << polyline(v, lowUv, highUv, false, trial) << "'/><polyline class='l' points='"
        << polyline(v, lowUv, highUv, true, trial) << "'/><text x='" << middle << "' y='" << kPanelH + 16
        << "' class='n' text-anchor='middle'>" << std::lround(100 * share) << " %</text>\n";
  }
  svg << "</g>\n";
}

void curves(const std::filesystem::path& folder) {
  const std::array<Panel, 6> panels{{
      {"Down, learns quickly (8 trials of 128 s)", planned(false, 6, 0.3, 0.95, 1)},
      {"Up, learns quickly", planned(true, 6, 0.3, 0.95, 1)},
      {"Down, learns slowly and little", planned(false, 6, 0.7, 0.2, 2)},
      {"Up, learns slowly and little", planned(true, 6, 0.7, 0.2, 2)},
      {"Down, does not respond", planned(false, 6, 0.3, 0, 3)},
      {"Up, does not respond", planned(true, 6, 0.3, 0, 3)},
  }};
  std::ofstream svg(folder / "learners.svg");
  svg << "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 " << 2 * (kPanelW + kLeft) + kGap << ' '
      << 3 * (kPanelH + kTop + kGap) + 20 << "' font-family='sans-serif'><style>.t{font-size:14px;fill:#222}"
      << ".n{font-size:11px;fill:#555}.f{fill:none;stroke:#999}.g{stroke:#e3e3e3}.e{fill:none;stroke:#7aa6c2;stroke-width:1}"
      << ".l{fill:none;stroke:#b04a00;stroke-width:1.8}</style><rect width='100%' height='100%' fill='#fff'/>\n";
  for (std::size_t i = 0; i < panels.size(); ++i)
    drawPanel(svg, panels[i], kLeft + static_cast<double>(i % 2) * (kPanelW + kLeft + kGap / 2),
              kTop + static_cast<double>(i / 2) * (kPanelH + kTop + kGap));
  svg << "</svg>\n";
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t seeds = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 2;
  const std::filesystem::path folder = argc > 2 ? argv[2] : ".";
  curves(folder);
  sweep(seeds, folder);
}
