#pragma once
// One row per channel: muscle, side, role, rule, and how its signal is now.

#include <QWidget>
#include <vector>

#include "clinician/session_page/muscle_list.h"
#include "tonus/core/processed.h"
#include "tonus/session/setup.h"

class QGridLayout;
class QLabel;

namespace tonus::style {
class Choice;
}

namespace tonus::clinician {

class ChannelTable : public QWidget {
  Q_OBJECT
 public:
  explicit ChannelTable(std::vector<Muscle> muscles, QWidget* parent = nullptr);

  void setFormat(const core::StreamFormat& format);
  /// As the protocol suggests: muscles in channel order, sides alternating where one comes twice, and the rule. The
  /// first channel is trained, with its other side if the protocol names a pair; the others are watched.
  void suggest(const session::Protocol& protocol);
  /// Channels without a verdict are waiting for one.
  void showQuality(const std::vector<core::ChannelQuality>& quality);
  void showNoSignal();
  /// Muscle, side, role and rule as they were.
  void use(const std::vector<session::ChannelSetup>& channels);
  std::vector<session::ChannelSetup> channels() const;
  /// The tab key goes from `before` through every row; returns the last field.
  QWidget* chainTabsAfter(QWidget* before);

 Q_SIGNALS:
  void changed();

 private:
  struct Row {
    style::Choice *muscle, *side, *role, *rule;
    QLabel* quality;
    QString label;
  };
  void showQualityOf(Row& row, const core::ChannelQuality* quality);
  void addRow(std::size_t channel, const QString& label);

  std::vector<Muscle> muscles_;
  QGridLayout* grid_;
  std::vector<QWidget*> made_;
  std::vector<Row> rows_;
};

}  // namespace tonus::clinician
