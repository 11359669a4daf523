#include "review/what_if.h"

#include <QDoubleSpinBox>
#include <QProgressBar>
#include <QVBoxLayout>
#include <cmath>
#include <memory>

#include "style/button.h"
#include "style/choice.h"
#include "style/flow_layout.h"
#include "style/label.h"
#include "style/signal_words.h"
#include "style/words.h"
#include "tonus/app/records.h"

namespace tonus::review {

WhatIf::WhatIf(core::Clock& clock, QWidget* parent)
    : QWidget(parent), clock_(clock), channel_(new style::Choice), line_(new QDoubleSpinBox),
      replay_(new style::Button(tr("Replay"))), score_(new style::Button(tr("Score again"))),
      cancel_(new style::Button(tr("Cancel"))), progress_(new QProgressBar), words_(style::makeLabel({})) {
  replay_->setObjectName(QStringLiteral("replay"));
  replay_->setKeyHint(QStringLiteral("R"));
  replay_->setToolTip(tr("Computes again what the patient was shown and compares"));
  channel_->setObjectName(QStringLiteral("whatIfChannel"));
  channel_->setAccessibleName(tr("Channel"));
  channel_->setMinimumWidth(150);
  line_->setObjectName(QStringLiteral("whatIfLine"));
  line_->setAccessibleName(tr("Line"));
  line_->setRange(0.1, 5000);
  line_->setDecimals(2);
  line_->setSingleStep(0.1);
  line_->setFixedWidth(110);
  score_->setObjectName(QStringLiteral("scoreAgain"));
  progress_->setRange(0, 1000);
  progress_->hide();
  cancel_->hide();
  words_->setObjectName(QStringLiteral("replayWords"));
  words_->setWordWrap(true);
  words_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  words_->setMinimumWidth(320);   // else it stands in a row of its own

  auto* row = new style::FlowLayout(this);
  row->addWidget(replay_);
  row->addWidget(style::makeLabel(tr("What if the line of"), style::Type::kBase, false, style::Tone::kSecondary));
  row->addWidget(channel_);
  row->addWidget(style::makeLabel(tr("were"), style::Type::kBase, false, style::Tone::kSecondary));
  row->addWidget(line_);
  row->addWidget(score_);
  row->addWidget(progress_);
  row->addWidget(words_);
  row->addWidget(cancel_);

  connect(replay_, &QPushButton::clicked, this, &WhatIf::replay);
  connect(score_, &QPushButton::clicked, this, &WhatIf::scoreAgain);
  connect(cancel_, &QPushButton::clicked, this, [this] { job_.cancel(); });
  connect(channel_, &style::Choice::currentIndexChanged, this, &WhatIf::proposeLine);
  connect(&job_, &bridge::Job::progress, this, [this](double f) { progress_->setValue(static_cast<int>(1000 * f)); });
  connect(&job_, &bridge::Job::runningChanged, this, [this](bool running) {
    progress_->setVisible(running);
    cancel_->setVisible(running);
    words_->setVisible(!running);
    replay_->setEnabled(!running);
    score_->setEnabled(!running);
  });
}

void WhatIf::setSession(const std::filesystem::path& storePath, const store::SessionRow& row, const session::SessionSetup& setup) {
  job_.cancel();
  path_ = storePath;
  row_ = row;
  rules_.clear();
  for (const session::ChannelSetup& c : setup.channels) rules_.push_back(c.rule);
  say({}, true);
  const QSignalBlocker quiet(channel_);
  channel_->clear();
  for (std::size_t c = 0; c < setup.channels.size(); ++c)
    if (setup.channels[c].role == feedback::Role::kTrain)
      channel_->addItem(QStringLiteral("%1 %2").arg(c + 1).arg(style::textOf(setup.channels[c].name)), static_cast<int>(c));
  score_->setEnabled(channel_->count() > 0);
  proposeLine();
}

void WhatIf::proposeLine() {
  const int channel = channel_->currentData().toInt();
  if (channel < 0 || static_cast<std::size_t>(channel) >= rules_.size()) return;
  const feedback::RuleSettings& rule = rules_[static_cast<std::size_t>(channel)];
  const bool difference = rule.kind.starts_with("difference_"), ratio = rule.kind.starts_with("ratio_");
  line_->setSuffix(ratio ? QString() : QLatin1Char(' ') + style::unitOf(row_.format, static_cast<std::size_t>(channel)));
  line_->setMinimum(difference ? -5000 : ratio ? 0.01 : 0.1);
  if (ratio || difference) return line_->setValue(feedback::lineValue(rule));
  if (!row_.summary) return;
  for (const core::ChannelSummary& c : row_.summary->channels)
    if (c.channel == channel) line_->setValue(c.thresholdUv > 0 || std::isnan(c.medianUv) ? c.thresholdUv : c.medianUv);
}

QString WhatIf::words() const { return words_->text(); }

void WhatIf::say(const QString& words, bool good) {
  style::setTone(*words_, good ? style::Tone::kText : style::Tone::kNotUsable);
  words_->setText(words);
}

void WhatIf::replay() { run({}); }

void WhatIf::scoreAgain() {
  if (channel_->count() > 0) run({{static_cast<std::size_t>(channel_->currentData().toInt()), line_->value()}});
}

void WhatIf::run(std::vector<std::pair<std::size_t, double>> thresholds) {
  const auto report = std::make_shared<app::ReplayReport>();
  const bool otherLine = !thresholds.empty();
  const std::string id = row_.id;
  job_.start(
      [report, thresholds, id, path = path_, &clock = clock_](const store::Progress& progress) -> core::Status {
        store::OpenOptions options;
        options.readOnly = true;
        const auto opened = store::Store::open(path, clock, options);
        if (!opened) return opened.fault();
        auto replayed = app::replay(*opened.value(), id, thresholds, progress);
        if (!replayed) return replayed.fault();
        *report = std::move(replayed).value();
        return {};
      },
      [this, report, otherLine, id](const core::Status& status) {
        if (id != row_.id) return;   // another session is in view by now
        if (!status) return say(style::sentence(status.fault()), false);
        if (otherLine)
          return say(tr("%1 in target, had the line stood there throughout (recorded, as the lines were: %2)")
                         .arg(style::percent(report->successRate), style::percent(report->successRateRecorded)), true);
        if (report->identical) return say(tr("✓ Identical: every value shown was computed again, bit for bit."), true);
        say(tr("Not the same: %1").arg(style::textOf(report->difference)), false);
      });
}

}  // namespace tonus::review
