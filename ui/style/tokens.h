#pragma once
// Every colour, size and space of Tonus, light and dark. Nothing under ui/ names a colour of its own.

#include <QColor>
#include <QFont>
#include <array>

namespace tonus::style {

struct Tokens {
  bool dark = false;
  QColor window, surface, raised, line;
  QColor text, secondary, disabled;
  QColor accent, onAccent;
  QColor inTarget, work, caution, notUsable;
  QColor selection;             ///< accent, faint: the chosen row or page
  QColor track;                 ///< groove of a bar, key caps, hatching
  std::array<QColor, 8> channels;

  /// Colour of channel `index` (0-based); repeats after eight, so a name always stands beside it.
  const QColor& channel(std::size_t index) const { return channels[index % channels.size()]; }
};

const Tokens& lightTokens();
const Tokens& darkTokens();
/// Those of the application's palette now. GUI thread; ask again at every paint, so a change of theme just works.
const Tokens& tokens();

/// `amount` of `top` over `base`, 0..1.
QColor mix(const QColor& base, const QColor& top, double amount);
/// WCAG 2 contrast ratio of two opaque colours, 1..21.
double contrast(const QColor& a, const QColor& b);

/// Type scale in pixels at 96 dpi and 100 % text.
enum class Type { kSmall = 12, kBase = 13, kLead = 15, kTitle = 18, kLarge = 24, kHuge = 36, kPatient = 64 };
/// Inter where it is installed, else the system's.
QString family();
/// In pixels, with the reader's text size applied.
int pixels(Type type);
QFont face(Type type, bool strong = false);

inline constexpr int kInside = 8;      ///< px, between things of one group
inline constexpr int kBetween = 16;    ///< px, between groups
inline constexpr int kAround = 24;     ///< px, around the page
inline constexpr int kRadius = 6;
inline constexpr int kControl = 36;    ///< px, height of a control
inline constexpr int kTouch = 44;      ///< px, height of a control in session screens

}  // namespace tonus::style
