#pragma once
// How late the picture and the sound are, in words: the same in the status line, the review and on paper.

#include <QString>

#include "tonus/core/latency.h"

namespace tonus::style {

/// "12 ms", "–" while nothing was measured.
QString milliseconds(double ms);
/// "half within 12 ms, 95 % within 17, 99 % within 21, worst 23 ms"
QString latencyLine(const core::LatencySummary& latency);
/// "To the screen: …. To the patient display: …. To the sound: …." Empty if nothing was shown or heard.
QString latencySentences(const core::SessionLatency& latency);
/// The same as a table, for a tool tip (rich text).
QString latencyTable(const core::SessionLatency& latency);
/// What no clock of ours can see.
QString beyondLatency();

}  // namespace tonus::style
