#pragma once
// What a protocol is called, what it is for, its muscles, and how they are judged.

#include <QWidget>
#include <utility>
#include <vector>

#include "clinician/protocols/field.h"

class QVBoxLayout;

namespace tonus::clinician {

class ProtocolFields : public QWidget {
  Q_OBJECT

 public:
  /// `muscles`: id and name.
  ProtocolFields(ProtocolDraft& draft, const std::vector<std::pair<QString, QString>>& muscles, QWidget* parent = nullptr);

 private:
  void refresh();
  QWidget* channelRow(int channel);

  ProtocolDraft& draft_;
  ChoiceField::Choices muscles_;
  QVBoxLayout* channelRows_;
  int shownN_ = -1;
};

}  // namespace tonus::clinician
