#include "clinician/session_page/scene_picker.h"

#include <QVBoxLayout>

#include "bridge/preferences.h"
#include "patient/patient_display.h"
#include "patient/scene_catalog.h"
#include "patient/scene_thumbnail.h"
#include "style/choice.h"

namespace tonus::clinician {
namespace {
constexpr int kThumbnailPx = 150;
}

ScenePicker::ScenePicker(patient::PatientDisplay& display, QWidget* parent)
    : QWidget(parent), display_(display), choice_(new style::Choice) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(style::kInside);
  auto* small = new patient::SceneThumbnail(display.model(), display.scene());
  small->setMinimumHeight(70);
  small->setMaximumHeight(kThumbnailPx);
  column->addWidget(small, 100);
  column->addWidget(choice_);
  choice_->setObjectName(QStringLiteral("sceneChoice"));
  choice_->setAccessibleName(tr("Scene for the patient"));
  choice_->setFixedHeight(style::kControl);
  setMaximumHeight(kThumbnailPx + style::kInside + style::kControl);
  connect(&display_, &patient::PatientDisplay::sceneChanged, small, &patient::SceneThumbnail::setScene);
  connect(choice_, &style::Choice::activated, this, &ScenePicker::chosen);
  list();
}

void ScenePicker::setUp(bool up) {
  up_ = up;
  const QString last = bridge::Preferences().scene(up);
  display_.setScene(patient::hasScene(last) ? last : patient::usualScene(up));
  list();
}

void ScenePicker::list() {
  choice_->clear();
  const std::vector<patient::SceneInfo> all = patient::scenes();
  const auto add = [&](bool suited) {
    for (const patient::SceneInfo& info : all)
      if ((up_ ? info.up : info.down) == suited)
        choice_->addItem(suited ? info.title : up_ ? tr("%1 (for letting go)").arg(info.title) : tr("%1 (for working)").arg(info.title), info.name);
  };
  add(true);
  choice_->insertSeparator(choice_->count());
  add(false);
  choice_->setCurrentIndex(choice_->findData(display_.scene()));
}

void ScenePicker::chosen() {
  const QString name = choice_->currentData().toString();
  display_.setScene(name);
  bridge::Preferences().setScene(up_, name);
}

}  // namespace tonus::clinician
