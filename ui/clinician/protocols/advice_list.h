#pragma once
// What a protocol can be run with and will hardly work by: a line each, with a way to the place.

#include <QWidget>
#include <string>

class QVBoxLayout;

namespace tonus::clinician {

class Fold;
class ProtocolDraft;

class AdviceList : public QWidget {
  Q_OBJECT

 public:
  explicit AdviceList(ProtocolDraft& draft, QWidget* parent = nullptr);

 Q_SIGNALS:
  /// A JSON pointer.
  void wanted(const std::string& pointer);

 private:
  void refresh();

  ProtocolDraft& draft_;
  Fold* fold_;
  QVBoxLayout* rows_;
  QStringList shown_;
};

}  // namespace tonus::clinician
