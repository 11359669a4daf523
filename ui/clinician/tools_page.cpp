#include "clinician/tools_page.h"

#include <QGridLayout>
#include <QProgressBar>
#include <QScrollArea>
#include <QVBoxLayout>
#include <array>
#include <cmath>
#include <utility>

#include "clinician/latency_chart.h"
#include "selftest/latency_probe.h"
#include "style/button.h"
#include "style/label.h"
#include "style/latency_words.h"
#include "style/number_label.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

constexpr double kScreenAimMs = 50;  // 99 % of pictures
constexpr double kSoundAimMs = 30;   // half of the sounds

using Ways = std::array<std::pair<QString, const app::MeasuredPath*>, 3>;

Ways waysOf(const app::MeasuredLatency& m) {
  return {std::pair{ToolsPage::tr("Screen"), &m.display}, std::pair{ToolsPage::tr("Patient display"), &m.patient},
          std::pair{ToolsPage::tr("Sound"), &m.audio}};
}

QString verdictOf(const app::MeasuredLatency& m, bool& good) {
  QStringList words;
  const core::LatencySummary& screen = app::best(m.display);
  const core::LatencySummary& sound = app::best(m.audio);
  const bool slow = screen.p99Ms > kScreenAimMs || (sound.n > 0 && sound.p50Ms > kSoundAimMs);
  good = screen.n > 0 && !slow;
  if (screen.n > 0)
    words << ToolsPage::tr("99 % of the pictures were there within %1 ms; the aim is %2.").arg(std::lround(screen.p99Ms)).arg(kScreenAimMs);
  else
    words << ToolsPage::tr("No picture could be measured.");
  if (sound.n > 0)
    words << ToolsPage::tr("Half of the sounds began within %1 ms; the aim is %2.").arg(std::lround(sound.p50Ms)).arg(kSoundAimMs);
  else
    words << ToolsPage::tr("The sound could not be measured.");
  if (slow) words << ToolsPage::tr("Close other programs, then measure again.");
  return words.join(QLatin1Char(' '));
}

}  // namespace

ToolsPage::ToolsPage(core::Clock& clock, std::function<bool()> busy, QWidget* parent)
    : Page(parent), clock_(clock), busy_(std::move(busy)) {
  auto* body = new QWidget;
  body->setProperty("pageBody", true);
  body->setMaximumWidth(980);
  auto* column = new QVBoxLayout(body);
  column->setContentsMargins(style::kAround, style::kAround, style::kAround, style::kAround);
  column->addWidget(makeLatency());
  column->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(body);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(scroll);
  setFocusProxy(measure_);
}

ToolsPage::~ToolsPage() = default;

QList<style::KeyHelp> ToolsPage::keys() const { return {{tr("Space"), tr("Measure, cancel: the button that has the focus")}}; }

QWidget* ToolsPage::makeLatency() {
  auto* card = style::makeCard();
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(20, 16, 20, 18);
  column->setSpacing(style::kBetween);
  column->addWidget(style::makeLabel(tr("Measure latency"), style::Type::kLead, true));
  auto* what = style::makeLabel(
      tr("How long from a muscle to the screen and to the sound, on this computer. A session window and the patient display "
         "open for it; marks in the signal of the simulated amplifier are followed through a whole session until they "
         "stand in the painted picture and in the sound. A soft tone is heard now and then. No record is touched."),
      style::Type::kBase, false, style::Tone::kSecondary);
  what->setWordWrap(true);
  column->addWidget(what);
  measure_ = new style::Button(tr("Measure"), style::Button::Kind::kPrimary);
  measure_->setObjectName(QStringLiteral("measureLatency"));
  cancel_ = new style::Button(tr("Cancel"));
  cancel_->setObjectName(QStringLiteral("cancelLatency"));
  cancel_->hide();
  progress_ = new QProgressBar;
  progress_->setRange(0, 1000);
  progress_->setAccessibleName(tr("Progress of the measurement"));
  progress_->hide();
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(style::kBetween);
  buttons->addWidget(measure_);
  buttons->addWidget(cancel_);
  buttons->addWidget(progress_, 1);
  buttons->addStretch(0);
  column->addLayout(buttons);
  verdict_ = style::makeLabel({}, style::Type::kBase, true);
  verdict_->setObjectName(QStringLiteral("latencyVerdict"));
  verdict_->setWordWrap(true);
  verdict_->hide();
  column->addWidget(verdict_);
  result_ = new QWidget;
  auto* inside = new QVBoxLayout(result_);
  inside->setContentsMargins(0, 0, 0, 0);
  inside->setSpacing(style::kBetween);
  auto* tableBox = new QWidget;
  table_ = new QGridLayout(tableBox);
  table_->setContentsMargins(0, 0, 0, 0);
  table_->setHorizontalSpacing(style::kAround);
  table_->setVerticalSpacing(style::kInside);
  inside->addWidget(tableBox);
  chart_ = new LatencyChart;
  inside->addWidget(chart_);
  how_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  how_->setWordWrap(true);
  inside->addWidget(how_);
  result_->hide();
  column->addWidget(result_);
  connect(measure_, &QPushButton::clicked, this, &ToolsPage::measure);
  connect(cancel_, &QPushButton::clicked, this, &ToolsPage::cancel);
  return card;
}

