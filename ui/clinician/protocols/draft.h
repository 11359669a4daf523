#pragma once
// A protocol being edited: its JSON, what is wrong with it in words, and every step back.

#include <QObject>
#include <QStringList>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tonus/session/protocol.h"

namespace tonus::clinician {

/// Fields are named by JSON pointers ("/phases/2/cue"). GUI thread.
class ProtocolDraft : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  void open(const session::Protocol& protocol);
  const nlohmann::json& now() const { return now_; }
  /// Null where there is nothing.
  nlohmann::json at(const std::string& pointer) const;
  /// Null takes a field out. Several at once are one step back, and so is what is typed into one `field` without a pause.
  void set(const std::vector<std::pair<std::string, nlohmann::json>>& fields, const std::string& field = {});
  /// The next change of the same field is a step of its own.
  void pause() { typing_.clear(); }

  int phasesN() const;
  std::size_t channelsN() const;
  void addPhase(int after, const std::string& kind);
  void duplicatePhase(int phase);
  /// The last one stays: a protocol has a phase.
  void removePhase(int phase);
  void movePhase(int from, int to);
  /// All of it, as nearly as its passes and parts allow: where it goes round, by repetitions.
  void setPhaseLength(int phase, double seconds);
  /// With what a phase of that kind needs and without what it must not have.
  void setPhaseKind(int phase, const std::string& kind);
  void addStage(int phase);
  void addChannel();
  void removeChannel(int channel);

  bool canUndo() const { return !past_.empty(); }
  bool canRedo() const { return !future_.empty(); }
  void undo();
  void redo();
  /// Since open().
  bool changed() const { return now_ != opened_; }

  const std::vector<session::ProtocolProblem>& problems() const { return problems_; }
  /// What can be saved and will hardly work; none while there is a problem.
  const std::vector<session::ProtocolProblem>& advice() const { return advice_; }
  /// Of that field alone, as sentences; of a list with its items.
  QStringList problemsAt(const std::string& pointer) const;
  QStringList adviceAt(const std::string& pointer) const;
  /// Of a whole phase, its fields and parts.
  bool troubledPhase(int phase) const;
  bool advisedPhase(int phase) const;
  QString problemWords(const session::ProtocolProblem& problem, bool withPlace) const;
  /// A fault while there is a problem.
  core::Result<session::Protocol> protocol() const;

 Q_SIGNALS:
  void edited();

 private:
  void commit(nlohmann::json next);
  void check();
  QStringList wordsAt(const std::vector<session::ProtocolProblem>& said, const std::string& pointer) const;
  std::string freePhaseId(const std::string& wish) const;

  nlohmann::json opened_, now_;
  std::vector<nlohmann::json> past_, future_;
  std::string typing_;   ///< field whose changes belong together
  std::vector<session::ProtocolProblem> problems_, advice_;
};

}  // namespace tonus::clinician
