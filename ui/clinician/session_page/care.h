#pragma once
// Pain and comfort in a session: asked where the protocol asks, kept by whoever listens, watched for pain that rises.

#include <QObject>
#include <memory>
#include <string>
#include <vector>

#include "clinician/session_page/pain_watch.h"
#include "tonus/core/phase_info.h"
#include "tonus/session/protocol.h"

namespace tonus::clinician {

class PainAlert;
class RatingRow;

/// GUI thread. Makes the two lines it works through; the page lays them out.
class Care : public QObject {
  Q_OBJECT
 public:
  explicit Care(QObject* parent);

  RatingRow* row() const { return row_; }
  PainAlert* alert() const { return alert_; }

  /// A session begins; pain from this rating on is told.
  void begin(double painLimit);
  /// The step of the protocol that is on screen: what it asks for is asked, once.
  void at(const std::shared_ptr<const core::PhaseInfo>& phase, const session::Protocol& protocol);
  /// Asks for pain and comfort, or leaves them.
  void toggle();
  void close();

 Q_SIGNALS:
  void rated(const std::string& what, double value);
  void openChanged(bool open);
  void pauseWanted();
  void stopWanted();

 private:
  void entered(const std::string& what, double value);

  RatingRow* row_;
  PainAlert* alert_;
  PainWatch pain_;
  std::shared_ptr<const core::PhaseInfo> phase_;
};

}  // namespace tonus::clinician
