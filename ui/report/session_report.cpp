#include "report/session_report.h"

#include <QCoreApplication>
#include <QFile>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <cmath>
#include <numeric>

#include "review/numbers.h"
#include "review/protocol_numbers.h"
#include "review/trace_painter.h"
#include "style/latency_words.h"
#include "style/signal_words.h"
#include "style/words.h"
#include "tonus/session/setup.h"

namespace tonus::report {
namespace {

QString tr(const char* words) { return QCoreApplication::translate("report", words); }

/// A4 in the units of the screen (96 dpi): one picture for window and paper.
constexpr double kWidth = 794, kHeight = 1123, kMargin = 56;

class Paper {
 public:
  Paper(QPdfWriter& writer, QPainter& painter, bool demo) : writer_(writer), p_(painter), demo_(demo) { begin(); }

  int pagesN() const { return pages_; }
  void text(const QString& words, style::Type type, bool strong, const QColor& colour);
  void pair(const QString& name, const QString& value);
  void space(double px) { y_ += px; }
  /// A new page where there is less room than this.
  void keep(double px) { room(px); }
  core::Status trace(review::TraceData& data, double height, const core::Progress& progress);
  /// The first columns are words, so wide and to the left; the others share what is left. The heads are said again on a
  /// new page.
  void table(const QStringList& heads, const std::vector<review::NumberRow>& rows, const QList<double>& wordColumns);

 private:
  void begin();
  void room(double px);
  QFont font(style::Type type, bool strong) const {
    QFont f = style::face(type, strong);
    f.setPixelSize(static_cast<int>(type));
    return f;
  }

