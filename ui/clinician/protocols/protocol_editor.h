#pragma once
// Edits one protocol: its phases on a timeline, the fields of the one chosen, muscles, rule and line. What is wrong is said
// at once; it can be saved when nothing is.

#include <QWidget>
#include <utility>
#include <vector>

#include "clinician/protocols/draft.h"
#include "tonus/app/protocols.h"

class QBoxLayout;
class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace tonus::style {
class Button;
class Choice;
}

namespace tonus::clinician {

class DryRunPanel;
class PhaseFields;
class PhaseStrip;

class ProtocolEditor : public QWidget {
  Q_OBJECT

 public:
  explicit ProtocolEditor(const std::vector<std::pair<QString, QString>>& muscles, QWidget* parent = nullptr);

  void edit(const app::OfferedProtocol& protocol);
  const app::OfferedProtocol& original() const { return original_; }
  ProtocolDraft& draft() { return draft_; }
  PhaseStrip& strip() { return *strip_; }
  void setFault(const QString& words);

 public Q_SLOTS:
  void undo();
  void redo();
  void save();
  void leave();
  void tryOut();

 Q_SIGNALS:
  void accepted(const tonus::session::Protocol& protocol);
  void left();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* makeHead();
  QWidget* makeTimeline();
  void refresh();
  void arrange();
  void select(int phase);
  void move(int from, int to);
  void goToProblem();
  /// To the field of this JSON pointer, out of its fold where it is in one.
  void goTo(const std::string& pointer);

  ProtocolDraft draft_;
  app::OfferedProtocol original_;
  QLabel *title_, *state_, *fault_;
  style::Button *undo_, *redo_, *save_, *try_, *problem_;
  style::Button *duplicate_, *remove_, *earlier_, *later_;
  style::Choice* newKind_;
  PhaseStrip* strip_;
  PhaseFields* phase_;
  DryRunPanel* dryRun_;
  QScrollArea* scroll_;
  QBoxLayout* halves_;   ///< side by side where there is room, else one above the other
};

}  // namespace tonus::clinician
