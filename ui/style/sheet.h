#pragma once
// The one style sheet, made from tokens. Widgets take part by dynamic properties:
//   QLabel      type = "12" … "36", strong = true, tone = secondary | disabled | accent | inTarget | caution | notUsable
//   QFrame      card = true, bar = "top" | "bottom" | "side" | "list", banner = "calm" | "caution"

#include <QString>

#include "style/tokens.h"

namespace tonus::style {

QString sheet(const Tokens& tokens);

}  // namespace tonus::style
