#pragma once
// The two values kept as JSON text: a stream's format and a session's summary. NaN is null.

#include <optional>
#include <string>

#include "tonus/core/block.h"
#include "tonus/core/summary.h"

namespace tonus::store {

std::string formatToJson(const core::StreamFormat& format);
std::optional<core::StreamFormat> formatFromJson(const std::string& text);

std::string summaryToJson(const core::SessionSummary& summary);
std::optional<core::SessionSummary> summaryFromJson(const std::string& text);

}  // namespace tonus::store
