#pragma once
// Where the records of a file lie on the frame axis of one sampling rate.

#include <cstdint>
#include <string>
#include <vector>

#include "edf_annotations.h"
#include "edf_header.h"
#include "tonus/core/recording.h"

namespace tonus::interop {

/// The onset of the first record: frame 0. 0 if the file keeps no time.
double firstRecordOnsetS(const EdfAnnotations& annotations);

/// First frame of each record, for a signal of `samplesPerRecord`. Each record is placed by its own stated start, from
/// the first record on, so rounding never adds up; what differs by less than a sample (or than the stamps' last
/// digit) is continuous. Refuses a +D file whose records overlap or do not say when they start.
core::Result<std::vector<std::int64_t>> placeRecords(const EdfHeader& header, const EdfAnnotations& annotations,
                                                     std::int64_t samplesPerRecord,
                                                     std::vector<std::string>& warnings);

/// What is left of the records when frames marked kNotRecordedText are taken out; ordered, not touching.
std::vector<core::Segment> segmentsOf(const std::vector<std::int64_t>& recordFirsts, std::int64_t samplesPerRecord,
                                      double sampleRateHz, const EdfAnnotations& annotations);

/// The notes as events on the frame axis, ordered; without the marks of our own.
std::vector<core::DeviceEvent> eventsOf(const EdfAnnotations& annotations, double sampleRateHz);

}  // namespace tonus::interop
