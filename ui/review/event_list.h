#pragma once
// Marks, notes and troubles of a session in words, oldest first. Choosing one asks to see it.

#include <QListWidget>

#include "review/trace_data.h"

namespace tonus::review {

class EventList : public QListWidget {
  Q_OBJECT

 public:
  explicit EventList(QWidget* parent = nullptr);
  /// Null: nothing. Hidden while there is nothing to list.
  void setData(const TraceData* shown);

 Q_SIGNALS:
  void chosen(double frame);
};

}  // namespace tonus::review
