#pragma once
// The style's colours for scenes, light or dark.

#include <QColor>
#include <QObject>

#include "style/tokens.h"

namespace tonus::patient {

/// GUI thread. Whoever shows a scene sets it as the application's theme is.
class SceneLook : public QObject {
  Q_OBJECT
  Q_PROPERTY(bool dark READ dark NOTIFY changed)
  Q_PROPERTY(QColor window READ window NOTIFY changed)
  Q_PROPERTY(QColor surface READ surface NOTIFY changed)
  Q_PROPERTY(QColor line READ line NOTIFY changed)
  Q_PROPERTY(QColor text READ text NOTIFY changed)
  Q_PROPERTY(QColor secondary READ secondary NOTIFY changed)
  Q_PROPERTY(QColor accent READ accent NOTIFY changed)
  Q_PROPERTY(QColor onAccent READ onAccent NOTIFY changed)
  Q_PROPERTY(QColor inTarget READ inTarget NOTIFY changed)
  Q_PROPERTY(QColor track READ track NOTIFY changed)

 public:
  using QObject::QObject;

  bool dark() const { return tokens_->dark; }
  QColor window() const { return tokens_->window; }
  QColor surface() const { return tokens_->surface; }
  QColor line() const { return tokens_->line; }
  QColor text() const { return tokens_->text; }
  QColor secondary() const { return tokens_->secondary; }
  QColor accent() const { return tokens_->accent; }
  QColor onAccent() const { return tokens_->onAccent; }
  QColor inTarget() const { return tokens_->inTarget; }
  QColor track() const { return tokens_->track; }

  void setDark(bool dark);
  /// Dim in either theme.
  void setLow(bool low);

 Q_SIGNALS:
  void changed();

 private:
  void choose();

  bool dark_ = false, low_ = false;
  const style::Tokens* tokens_ = &style::lightTokens();
};

}  // namespace tonus::patient
