#pragma once
// A stored session as a picture needs it: columns of minimum and maximum, samples, gaps, lines, events. No windows.
// Draws at once from the store's own pyramid; what is filtered, held and read meanwhile is handed in as it comes.

#include <QString>
#include <memory>
#include <vector>

#include "review/hop_curve.h"
#include "tonus/analysis/cell_filter.h"
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
  bool waiting = false;   ///< not what was asked for yet: the raw signal about its middle, or the filters before
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

  /// Filtered, or the raw counts in µV.
  bool filtered() const { return filtered_; }
  void setFiltered(bool filtered);
  /// What it is filtered by: as recorded, until a person looks through something else. The record keeps its own.
  const dsp::ChainCourse& chain() const { return chain_; }
  /// As the session ran, with what was changed meanwhile.
  dsp::ChainCourse recordedChain() const { return session::chainsOf(setup_, events_); }
  /// Other filters, and the cells that are being filled through them. Those before stay in view until then.
  void setCells(const dsp::ChainCourse& chain, std::shared_ptr<const analysis::SignalCells> cells);
  /// The counts in memory; may still be filling.
  void setHeld(std::shared_ptr<const analysis::HeldSignal> held) { held_ = std::move(held); }
  void setHops(std::shared_ptr<const HopCurve> hops) { hops_ = std::move(hops); }
  /// Is a view of `span` all filtered?
  bool asFiltered(const Span& span) const;

  /// `columnsN` equal parts of the span. Valid until the next call.
  const std::vector<Column>& columns(std::size_t channel, const Span& span, std::size_t columnsN);
  /// Single samples of `span` (µV, NaN in gaps); empty if that would be more than `most`.
  std::vector<std::pair<double, double>> samples(std::size_t channel, const Span& span, std::size_t most);
  /// Envelope and line where the span is no longer than `mostS` seconds; empty otherwise, and while a long span waits
  /// for setHops().
  std::vector<HopPoint> hops(std::size_t channel, const Span& span, double mostS);

 private:
  /// What columns() was asked last, for all channels at once.
  struct Picture {
    Span span{0, 0};
    std::size_t columnsN = 0;
    std::int64_t readyN = -1;
    std::vector<std::vector<Column>> channels;
  };
  void readPyramid();
  void draw(const Span& span, std::size_t columnsN);
  void drawCells(const Span& span, std::size_t columnsN);
  void drawStored(const Span& span, std::size_t columnsN);
  void drawHeld(const Span& span, std::size_t columnsN);
  void drawStretch(const Span& span, std::size_t columnsN);
  void drawWaiting(const Span& span, std::size_t columnsN);
  void takeCells(const analysis::SignalCells& cells, const Span& span, std::size_t column);
  bool isStretch(const Span& span, std::size_t columnsN) const;
  bool loadStretch(const Span& span);
  analysis::CountsSource countsFor(std::int64_t from, std::int64_t to);
  double microvolts(std::size_t channel, double count) const;

  std::unique_ptr<store::SessionReader> reader_;
  session::SessionSetup setup_;
  dsp::ChainCourse chain_;
  double framesN_ = 0;
  std::vector<Gap> gaps_;
  std::vector<core::SessionEvent> events_;
  bool filtered_ = true;
  std::unique_ptr<analysis::SignalCells> pyramid_;                 ///< raw, from the store
  std::shared_ptr<const analysis::SignalCells> cells_, before_;    ///< filtered; by the filters before
  std::shared_ptr<const analysis::HeldSignal> held_;
  std::shared_ptr<const HopCurve> hops_, nearHops_;
  Span nearHopsSpan_{0, 0};
  std::vector<double> stretch_;          ///< filtered, frame-major, from stretchFirst_
  std::int64_t stretchFirst_ = 0;
  std::vector<analysis::Extremes> extremes_;
  Picture picture_;
  std::optional<core::Fault> fault_;
};

}  // namespace tonus::review
