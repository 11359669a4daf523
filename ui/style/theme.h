#pragma once
// Puts the tokens on the application: palette, font and the one style sheet.

#include <QObject>
#include <QString>

class QApplication;

namespace tonus::style {

enum class Scheme { kSystem, kLight, kDark };
QString schemeName(Scheme scheme);                 ///< "system", "light", "dark": for settings and arguments
Scheme schemeFromName(const QString& name);        ///< unknown = system

/// Made once by the program, before its windows. "System" follows the lightness of the palette the desktop gave us.
class Theme : public QObject {
  Q_OBJECT

 public:
  explicit Theme(QApplication& application);

  Scheme scheme() const { return scheme_; }
  int textPercent() const { return textPercent_; }
  void setScheme(Scheme scheme);
  /// 100 to 200.
  void setTextPercent(int percent);

 Q_SIGNALS:
  void changed();

 private:
  void apply();

  QApplication& application_;
  bool systemDark_ = false;
  QString family_;
  Scheme scheme_ = Scheme::kSystem;
  int textPercent_ = 100;
};

}  // namespace tonus::style
