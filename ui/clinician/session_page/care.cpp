#include "clinician/session_page/care.h"

#include "clinician/session_page/rating_row.h"

namespace tonus::clinician {

Care::Care(QObject* parent) : QObject(parent), row_(new RatingRow), alert_(new PainAlert) {
  connect(row_, &RatingRow::entered, this, [this](const QString& what, double value) { entered(what.toStdString(), value); });
  connect(row_, &RatingRow::openChanged, this, &Care::openChanged);
  connect(alert_, &PainAlert::pauseWanted, this, &Care::pauseWanted);
  connect(alert_, &PainAlert::stopWanted, this, &Care::stopWanted);
}

void Care::begin(double painLimit) {
  pain_ = PainWatch(painLimit);
  phase_.reset();
}

void Care::at(const std::shared_ptr<const core::PhaseInfo>& phase, const session::Protocol& protocol) {
  if (phase == phase_) return;
  const bool again = phase_ && phase_->index == phase->index;  // only made longer
  phase_ = phase;
  const bool asks = phase->kind == core::PhaseKind::kRating && phase->part < protocol.phases.size();
  if (!again) row_->ask(asks ? protocol.phases[phase->part].asks : std::vector<std::string>{});
}

void Care::toggle() {
  if (row_->isOpen()) row_->ask({});
  else row_->ask({"pain_nrs", "comfort_nrs"});
}

void Care::close() {
  row_->ask({});
  alert_->hide();
}

void Care::entered(const std::string& what, double value) {
  Q_EMIT rated(what, value);
  if (what != "pain_nrs") return;
  alert_->hide();
  if (const auto warning = pain_.rated(value)) alert_->tell(*warning);
}

}  // namespace tonus::clinician
