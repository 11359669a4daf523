#include "review/review_page.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "bridge/preferences.h"
#include "report/session_report.h"
#include "review/event_list.h"
#include "review/filter_row.h"
#include "review/numbers_table.h"
#include "review/session_list.h"
#include "review/trace_loader.h"
#include "review/trace_plot.h"
#include "review/what_if.h"
#include "review/write_row.h"
#include "style/button.h"
#include "style/empty_state.h"
#include "style/flow_layout.h"
#include "style/label.h"
#include "style/latency_words.h"
#include "style/signal_words.h"
#include "style/words.h"
#include "tonus/interop/recording_files.h"

namespace tonus::review {
namespace {
constexpr std::size_t kOfEveryone = 200;   // the newest sessions; all of one stand under the patient

/// What the signal is not good for; empty, or ending with a line break.
QString limits(const session::SessionSetup& setup) {
  const double bandHz = session::bandHz(setup);
  QStringList words;
  if (const QString band = style::bandLimit(bandHz); !band.isEmpty())
    words << QStringLiteral("! ") + band + QLatin1Char('.') << style::whyNoMedianFrequency(bandHz);
  if (const QString open = style::notCalibrated(setup.format); !open.isEmpty()) words << QStringLiteral("! ") + open;
  if (const QString by = style::calibratedBy(session::calibrationDays(setup)); !by.isEmpty()) words << by;
  return words.isEmpty() ? QString() : words.join(QLatin1Char(' ')) + QLatin1Char('\n');
}

}  // namespace

QString fileName(const store::SessionRow& row, const QString& ending) {
  return QStringLiteral("%1 %2.%3").arg(style::textOf(row.patientCode), style::fileDay(row.started), ending);
}

ReviewPage::ReviewPage(std::function<store::Store*()> store, core::Clock& clock, QWidget* parent)
    : Page(parent), store_(std::move(store)), clock_(clock), list_(new SessionList), events_(new EventList), right_(new QStackedWidget),
      nothing_(new style::EmptyState(QStringLiteral("review"), {}, {})), plot_(new TracePlot), numbers_(new NumbersTable),
      filters_(new FilterRow), whatIf_(new WhatIf(clock)), writing_(new WriteRow(clock)), loader_(new TraceLoader(clock, this)),
      report_(new style::Button(tr("Report"))), export_(new style::Button(tr("Export BDF+"))),
      ofProtocol_(new style::Button(tr("Numbers of the protocol"))) {
  ofProtocol_->setObjectName(QStringLiteral("protocolNumbers"));
  ofProtocol_->setCheckable(true);
  ofProtocol_->setToolTip(tr("What the protocol is judged by, instead of channel by channel"));
  connect(ofProtocol_, &QPushButton::clicked, this, [this](bool on) { if (data_) numbers_->setSession(data_->row(), on); });
  report_->setObjectName(QStringLiteral("writeReport"));
  report_->setKeyHint(QStringLiteral("Ctrl P"));
  export_->setObjectName(QStringLiteral("exportBdf"));
  export_->setKeyHint(QStringLiteral("Ctrl E"));
  setFocusProxy(list_);
  right_->addWidget(nothing_);
  right_->addWidget(makeDetail());
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(makeSide());
  row->addWidget(right_, 1);
  connect(list_, &SessionList::chosen, this, &ReviewPage::load);
  connect(events_, &EventList::chosen, plot_, &TracePlot::showAround);
  connect(plot_, &TracePlot::spanChanged, this, &ReviewPage::tellSpan);
  connectLoader();
  connect(report_, &QPushButton::clicked, this, &ReviewPage::writeReport);
  connect(export_, &QPushButton::clicked, this, &ReviewPage::exportBdf);
  connect(writing_, &WriteRow::runningChanged, this, [this](bool running) {
    report_->setEnabled(!running);
    export_->setEnabled(!running);
  });
  addShortcuts();
  reload();
}

ReviewPage::~ReviewPage() { letGo(); }

void ReviewPage::connectLoader() {
  connect(filters_, &FilterRow::changed, this, [this] {
    const dsp::ChainSettings chain = filters_->chain();
    const bool recorded = data_ && chain == data_->setup().chain;
    loader_->filter(recorded ? data_->recordedChain() : dsp::ChainCourse(chain), plot_->span().from);
  });
  connect(loader_, &TraceLoader::progressed, plot_, &TracePlot::showProgress);
  connect(loader_, &TraceLoader::finished, this, [this] {
    plot_->showProgress(1);
    plot_->refresh(false);
  });
  connect(loader_, &TraceLoader::failed, this, [this](const core::Fault& fault) {
    plot_->showProgress(1);
    writing_->say(style::sentence(fault), false);
  });
}

/// Nothing of the session in view stays open.
void ReviewPage::letGo() {
  loader_->stop();
  showTrace(nullptr);
  data_.reset();
}

QWidget* ReviewPage::makeSide() {
  auto* side = new QFrame;
  side->setProperty("bar", "list");
  side->setFixedWidth(std::max(264, 16 * style::pixels(style::Type::kBase)));
  auto* column = new QVBoxLayout(side);
  column->setContentsMargins(12, 16, 12, 12);
  column->setSpacing(style::kInside);
  listTitle_ = style::makeLabel(tr("Sessions"), style::Type::kLead, true);
  listTitle_->setContentsMargins(12, 4, 0, 4);
  column->addWidget(listTitle_);
  column->addWidget(list_, 1);
  eventsTitle_ = style::makeLabel(tr("Marks and notes"), style::Type::kLead, true);
  eventsTitle_->setContentsMargins(12, 4, 0, 4);
  column->addWidget(eventsTitle_);
  column->addWidget(events_);
  eventsTitle_->hide();
  return side;
}

QWidget* ReviewPage::makeTools() {
  auto* tools = new QWidget;
  auto* row = new style::FlowLayout(tools);
  const auto add = [row](const QString& words, const QString& icon, const QString& key, auto act) {
    auto* button = new style::Button(words);
    button->setIconName(icon);
    button->setKeyHint(key);
    row->addWidget(button);
    connect(button, &QPushButton::clicked, button, act);
  };
  add(tr("Closer"), QStringLiteral("zoom-in"), QStringLiteral("+"), [this] { plot_->zoom(0.5); });
  add(tr("Wider"), QStringLiteral("zoom-out"), QStringLiteral("−"), [this] { plot_->zoom(2); });
  add(tr("Whole session"), QStringLiteral("whole"), tr("Home"), [this] { plot_->showAll(); });
  raw_ = new style::Button(tr("Raw"));
  raw_->setObjectName(QStringLiteral("rawToggle"));
  raw_->setCheckable(true);
  raw_->setKeyHint(QStringLiteral("F"));
  raw_->setToolTip(tr("The signal as it came, without the filters"));
  connect(raw_, &QPushButton::clicked, this, &ReviewPage::toggleRaw);
  row->addWidget(raw_);
  span_ = style::makeLabel({}, style::Type::kBase, false, style::Tone::kSecondary);
  span_->setObjectName(QStringLiteral("spanWords"));
  span_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  row->pushRight();
  row->addWidget(span_);
  return tools;
}

QWidget* ReviewPage::makeDetail() {
  auto* plotCard = style::makeCard();
  auto* plotColumn = new QVBoxLayout(plotCard);
  plotColumn->setContentsMargins(8, 6, 8, 4);
  plotColumn->addWidget(plot_);
  plotColumn->addWidget(filters_);

  auto* numbersCard = style::makeCard();
  auto* numbers = new QVBoxLayout(numbersCard);
  numbers->setContentsMargins(8, 8, 8, 12);
  numbers->setSpacing(6);
  noNumbers_ = style::makeLabel(tr("No numbers: this session was cut short and has not been finished yet."), style::Type::kBase,
                                false, style::Tone::kSecondary);
  noNumbers_->setContentsMargins(10, 8, 10, 0);
  numbers->addWidget(noNumbers_);
  numbers->addWidget(ofProtocol_, 0, Qt::AlignLeft);
  numbers->addWidget(numbers_);
  chain_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  chain_->setObjectName(QStringLiteral("chainWords"));
  chain_->setWordWrap(true);
  chain_->setContentsMargins(10, 0, 10, 0);
  numbers->addWidget(chain_);

  auto* detail = new QWidget;
  auto* column = new QVBoxLayout(detail);
  column->setContentsMargins(style::kAround, style::kBetween, style::kAround, style::kBetween);
  column->setSpacing(12);
  column->addWidget(makeTools());
  column->addWidget(plotCard, 1);
  column->addWidget(numbersCard);
  column->addWidget(writing_);
  column->addWidget(whatIf_);
  return detail;
}

/// Of the window, not of a widget: they hold wherever the focus is while the page is in view, in the top bar too.
/// Fields that edit text keep the keys they need.
void ReviewPage::addShortcuts() {
  const auto add = [this](const QKeySequence& key, auto act) {
    auto* shortcut = new QShortcut(key, this);
    connect(shortcut, &QShortcut::activated, this, act);
    return shortcut;
  };
  add(Qt::Key_R, [this] { if (data_) whatIf_->replay(); });
  add(Qt::Key_F, [this] { raw_->click(); });
  add(QKeySequence::Print, [this] { writeReport(); });
  add(Qt::CTRL | Qt::Key_E, [this] { exportBdf(); });
  add(Qt::Key_Plus, [this] { plot_->zoom(0.5); });
  add(Qt::Key_Equal, [this] { plot_->zoom(0.5); });
  add(Qt::Key_Minus, [this] { plot_->zoom(2); });
  add(Qt::Key_Left, [this] { plot_->move(-kArrowShare); });
  add(Qt::Key_Right, [this] { plot_->move(kArrowShare); });
  add(Qt::Key_Home, [this] { plot_->showAll(); });
  add(Qt::Key_End, [this] { plot_->showEnd(); });
  auto* up = add(Qt::Key_Up, [this] { plot_->higher(); });
  auto* down = add(Qt::Key_Down, [this] { plot_->lower(); });
  connect(qApp, &QApplication::focusChanged, this, [up, down](QWidget*, QWidget* now) {
    const bool chooses = qobject_cast<QAbstractItemView*>(now) != nullptr || qobject_cast<QAbstractSpinBox*>(now) != nullptr;
    up->setEnabled(!chooses);   // lists and numbers step by these
    down->setEnabled(!chooses);
  });
}

QString ReviewPage::title() const {
  if (data_ && !patient_.name.empty()) return style::textOf(patient_.name);
  return tr("Review");
}

QString ReviewPage::subtitle() const {
  if (!data_) return {};
  const store::SessionRow& row = data_->row();
  const QString name = row.protocolName.empty() ? tr("Free") : style::textOf(row.protocolName);
  const int version = data_->setup().protocolVersion;
  return tr("%1, %2").arg(version > 0 ? tr("%1 (version %2)").arg(name).arg(version) : name, style::dayAndTime(row.started));
}

bool ReviewPage::demo() const { return data_ ? data_->row().demo || patient_.demo : patient_.demo; }

QList<QWidget*> ReviewPage::barActions() { return data_ ? QList<QWidget*>{export_, report_} : QList<QWidget*>{}; }

QList<style::KeyHelp> ReviewPage::keys() const {
  return {{tr("+ −"), tr("Closer, wider (also the wheel)")},
          {tr("← →"), tr("Move through the session (also by dragging)")},
          {tr("↑ ↓"), tr("Signal taller, lower (also Ctrl and the wheel)")},
          {tr("Shift+drag"), tr("Zoom into a stretch")},
          {tr("Home, End"), tr("The whole session, its end")},
          {tr("F"), tr("Raw or filtered")},
          {tr("R"), tr("Replay: compute again what was shown")},
          {tr("Ctrl+P"), tr("Write the report")},
          {tr("Ctrl+E"), tr("Export as BDF+")}};
}

void ReviewPage::showTrace(TraceData* trace) {
  plot_->setData(trace);
  events_->setData(trace);
  eventsTitle_->setVisible(events_->count() > 0);
}

void ReviewPage::enter() { reload(); }

void ReviewPage::forget() {
  letGo();
  patient_ = {};
  list_->setRows({}, false);
  reload();
}

void ReviewPage::setPatient(const store::Patient& patient) {
  if (patient.id == patient_.id) return;
  patient_ = patient;
  letGo();
  reload();
}

void ReviewPage::openSession(const QString& sessionId) {
  if (!list_->select(sessionId)) load(sessionId);
}

void ReviewPage::reload() {
  store::Store* store = store_();
  std::vector<store::SessionRow> rows;
  if (store != nullptr) {
    auto sessions = store->sessions(patient_.id, patient_.id.empty() ? kOfEveryone : 0);
    if (sessions) rows = std::move(sessions).value();
  }
  std::erase_if(rows, [](const store::SessionRow& row) { return row.state == store::SessionState::kRecording; });
  const bool any = !rows.empty();
  listTitle_->setText(patient_.id.empty() && rows.size() == kOfEveryone ? tr("Newest %1 sessions").arg(kOfEveryone) : tr("Sessions"));
  const QString newest = any ? style::textOf(rows.front().id) : QString();
  list_->setRows(std::move(rows), patient_.id.empty());
  nothing_->setWords(any ? tr("Choose a session") : tr("No sessions to review"),
                     any ? tr("Its whole trace and its numbers appear here.")
                         : tr("They stand here after the first session of this patient."));
  if (!any) {
    letGo();
  } else if (!data_ && isVisible()) {
    list_->select(newest);
  }
  right_->setCurrentIndex(data_ ? 1 : 0);
  Q_EMIT headChanged();
}

void ReviewPage::load(const QString& sessionId) {
  store::Store* store = store_();
  if (store == nullptr || (data_ && style::textOf(data_->row().id) == sessionId)) return;
  letGo();
  auto reader = store->openSession(sessionId.toStdString());
  if (!reader) {
    nothing_->setWords(style::textOf(reader.fault().what), style::textOf(reader.fault().hint));
    right_->setCurrentIndex(0);
    Q_EMIT headChanged();
    return;
  }
  data_ = std::make_unique<TraceData>(std::move(reader).value());
  const store::SessionRow& row = data_->row();
  if (patient_.code != row.patientCode) {
    const auto patient = store->patientByCode(row.patientCode);
    if (patient && patient.value()) patient_ = *patient.value();
  }
  data_->setFiltered(!raw_->isChecked());
  showTrace(data_.get());
  filters_->setRecorded(data_->setup().chain, data_->rateHz());
  loader_->open(store->path(), *data_);
  ofProtocol_->setVisible(row.summary && !row.summary->numbers.empty());
  ofProtocol_->setChecked(false);
  numbers_->setSession(row);
  numbers_->setVisible(row.summary.has_value());
  noNumbers_->setVisible(!row.summary);
  const QString chain = style::textOf(dsp::describe(data_->recordedChain(), data_->rateHz()));
  const QString late = row.summary ? style::latencySentences(row.summary->latency) : QString();
  chain_->setText(limits(data_->setup()) + tr("%1. Of the envelope where the signal was usable and not paused. Lost: samples.").arg(chain) +
                  (late.isEmpty() ? QString() : QLatin1Char('\n') + late));
  chain_->setToolTip(late.isEmpty() ? QString() : style::latencyTable(row.summary->latency));
  whatIf_->setSession(store->path(), row, data_->setup());
  writing_->clear();
  if (data_->fault()) writing_->say(style::sentence(*data_->fault()), false);
  right_->setCurrentIndex(1);
  Q_EMIT headChanged();
}

void ReviewPage::toggleRaw() {
  if (!data_) return;
  data_->setFiltered(!raw_->isChecked());
  plot_->refresh(true);
}

void ReviewPage::tellSpan() {
  if (!data_) return;
  const double rate = data_->rateHz();
  const Span& s = plot_->span();
  const double length = s.length() / rate;
  const QString kind = data_->asFiltered(s) ? tr("filtered") : data_->filtered() ? tr("filtering…") : tr("raw");
  span_->setText(tr("%1 to %2 of %3, ±%4, %5")
                     .arg(timeWords(s.from / rate, length), timeWords(s.to / rate, length),
                          style::clockTime(data_->framesN() / rate),
                          style::amplitude(plot_->halfRangeUv(), style::commonUnit(data_->reader().format()), plot_->halfRangeUv() < 10 ? 1 : 0), kind));
}

QString ReviewPage::askWhere(const QString& title, const QString& ending, const QString& kinds) {
  if (!data_ || writing_->running() || store_() == nullptr) return {};
  bridge::Preferences preferences;
  const QString proposal = QDir(preferences.filesFolder()).filePath(fileName(data_->row(), ending));
  const QString path = QFileDialog::getSaveFileName(this, title, proposal, kinds);
  if (!path.isEmpty()) preferences.setFilesFolderOf(path);
  return path;
}

void ReviewPage::writeReport() {
  const QString path = askWhere(tr("Write the report"), QStringLiteral("pdf"), tr("PDF (*.pdf)"));
  if (!path.isEmpty()) writeReportTo(path);
}

void ReviewPage::writeReportTo(const QString& path) {
  writing_->write(store_()->path(), tr("Writing the report…"), tr("✓ Report written to %1").arg(path),
                  [id = data_->row().id, path](store::Store& store, const core::Progress& progress) -> core::Status {
                    const auto pages = report::writeSessionReport(store, id, path.toStdString(), progress);
                    return pages ? core::Status() : core::Status(pages.fault());
                  });
}

void ReviewPage::exportBdf() {
  const QString path = askWhere(tr("Export as BDF+"), QStringLiteral("bdf"), tr("BDF+ (*.bdf)"));
  if (!path.isEmpty()) exportTo(path);
}

void ReviewPage::exportTo(const QString& path) {
  const store::SessionRow& row = data_->row();
  interop::EdfPatient who;
  who.code = row.patientCode;
  who.recording = row.protocolName;
  const QString done = tr("✓ Exported to %1. The file carries the code %2, not the name.").arg(path, style::textOf(row.patientCode));
  writing_->write(store_()->path(), tr("Exporting…"), done,
                  [id = row.id, path, who](store::Store& store, const core::Progress& progress) -> core::Status {
                    const auto reader = store.openSession(id);
                    if (!reader) return reader.fault();
                    return interop::writeEdf(*reader.value(), path.toStdString(), interop::EdfKind::kBdfPlus, who, progress);
                  });
}

}  // namespace tonus::review
