#pragma once
// The numbers a session's protocol is judged by, in words: the same in the window and on paper.

#include "review/numbers.h"

namespace tonus::review {

/// What, of which part, of which channel, how much.
QStringList protocolNumberHeads();
/// With how each is made; empty where the protocol names none or none could be made.
std::vector<NumberRow> protocolNumberRows(const store::SessionRow& session);

}  // namespace tonus::review
