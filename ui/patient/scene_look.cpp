#include "patient/scene_look.h"

namespace tonus::patient {

void SceneLook::setDark(bool dark) {
  dark_ = dark;
  choose();
}

void SceneLook::setLow(bool low) {
  low_ = low;
  choose();
}

void SceneLook::choose() {
  const style::Tokens* wanted = dark_ || low_ ? &style::darkTokens() : &style::lightTokens();
  if (tokens_ == wanted) return;
  tokens_ = wanted;
  Q_EMIT changed();
}

}  // namespace tonus::patient
