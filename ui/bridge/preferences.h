#pragma once
// What this computer remembers between starts. Nothing about patients: that belongs to the store.

#include <QByteArray>
#include <QSettings>
#include <QString>

namespace tonus::bridge {

class Preferences {
 public:
  QString scheme() const;                    ///< "system", "light", "dark"
  void setScheme(const QString& name);
  int textPercent() const;
  void setTextPercent(int percent);
  double mainsHz() const;                    ///< notch a new session starts with; 0 = off
  void setMainsHz(double hz);
  bool reducedMotion() const;                ///< patient scenes: nothing passes by
  void setReducedMotion(bool on);
  double painLimit() const;                  ///< a rating from which the screen says to stop or ease; 2 to 10
  void setPainLimit(double limit);
  bool lowStimulus() const;                  ///< patient scenes: dimmer and plainer
  void setLowStimulus(bool on);
  QString scene(bool up) const;              ///< last chosen for sessions that train in this direction; empty = none yet
  void setScene(bool up, const QString& name);
  QString storePath() const;
  void setStorePath(const QString& path);
  QString lastPatient() const;
  void setLastPatient(const QString& id);
  QByteArray geometry() const;
  void setGeometry(const QByteArray& geometry);
  QString filesFolder() const;               ///< where a file was last written or opened; else the documents
  void setFilesFolderOf(const QString& file);
  QString source() const;                    ///< device id last used
  void setSource(const QString& id);

 private:
  QSettings settings_;
};

}  // namespace tonus::bridge
