#pragma once
// Labels in the type scale, coloured by tone; cards and rules. All follow the theme by themselves (style sheet).

#include <QFrame>
#include <QLabel>

#include "style/tokens.h"

namespace tonus::style {

enum class Tone { kText, kSecondary, kDisabled, kAccent, kInTarget, kCaution, kNotUsable };

QLabel* makeLabel(const QString& text, Type type = Type::kBase, bool strong = false, Tone tone = Tone::kText,
                  QWidget* parent = nullptr);
/// The look of makeLabel for a label of another kind.
void dress(QLabel& label, Type type, bool strong, Tone tone);
void setTone(QLabel& label, Tone tone);

/// A white sheet with a fine line round it. Never one inside another.
QFrame* makeCard(QWidget* parent = nullptr);
/// One pixel across.
QFrame* makeRule(QWidget* parent = nullptr);

}  // namespace tonus::style
