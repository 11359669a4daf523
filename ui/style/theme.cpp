#include "style/theme.h"

#include <QApplication>
#include <QPalette>
#include <QScreen>
#include <QStyleFactory>
#include <algorithm>
#include <cmath>

#include "style/sheet.h"
#include "style/tokens.h"

namespace tonus::style {
namespace {

QPalette paletteOf(const Tokens& t) {
  QPalette p;
  p.setColor(QPalette::Window, t.window);
  p.setColor(QPalette::WindowText, t.text);
  p.setColor(QPalette::Base, t.surface);
  p.setColor(QPalette::AlternateBase, t.window);
  p.setColor(QPalette::Text, t.text);
  p.setColor(QPalette::Button, t.surface);
  p.setColor(QPalette::ButtonText, t.text);
  p.setColor(QPalette::BrightText, t.notUsable);
  p.setColor(QPalette::Highlight, t.accent);
  p.setColor(QPalette::HighlightedText, t.onAccent);
  p.setColor(QPalette::ToolTipBase, t.raised);
  p.setColor(QPalette::ToolTipText, t.text);
  p.setColor(QPalette::PlaceholderText, t.disabled);
  p.setColor(QPalette::Link, t.accent);
  p.setColor(QPalette::Mid, t.line);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    p.setColor(QPalette::Disabled, role, t.disabled);
  return p;
}

/// The text size of the desktop: 96 dots an inch are 100 %.
double systemScale() {
  const QScreen* screen = QGuiApplication::primaryScreen();
  return screen == nullptr ? 1 : std::clamp(screen->logicalDotsPerInchY() / 96.0, 0.75, 2.5);
}

}  // namespace

QString schemeName(Scheme scheme) {
  switch (scheme) {
    case Scheme::kLight: return QStringLiteral("light");
    case Scheme::kDark: return QStringLiteral("dark");
    case Scheme::kSystem: break;
  }
  return QStringLiteral("system");
}

Scheme schemeFromName(const QString& name) {
  if (name == QLatin1String("light")) return Scheme::kLight;
  if (name == QLatin1String("dark")) return Scheme::kDark;
  return Scheme::kSystem;
}

Theme::Theme(QApplication& application) : application_(application) {
  systemDark_ = QApplication::palette().color(QPalette::Window).lightness() < 128;
  family_ = family();
  if (auto* fusion = QStyleFactory::create(QStringLiteral("Fusion"))) QApplication::setStyle(fusion);
  apply();
}

void Theme::setScheme(Scheme scheme) {
  if (scheme == scheme_) return;
  scheme_ = scheme;
  apply();
}

void Theme::setTextPercent(int percent) {
  percent = std::clamp(percent, 100, 200);
  if (percent == textPercent_) return;
  textPercent_ = percent;
  apply();
}

void Theme::apply() {
  const bool dark = scheme_ == Scheme::kDark || (scheme_ == Scheme::kSystem && systemDark_);
  QFont base(family_);
  base.setPixelSize(static_cast<int>(std::lround(13.0 * systemScale() * textPercent_ / 100.0)));
  QApplication::setFont(base);
  QApplication::setPalette(paletteOf(dark ? darkTokens() : lightTokens()));
  application_.setStyleSheet(sheet(dark ? darkTokens() : lightTokens()));
  Q_EMIT changed();
}

}  // namespace tonus::style
