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

/// Usable part of what was recorded of it, 0..1. Numbers may come from a run that went on after the record had stopped.
double usableShare(const store::SessionRow& session, const core::ChannelSummary& channel);
/// Each with its unit.
QStringList numberHeads();
/// One per channel; empty while the session has no numbers yet.
std::vector<NumberRow> numberRows(const store::SessionRow& session);

}  // namespace tonus::review
