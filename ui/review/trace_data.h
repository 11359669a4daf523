#pragma once
// A stored session as a picture needs it: columns of minimum and maximum, samples, gaps, lines, events. No windows.

#include <QString>
#include <memory>
#include <vector>

#include "review/filtered_trace.h"
#include "tonus/session/setup.h"
#include "tonus/store/store.h"

namespace tonus::review {

/// The part of the session in view, in frames from its start; may be a fraction of a frame at high zoom.
struct Span {
  double from = 0;
  double to = 1;
  double length() const { return to - from; }
};

/// One column of one channel, µV. NaN pair = nothing was recorded here.
struct Column {
  double minUv = 0;
  double maxUv = 0;
};

struct HopPoint {
  double at = 0;            ///< frame
  double envelopeUv = 0;
  double thresholdUv = 0;   ///< 0 = no line
  bool inTarget = false;
};

struct Gap {
  double from = 0;
  double to = 0;
};

/// Is it drawn as a mark over the trace? Phases are bars, lost samples are gaps.
bool isMark(const core::SessionEvent& event);
/// "cough"; what it is where nobody said anything.
QString markWords(const core::SessionEvent& event);

/// Owns the reader: one thread. What cannot be read is drawn as empty and told by fault().
class TraceData {
 public:
  explicit TraceData(std::unique_ptr<store::SessionReader> reader);

  const store::SessionRow& row() const { return reader_->row(); }
  const session::SessionSetup& setup() const { return setup_; }
  std::size_t channelsN() const { return reader_->format().channelsN(); }
  QString channelName(std::size_t channel) const;
  bool calibrated(std::size_t channel) const;
  double rateHz() const { return reader_->format().sampleRateHz; }
  double framesN() const { return framesN_; }     ///< with gaps
  const std::vector<Gap>& gaps() const { return gaps_; }
  const std::vector<core::SessionEvent>& events() const { return events_; }
  const std::optional<core::Fault>& fault() const { return fault_; }
  store::SessionReader& reader() { return *reader_; }

  /// Filtered as on the live screen, or the raw counts in µV.
  bool filtered() const { return filtered_; }
  void setFiltered(bool filtered) { filtered_ = filtered; }
  /// The whole session in cells. Until it is here, a filtered view wider than a stretch is drawn raw (see
  /// asFiltered()), and raw views come from the store's own pyramid.
  void setCells(std::shared_ptr<const SignalCells> cells) { cells_ = std::move(cells); }
  /// Is a view of `span` really the filtered signal?
  bool asFiltered(const Span& span) const;

  std::vector<Column> columns(std::size_t channel, const Span& span, std::size_t columnsN);
  /// Single samples of `span` (µV, NaN in gaps); empty if that would be more than `most`.
  std::vector<std::pair<double, double>> samples(std::size_t channel, const Span& span, std::size_t most);
  /// Envelope and line where the span is no longer than `mostS` seconds; empty otherwise.
  std::vector<HopPoint> hops(std::size_t channel, const Span& span, double mostS);

 private:
  std::vector<Column> cellColumns(std::size_t channel, const Span& span, std::size_t columnsN) const;
  std::vector<Column> storedColumns(std::size_t channel, const Span& span, std::size_t columnsN);
  std::vector<Column> stretchColumns(std::size_t channel, const Span& span, std::size_t columnsN);
  std::vector<std::pair<double, double>> stretchSamples(std::size_t channel, std::int64_t from, std::int64_t to);
  bool loadStretch(const Span& span);
  const std::vector<store::StoredHop>& loadHops(const Span& span);
  double microvolts(std::size_t channel, double count) const;

  std::unique_ptr<store::SessionReader> reader_;
  session::SessionSetup setup_;
  double framesN_ = 0;
  std::vector<Gap> gaps_;
  std::vector<core::SessionEvent> events_;
  std::vector<store::StoredHop> hops_;
  Span hopsSpan_{0, 0};
  bool filtered_ = true;
  std::shared_ptr<const SignalCells> cells_;
  std::vector<double> stretch_;          ///< frame-major, from stretchFirst_
  std::int64_t stretchFirst_ = 0;
  std::optional<core::Fault> fault_;
};

}  // namespace tonus::review