void ToolsPage::measure() {
  if (probe_) return;
  if (busy_ && busy_()) return say(tr("A session is being recorded. Measure when it has ended."), false);
  cancelled_ = false;
  verdict_->hide();
  result_->hide();
  progress_->setValue(0);
  progress_->show();
  cancel_->show();
  measure_->setEnabled(false);
  cancel_->setFocus();
  probe_ = std::make_unique<selftest::LatencyProbe>(clock_, seconds_);
  connect(probe_.get(), &selftest::LatencyProbe::progress, this, [this](double f) { progress_->setValue(static_cast<int>(1000 * f)); });
  connect(probe_.get(), &selftest::LatencyProbe::finished, this, &ToolsPage::ended, Qt::QueuedConnection);
  probe_->start();
}

void ToolsPage::cancel() {
  if (!probe_) return;
  cancelled_ = true;
  probe_->cancel();
}

void ToolsPage::ended() {
  if (!probe_) return;
  const auto probe = std::move(probe_);
  progress_->hide();
  cancel_->hide();
  measure_->setEnabled(true);
  measure_->setFocus();
  window()->activateWindow();
  if (!probe->status()) say(style::sentence(probe->status().fault()), false);
  else if (cancelled_ || probe->cancelled()) say(tr("Cancelled; nothing was measured to its end."), false);
  else showResult(probe->result());
  Q_EMIT measured();
}

void ToolsPage::showResult(const app::MeasuredLatency& result) {
  bool good = false;
  const QString words = verdictOf(result, good);
  say((good ? QStringLiteral("✓ ") : QStringLiteral("! ")) + words, good);
  fillTable(result);
  std::vector<LatencyChart::Row> rows;
  QStringList how;
  for (const auto& [name, path] : waysOf(result)) {
    if (!path->observedMs.empty())
      rows.push_back({name, path->observedMs, path == &result.display ? kScreenAimMs : path == &result.audio ? kSoundAimMs : 0});
    const QString sentence = name + QStringLiteral(": ") + style::textOf(path->how);
    if (!path->how.empty()) how << sentence;
  }
  chart_->setVisible(!rows.empty());
  chart_->setRows(std::move(rows));
  how << tr("“By stamp” is what Tonus itself counts in every session; “apart” is the largest difference of the two for one "
            "mark, for the sound that of their middles.")
      << style::textOf(result.beyond);
  how_->setText(how.join(QLatin1Char('\n')));
  result_->show();
}

void ToolsPage::fillTable(const app::MeasuredLatency& result) {
  while (QLayoutItem* item = table_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  const QStringList heads{QString(), tr("Half within"), tr("95 %"), tr("99 %"), tr("Worst"), tr("Marks"), tr("By stamp"), tr("Apart")};
  for (int c = 0; c < heads.size(); ++c) {
    auto* head = style::makeLabel(heads[c], style::Type::kSmall, false, style::Tone::kSecondary);
    head->setAlignment(c == 0 ? Qt::AlignLeft : Qt::AlignRight);
    table_->addWidget(head, 0, c);
    table_->setColumnStretch(c, c == 0 ? 2 : 1);
  }
  int row = 0;
  for (const auto& [name, path] : waysOf(result)) {
    ++row;
    const core::LatencySummary& l = app::best(*path);
    const QString marks = l.n == 0 ? QStringLiteral("–") : path->missedN == 0 ? QString::number(l.n) : tr("%1 of %2").arg(l.n).arg(l.n + path->missedN);
    const QStringList cells{style::milliseconds(l.p50Ms), style::milliseconds(l.p95Ms), style::milliseconds(l.p99Ms),
                            style::milliseconds(l.worstMs), marks, style::milliseconds(path->stamped.p50Ms),
                            path->observed.n > 0 ? style::milliseconds(path->apartMs) : QStringLiteral("–")};
    table_->addWidget(style::makeLabel(name, style::Type::kBase, true), row, 0);
    for (int c = 0; c < cells.size(); ++c) {
      auto* number = new style::NumberLabel(style::Type::kLead);
      number->setName(name + QLatin1Char(' ') + heads[c + 1]);
      number->setValue(cells[c]);
      number->setAlignment(Qt::AlignRight);
      table_->addWidget(number, row, c + 1);
    }
  }
}

void ToolsPage::say(const QString& words, bool good) {
  style::setTone(*verdict_, good ? style::Tone::kInTarget : style::Tone::kCaution);
  verdict_->setText(words);
  verdict_->show();
}

}  // namespace tonus::clinician
