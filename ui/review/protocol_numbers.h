#pragma once
// The numbers a session's protocol is judged by, in words: the same in the window and on paper.

#include "review/numbers.h"

namespace tonus::review {

/// A row per number and part of the session, a column per channel and one for several channels together. A number the
/// protocol names that could not be made stands there as a dash.
struct NumberTable {
  QStringList heads;
  qsizetype wordsN = 1;          ///< columns of words, before those of values
  std::vector<NumberRow> rows;   ///< with how each is made
};
/// No rows where the protocol names no number or the session has none yet.
NumberTable protocolNumbers(const store::SessionRow& session);

}  // namespace tonus::review
