#include "patient/scene_look.h"

namespace tonus::patient {

void SceneLook::setDark(bool dark) {
  const style::Tokens* wanted = dark ? &style::darkTokens() : &style::lightTokens();
  if (tokens_ == wanted) return;
  tokens_ = wanted;
  Q_EMIT changed();
}

}  // namespace tonus::patient
