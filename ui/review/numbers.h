#pragma once
// The numbers of a session in words, the same in the window and on paper.

#include <QString>
#include <QStringList>
#include <vector>

#include "tonus/store/store.h"

namespace tonus::review {

struct NumberRow {
  QStringList cells;   ///< as numberHeads()
};

/// Each with its unit.
QStringList numberHeads();
/// One per channel; empty while the session has no numbers yet.
std::vector<NumberRow> numberRows(const store::SessionRow& session);

}  // namespace tonus::review
