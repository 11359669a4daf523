#include "review/write_row.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>

#include "style/button.h"
#include "style/label.h"
#include "style/words.h"

namespace tonus::review {

WriteRow::WriteRow(core::Clock& clock, QWidget* parent)
    : QWidget(parent), clock_(clock), words_(style::makeLabel({})), bar_(new QProgressBar),
      cancel_(new style::Button(tr("Cancel"))) {
  words_->setObjectName(QStringLiteral("reviewWords"));
  words_->setWordWrap(true);
  bar_->setObjectName(QStringLiteral("writeProgress"));
  bar_->setRange(0, 1000);
  cancel_->setObjectName(QStringLiteral("cancelWriting"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(style::kBetween);
  row->addWidget(words_, 1);
  row->addWidget(bar_, 1);
  row->addWidget(cancel_);
  connect(cancel_, &QPushButton::clicked, this, [this] {
    cancel_->setEnabled(false);   // heard; the work looks up from time to time
    job_.cancel();
  });
  connect(&job_, &bridge::Job::progress, this, &WriteRow::tellProgress);
  connect(&job_, &bridge::Job::runningChanged, this, &WriteRow::setRunning);
  setRunning(false);
  hide();
}

bool WriteRow::write(const std::filesystem::path& store, const QString& doing, const QString& done, Work work) {
  const bool started = job_.start(
      [path = store, &clock = clock_, work = std::move(work)](const core::Progress& progress) -> core::Status {
        store::OpenOptions options;
        options.readOnly = true;
        const auto opened = store::Store::open(path, clock, options);
        return opened ? work(*opened.value(), progress) : core::Status(opened.fault());
      },
      [this, done](const core::Status& status) {
        const bool cancelled = !status && status.fault().code == core::FaultCode::kCancelled;
        say(status ? done : style::sentence(status.fault()), status || cancelled);
      });
  if (!started) return false;
  doing_ = doing;
  say({}, true);
  tellProgress(0);
  return true;
}

void WriteRow::setRunning(bool running) {
  bar_->setVisible(running);
  cancel_->setVisible(running);
  cancel_->setEnabled(running);
  Q_EMIT runningChanged(running);
}

void WriteRow::tellProgress(double fraction) {
  if (!job_.running()) return;
  bar_->setValue(static_cast<int>(1000 * fraction));
  bar_->setAccessibleName(doing_);
  words_->setText(tr("%1 %2").arg(doing_, style::percent(fraction)));
}

void WriteRow::say(const QString& words, bool good) {
  style::setTone(*words_, good ? style::Tone::kText : style::Tone::kNotUsable);
  words_->setText(words);
  setVisible(true);
}

void WriteRow::clear() {
  if (!job_.running()) hide();
}

}  // namespace tonus::review
