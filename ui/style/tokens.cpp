#include "style/tokens.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>
#include <algorithm>
#include <cmath>

namespace tonus::style {

QColor mix(const QColor& base, const QColor& top, double amount) {
  const auto one = [amount](float a, float b) { return a + (b - a) * static_cast<float>(amount); };
  return QColor::fromRgbF(one(base.redF(), top.redF()), one(base.greenF(), top.greenF()),
                          one(base.blueF(), top.blueF()));
}

const Tokens& lightTokens() {
  static const Tokens t = [] {
    Tokens v;
    v.window = QColor(0xF6F7F9);
    v.surface = QColor(0xFFFFFF);
    v.raised = QColor(0xFFFFFF);
    v.line = QColor(0xE3E7EC);
    v.text = QColor(0x17202A);
    v.secondary = QColor(0x52606D);
    v.disabled = QColor(0x66727F);
    v.accent = QColor(0x0B7A75);
    v.onAccent = QColor(0xFFFFFF);
    v.inTarget = QColor(0x2E7D32);
    v.work = QColor(0x0B7A75);
    v.caution = QColor(0x8A5200);
    v.notUsable = QColor(0xB3261E);
    v.selection = mix(v.surface, v.accent, 0.10);
    v.track = QColor(0xECF0F3);
    v.channels = {QColor(0x0072B2), QColor(0xC04A00), QColor(0x00815F), QColor(0xB0558C),
                  QColor(0xA06A00), QColor(0x1F7FB8), QColor(0x6E6400), QColor(0x333A42)};
    return v;
  }();
  return t;
}

const Tokens& darkTokens() {
  static const Tokens t = [] {
    Tokens v;
    v.dark = true;
    v.window = QColor(0x14181D);
    v.surface = QColor(0x1B2027);
    v.raised = QColor(0x222933);
    v.line = QColor(0x2E3641);
    v.text = QColor(0xEDF1F5);
    v.secondary = QColor(0xA7B3C0);
    v.disabled = QColor(0x85919E);
    v.accent = QColor(0x3CC2B4);
    v.onAccent = QColor(0x08211F);
    v.inTarget = QColor(0x6CCB71);
    v.work = QColor(0x3CC2B4);
    v.caution = QColor(0xF0B04A);
    v.notUsable = QColor(0xF2786D);
    v.selection = mix(v.surface, v.accent, 0.15);
    v.track = QColor(0x242B34);
    v.channels = {QColor(0x4DA6E0), QColor(0xFF8F4D), QColor(0x3ECFA0), QColor(0xE6A0C8),
                  QColor(0xF0B84A), QColor(0x8CC9F0), QColor(0xC9BE4A), QColor(0xDDE3E9)};
    return v;
  }();
  return t;
}

const Tokens& tokens() {
  return QApplication::palette().color(QPalette::Window).lightness() < 128 ? darkTokens() : lightTokens();
}

double contrast(const QColor& a, const QColor& b) {
  const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  const auto luminance = [&](const QColor& c) {
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
  };
  const double la = luminance(a);
  const double lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QString family() {
  const QString inter = QStringLiteral("Inter");
  return QFontDatabase::hasFamily(inter) ? inter : QApplication::font().family();
}

int pixels(Type type) {
  const int base = QApplication::font().pixelSize();
  const double scale = base > 0 ? base / 13.0 : 1.0;
  return static_cast<int>(std::lround(static_cast<int>(type) * scale));
}

QFont face(Type type, bool strong) {
  QFont f = QApplication::font();
  if (f.pixelSize() <= 0) f.setFamily(family());   // no theme was made: a report from the command line
  f.setPixelSize(pixels(type));
  f.setWeight(strong ? QFont::DemiBold : QFont::Normal);
  return f;
}

}  // namespace tonus::style
