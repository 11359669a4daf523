#pragma once
// One row per channel: muscle, side, role, rule, and how its signal is now.

#include <QWidget>
#include <vector>

#include "clinician/session_page/muscle_list.h"
#include "tonus/core/processed.h"
#include "tonus/session/setup.h"

class QComboBox;
class QGridLayout;
class QLabel;

namespace tonus::clinician {

class ChannelTable : public QWidget {
  Q_OBJECT
 public:
  explicit ChannelTable(std::vector<Muscle> muscles, QWidget* parent = nullptr);

  void setFormat(const core::StreamFormat& format);
  /// Muscles in channel order, sides alternating where one comes twice, and the rule, as the protocol suggests.
  void suggest(const session::Protocol& protocol);
  void showQuality(const std::vector<core::ChannelQuality>& quality);
  std::vector<session::ChannelSetup> channels() const;

 Q_SIGNALS:
  void changed();

 private:
  struct Row {
    QComboBox *muscle, *side, *role, *rule;
    QLabel* quality;
    QString label;
  };
  void addRow(std::size_t channel, const QString& label);

  std::vector<Muscle> muscles_;
  QGridLayout* grid_;
  std::vector<QWidget*> made_;
  std::vector<Row> rows_;
};

}  // namespace tonus::clinician
