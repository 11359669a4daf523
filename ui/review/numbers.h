#pragma once
// The numbers of a session in words, the same in the window and on paper.

#include <QString>
#include <QStringList>
#include <vector>

#include "tonus/session/setup.h"
#include "tonus/store/store.h"

namespace tonus::review {

struct NumberRow {
  QStringList cells;   ///< as its heads
  QString how;         ///< how it is made; empty = said elsewhere
};

/// As stored; where it cannot be read, what its format alone says.
session::SessionSetup setupOf(const store::SessionRow& session);
/// The channel that resting level and mean are told of; 0 where none is trained.
std::size_t firstTrained(const session::SessionSetup& setup);
/// Usable part of what was recorded of it, pauses left out, 0..1; only of a session with numbers. Numbers may come from a run that went on after the record had stopped.
double usableShare(const store::SessionRow& session, const core::ChannelSummary& channel);
/// Each with its unit; where units differ from channel to channel they stand beside each number instead. No median
/// frequency where the signal's band says nothing about it.
QStringList numberHeads(const store::SessionRow& session);
/// One per channel; empty while the session has no numbers yet.
std::vector<NumberRow> numberRows(const store::SessionRow& session);

}  // namespace tonus::review
