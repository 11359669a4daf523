#pragma once
// What a protocol calls the places it marks in a record, in words for people; the same in every list and over every trace.

#include <QString>
#include <string>

namespace tonus::style {

/// "Baseline before" of "pre_baseline". Of a marker of somebody's own protocol: itself, with spaces.
QString markerWords(const std::string& marker);

}  // namespace tonus::style