  QPdfWriter& writer_;
  QPainter& p_;
  const style::Tokens& t_ = style::lightTokens();
  bool demo_;
  double y_ = kMargin;
  int pages_ = 0;
};

void Paper::begin() {
  ++pages_;
  y_ = kMargin;
  if (demo_) {
    p_.save();
    p_.translate(kWidth / 2, kHeight / 2);
    p_.rotate(-50);
    QFont large = font(style::Type::kPatient, true);
    large.setPixelSize(190);
    p_.setFont(large);
    p_.setPen(QColor(0x8A, 0x52, 0x00, 26));
    p_.drawText(QRectF(-500, -150, 1000, 300), Qt::AlignCenter, tr("DEMO"));
    p_.restore();
  }
  p_.setFont(font(style::Type::kSmall, false));
  p_.setPen(t_.secondary);
  const QRectF foot(kMargin, kHeight - kMargin + 4, kWidth - 2 * kMargin, 18);
  p_.drawText(foot, Qt::AlignLeft, tr("A record of training and measurement. Not a diagnosis."));
  p_.drawText(foot, Qt::AlignRight, tr("Tonus, page %1").arg(pages_));
}

void Paper::room(double px) {
  if (y_ + px <= kHeight - kMargin - 8) return;
  writer_.newPage();
  begin();
}

void Paper::text(const QString& words, style::Type type, bool strong, const QColor& colour) {
  p_.setFont(font(type, strong));
  const QRectF limit(kMargin, 0, kWidth - 2 * kMargin, 4000);
  const QRectF needed = p_.fontMetrics().boundingRect(limit.toRect(), Qt::TextWordWrap, words);
  room(needed.height());
  p_.setPen(colour);
  p_.drawText(QRectF(kMargin, y_, limit.width(), needed.height() + 2), Qt::TextWordWrap, words);
  y_ += needed.height() + 4;
}

void Paper::pair(const QString& name, const QString& value) {
  p_.setFont(font(style::Type::kBase, false));
  const QRectF column(kMargin + 130, y_, kWidth - 2 * kMargin - 130, 2000);
  const double height = p_.fontMetrics().boundingRect(column.toRect(), Qt::TextWordWrap, value).height();
  room(height);
  p_.setPen(t_.secondary);
  p_.drawText(QRectF(kMargin, y_, 126, height + 2), Qt::AlignLeft, name);
  p_.setPen(t_.text);
  p_.drawText(QRectF(column.left(), y_, column.width(), height + 2), Qt::TextWordWrap, value);
  y_ += height + 5;
}

core::Status Paper::trace(review::TraceData& data, double height, const core::Progress& progress) {
  room(height);
  const store::SessionReader& reader = data.reader();
  const auto cells = analysis::cellsFor(reader.segments(), data.channelsN());
  const auto slabsN = static_cast<double>(std::max<std::int64_t>(1, cells->slabsN()));
  bool goOn = true;
  const auto filtered = analysis::fillCells(analysis::countsOf(data.reader()), data.chain(), reader.format(), reader.segments(), 0, *cells,
                                            [&] { return goOn = !progress || progress(static_cast<double>(cells->readyN()) / slabsN); });
  if (!goOn) return core::Fault{core::FaultCode::kCancelled, "The report was stopped", ""};
  if (filtered) data.setCells(data.chain(), cells);
  else data.setFiltered(false);
  if (data.framesN() <= review::kEnvelopeS * data.rateHz()) {
    auto hops = review::readHops(data.reader(), {0}, {static_cast<std::int64_t>(data.framesN())});
    if (hops) data.setHops(std::move(hops).value());
  }
  review::TraceLook look;
  look.span = {0, data.framesN()};
  look.halfRangeUv = review::niceHalfRangeUv(data);
  look.pixelRatio = 3;
  review::paintTrace(p_, QRectF(kMargin, y_, kWidth - 2 * kMargin, height), data, look, t_);
  y_ += height + 4;
  const QString kind = data.asFiltered(look.span) ? tr("Filtered signal") : tr("Raw signal");
  text(tr("%1, ±%2 a row, minimum and maximum of every column; hatched: samples lost.")
           .arg(kind, style::amplitude(look.halfRangeUv, style::commonUnit(reader.format()), look.halfRangeUv < 10 ? 1 : 0)),
       style::Type::kSmall, false, t_.secondary);
  return {};
}

void Paper::table(const QStringList& heads, const std::vector<review::NumberRow>& rows, const QList<double>& wordColumns) {
  constexpr double kHeadHeight = 32, kRowHeight = 22;
  const double words = std::accumulate(wordColumns.begin(), wordColumns.end(), 0.0);
  const double rest = (kWidth - 2 * kMargin - words) / static_cast<double>(heads.size() - wordColumns.size());
  const auto line = [&](const QStringList& cells, bool head) {
    const double height = head ? kHeadHeight : kRowHeight;
    p_.setFont(font(style::Type::kSmall, false));
    p_.setPen(head ? t_.secondary : t_.text);
    double left = kMargin;
    for (qsizetype i = 0; i < cells.size(); ++i) {
      const bool word = i < wordColumns.size();
      const QRectF cell(left, y_, (word ? wordColumns[i] : rest) - 4, height);
      left += word ? wordColumns[i] : rest;
      // The side is at the end of a muscle's name; a head has two lines.
      const double linesN = head ? 1.6 : 1;
      const QString text = p_.fontMetrics().elidedText(cells[i], Qt::ElideMiddle, static_cast<int>(linesN * cell.width()));
      p_.drawText(cell, (word ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter | (head ? Qt::TextWordWrap : 0), text);
    }
    y_ += height;
    p_.setPen(QPen(t_.line, 1));
    p_.drawLine(QPointF(kMargin, y_), QPointF(kWidth - kMargin, y_));
  };
  room(kHeadHeight + kRowHeight);
  line(heads, true);
  for (const review::NumberRow& row : rows) {
    const int page = pages_;
    room(kRowHeight);
    if (pages_ != page) line(heads, true);
    line(row.cells, false);
  }
}

/// As many channels beside each other as paper has room for.
void protocolNumbers(Paper& paper, const store::SessionRow& row) {
  constexpr qsizetype kValuesN = 6;
  const review::NumberTable all = review::protocolNumbers(row);
  if (all.rows.empty()) return;
  paper.space(12);
  paper.keep(90);  // the heading with its first row
  paper.text(tr("Numbers of the protocol"), style::Type::kLead, true, style::lightTokens().text);
  for (qsizetype from = all.wordsN; from < all.heads.size(); from += kValuesN) {
    const auto part = [&](const QStringList& cells) { return cells.mid(0, all.wordsN) + cells.mid(from, kValuesN); };
    std::vector<review::NumberRow> rows;
    for (const review::NumberRow& r : all.rows) rows.push_back({part(r.cells), {}});
    paper.table(part(all.heads), rows, all.wordsN > 1 ? QList<double>{235, 105} : QList<double>{280});
  }
  QStringList how;
  for (const review::NumberRow& r : all.rows)
    if (!r.how.isEmpty() && !how.contains(r.how)) how << r.how;
  paper.space(6);
  paper.text(how.join(QLatin1Char(' ')), style::Type::kSmall, false, style::lightTokens().secondary);
}

QString signalLimits(const session::SessionSetup& setup) {
  QStringList words;
  if (const QString band = style::bandLimit(session::bandHz(setup)); !band.isEmpty()) words << band + QLatin1Char('.');
  if (const QString open = style::notCalibrated(setup.format); !open.isEmpty()) words << open;
  if (const QString by = style::calibratedBy(session::calibrationDays(setup)); !by.isEmpty()) words << by;
  return words.join(QLatin1Char(' '));
}

void head(Paper& paper, const store::Patient& patient, const store::SessionRow& row, const session::SessionSetup& setup,
          const std::vector<core::SessionEvent>& events) {
  const style::Tokens& t = style::lightTokens();
  paper.text(style::textOf(patient.name.empty() ? row.patientCode : patient.name), style::Type::kLarge, true, t.text);
  paper.text(tr("Session of %1").arg(style::longDay(row.started)), style::Type::kLead, false, t.secondary);
  paper.space(14);
  QStringList who{style::textOf(row.patientCode)};
  if (patient.birthYear > 0) who << tr("born %1").arg(patient.birthYear);
  if (!patient.condition.empty()) who << style::textOf(patient.condition);
  paper.pair(tr("Patient"), who.join(QStringLiteral(", ")));
  const QString protocol = row.protocolName.empty() ? tr("Free") : style::textOf(row.protocolName);
  paper.pair(tr("Protocol"), setup.protocolVersion > 0 ? tr("%1, version %2").arg(protocol).arg(setup.protocolVersion) : protocol);
  paper.pair(tr("Device"), tr("%1 %2, %3 × %4 Hz").arg(style::textOf(row.deviceModel), style::textOf(row.deviceSerial))
                               .arg(row.format.channelsN()).arg(row.format.sampleRateHz, 0, 'f', 0));
  paper.pair(tr("Length"), style::duration(row.durationS));
  const double rate = row.format.sampleRateHz > 0 ? row.format.sampleRateHz : 1;
  paper.pair(tr("Lost"), row.lostN == 0 ? tr("nothing") : tr("%1 samples (%2 s)").arg(row.lostN)
                                                              .arg(style::number(static_cast<double>(row.lostN) / rate, 2)));
  paper.pair(tr("Filters"), style::textOf(dsp::describe(session::chainsOf(setup, events), rate)));
  const QString limits = signalLimits(setup);
  if (!limits.isEmpty()) paper.pair(tr("Signal"), limits);
  if (row.summary && row.summary->scoredS > 0)
    paper.pair(tr("In target"), tr("%1: %2 of %3 scored").arg(style::percent(row.summary->successRate()),
                                     style::duration(row.summary->rewardS), style::duration(row.summary->scoredS)));
  if (row.summary && row.summary->baselineUv > 0)
    paper.pair(tr("Resting level"), tr("%1, median of the baseline phase").arg(style::amplitude(row.summary->baselineUv, style::unitOf(row.format, review::firstTrained(setup)), 2)));
  paper.space(12);
}

/// What somebody said, rated or did at a moment of the session.
void notes(Paper& paper, const review::TraceData& data) {
  QList<std::pair<QString, QString>> said;
  for (const core::SessionEvent& e : data.events())
    if (review::isMark(e)) said.append({style::clockTime(static_cast<double>(e.at.value) / data.rateHz()), review::markWords(e)});
  if (said.isEmpty()) return;
  paper.space(12);
  paper.text(tr("Ratings, notes and marks"), style::Type::kLead, true, style::lightTokens().text);
  for (const auto& [when, words] : said) paper.pair(when, words);
}

void latency(Paper& paper, const store::SessionRow& row) {
  const QString late = row.summary ? style::latencySentences(row.summary->latency) : QString();
  if (late.isEmpty()) return;
  paper.space(12);
  paper.text(tr("Latency"), style::Type::kLead, true, style::lightTokens().text);
  paper.text(late + QLatin1Char(' ') + style::beyondLatency(), style::Type::kSmall, false, style::lightTokens().secondary);
}

void numbers(Paper& paper, const store::SessionRow& row) {
  const style::Tokens& t = style::lightTokens();
  paper.space(12);
  paper.text(tr("Numbers"), style::Type::kLead, true, t.text);
  if (!row.summary) {
    paper.text(tr("This session was cut short; its numbers have not been computed yet."), style::Type::kBase, false, t.secondary);
    return;
  }
  paper.table(review::numberHeads(row), review::numberRows(row), {140});
  paper.space(6);
  const QString why = style::whyNoMedianFrequency(session::bandHz(review::setupOf(row)));
  paper.text(tr("Of the envelope wherever the signal was usable and the session not paused. 10th and 90th are percentiles. "
                "The last line is where it stood at the end. %1 "
                "Lost counts samples of all channels together.")
                 .arg(why.isEmpty() ? tr("MDF is the median frequency.") : why),
             style::Type::kSmall, false, t.secondary);
  protocolNumbers(paper, row);
}

core::Status fill(Paper& paper, const store::Patient& patient, const store::SessionRow& row, review::TraceData& data,
                  const core::Progress& progress) {
  head(paper, patient, row, data.setup(), data.events());
  const double height = 110 + 62.0 * static_cast<double>(std::min<std::size_t>(data.channelsN(), 8));
  if (auto drawn = paper.trace(data, height, progress); !drawn) return drawn;
  numbers(paper, row);
  notes(paper, data);
  latency(paper, row);
  return {};
}

core::Fault cannotWrite(const std::filesystem::path& path) {
  return {core::FaultCode::kIo, "The report could not be written to " + path.string(),
          "The session itself is untouched. Choose another folder or make room on the disk."};
}

core::Result<int> paint(const QString& file, const store::Patient& patient, const store::SessionRow& row,
                        review::TraceData& data, const core::Fault& failed, const core::Progress& progress) {
  QPdfWriter writer(file);
  writer.setPageSize(QPageSize(QPageSize::A4));
  writer.setPageMargins(QMarginsF(0, 0, 0, 0));
  writer.setTitle(tr("Session of %1").arg(style::longDay(row.started)));
  writer.setCreator(QStringLiteral("Tonus"));
  QPainter painter;
  if (!painter.begin(&writer)) return failed;
  painter.setWindow(0, 0, static_cast<int>(kWidth), static_cast<int>(kHeight));
  Paper paper(writer, painter, row.demo || patient.demo);
  if (auto filled = fill(paper, patient, row, data, progress); !filled) return filled.fault();
  if (!painter.end()) return failed;
  if (data.fault()) return *data.fault();
  return paper.pagesN();
}

}  // namespace

core::Result<int> writeSessionReport(store::Store& store, const std::string& sessionId, const std::filesystem::path& path,
                                     const core::Progress& progress) {
  auto reader = store.openSession(sessionId);
  if (!reader) return reader.fault();
  const store::SessionRow row = reader.value()->row();
  store::Patient patient;
  const auto known = store.patientByCode(row.patientCode);
  if (!known) return known.fault();
  if (known.value()) patient = *known.value();
  review::TraceData data(std::move(reader).value());

  const QString temporary = QString::fromStdString(path.string()) + QStringLiteral(".part");
  auto pages = paint(temporary, patient, row, data, cannotWrite(path), progress);
  if (!pages) {
    QFile::remove(temporary);
    if (pages.fault().code != core::FaultCode::kCancelled) return pages;
    return core::Fault{core::FaultCode::kCancelled, "The report was cancelled.", "Nothing was written."};
  }
  std::error_code error;
  std::filesystem::rename(temporary.toStdString(), path, error);
  if (!error) return pages;
  QFile::remove(temporary);
  return cannotWrite(path);
}

}  // namespace tonus::report
