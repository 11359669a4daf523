#include <gtest/gtest.h>

#include <QApplication>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <thread>

#include "practice_store.h"
#include "report/session_report.h"
#include "review/protocol_numbers.h"
#include "review/review_page.h"
#include "review/trace_loader.h"
#include "review/trace_plot.h"
#include "review/write_row.h"
#include "style/theme.h"

namespace tonus::review {
namespace {

class Review : public testing::Test {
 protected:
  void SetUp() override {
    QSettings().clear();
    patient_ = practice_.addPatient("P-0001", "Maren Vogt", "tension headache");
  }
  void open(const std::string& session) {
    page_ = std::make_unique<ReviewPage>([this] { return &practice_.store(); }, practice_.workspace().clock());
    page_->resize(1180, 680);
    page_->setPatient(patient_);
    page_->show();
    page_->openSession(QString::fromStdString(session));
    ASSERT_TRUE(QTest::qWaitForWindowActive(page_.get()));
  }
  template <class T>
  T* find(const char* name) { return page_->findChild<T*>(QLatin1String(name)); }

  /// The whole session in memory.
  static std::shared_ptr<analysis::HeldSignal> held(TraceData& data) {
    auto held = std::make_shared<analysis::HeldSignal>(data.reader().format(), data.reader().segments());
    for (const core::Segment& segment : held->segments())
      EXPECT_TRUE(data.reader().read(segment.first, held->room(segment.first, static_cast<std::size_t>(segment.framesN))).ok());
    held->publish(static_cast<std::int64_t>(data.framesN()));
    return held;
  }

  style::Theme theme_{*qApp};
  practice::PracticeStore practice_;
  store::Patient patient_;
  std::unique_ptr<ReviewPage> page_;
};

TEST_F(Review, ASessionOpensWholeAndZoomsToSingleSamples) {
  open(practice_.record(patient_, 0));
  TracePlot& plot = page_->plot();
  EXPECT_EQ(plot.span().from, 0);
  const double whole = plot.span().to;
  EXPECT_NEAR(whole, 80000, 2000);
  plot.setFocus();
  QTest::keyClick(&plot, Qt::Key_Plus);
  EXPECT_NEAR(plot.span().length(), whole / 2, 1);
  for (int i = 0; i < 20; ++i) QTest::keyClick(&plot, Qt::Key_Plus);
  EXPECT_NEAR(plot.span().length(), 20, 1e-6);
  const double at = plot.span().from;
  QTest::keyClick(&plot, Qt::Key_Right);
  EXPECT_NEAR(plot.span().from, at + 4, 1e-6);
  QTest::keyClick(&plot, Qt::Key_Home);
  EXPECT_EQ(plot.span().length(), whole);
}

TEST_F(Review, KeysMoveTheTraceWhereverTheFocusIs) {
  open(practice_.record(patient_, 0));
  TracePlot& plot = page_->plot();
  const double whole = plot.span().length();
  QList<QWidget*> places = {find<QWidget>("reviewSessions"), find<QWidget>("reviewEvents"), find<QWidget>("numbersTable"),
                            find<QWidget>("rawToggle"), find<QWidget>("replay")};
  for (QWidget* place : places) {
    const std::string where = place->objectName().toStdString();
    place->setFocus();
    QTest::keyClick(place, Qt::Key_Plus);
    EXPECT_NEAR(plot.span().length(), whole / 2, 1) << where;
    QTest::keyClick(place, Qt::Key_End);
    EXPECT_NEAR(plot.span().to, whole, 1) << where;
    QTest::keyClick(place, Qt::Key_Left);
    EXPECT_NEAR(plot.span().to, whole * 0.9, 1) << where;
    QTest::keyClick(place, Qt::Key_Right);
    EXPECT_NEAR(plot.span().to, whole, 1) << where;
    QTest::keyClick(place, Qt::Key_Minus);
    QTest::keyClick(place, Qt::Key_Plus);
    QTest::keyClick(place, Qt::Key_Home);
    EXPECT_EQ(plot.span().length(), whole) << where;
  }
  const double half = plot.halfRangeUv();
  QTest::mouseClick(find<QPushButton>("rawToggle"), Qt::LeftButton);
  const double after = plot.halfRangeUv();
  QTest::keyClick(find<QPushButton>("rawToggle"), Qt::Key_Down);
  EXPECT_DOUBLE_EQ(plot.halfRangeUv(), 2 * after) << half;
}

TEST_F(Review, MarksAreReadInTheListAndOverTheTrace) {
  open(practice_.record(patient_, 0));
  auto* events = find<QListWidget>("reviewEvents");
  ASSERT_EQ(events->count(), 1);
  EXPECT_TRUE(events->isVisible());
  EXPECT_TRUE(events->item(0)->text().contains(QStringLiteral("cough")));
  events->setFocus();
  events->setCurrentRow(0);
  QTest::keyClick(events, Qt::Key_Return);
  TracePlot& plot = page_->plot();
  EXPECT_NEAR(plot.span().length(), 10000, 1);
  EXPECT_TRUE(plot.marksAt(plot.width() / 2.0).contains(QStringLiteral("cough")));
  EXPECT_TRUE(plot.marksAt(plot.width() / 4.0).isEmpty());
}

TEST_F(Review, NothingIsShownBeyondTheEnds) {
  open(practice_.record(patient_, 0));
  TracePlot& plot = page_->plot();
  plot.setSpan({-5000, 5000});
  EXPECT_EQ(plot.span().from, 0);
  EXPECT_EQ(plot.span().length(), 10000);
  plot.setSpan({79000, 200000});
  EXPECT_LE(plot.span().to, 82000);
}

TEST_F(Review, NumbersStandWithTheirUnitsAndFilters) {
  open(practice_.record(patient_, 0));
  auto* table = find<QTableView>("numbersTable");
  ASSERT_EQ(table->model()->rowCount(), 2);
  EXPECT_EQ(table->model()->index(0, 0).data().toString(), QStringLiteral("1 Frontalis"));
  EXPECT_EQ(table->model()->headerData(1, Qt::Horizontal).toString(), QStringLiteral("Mean µV"));
  EXPECT_TRUE(find<QLabel>("chainWords")->text().contains(QStringLiteral("20–450 Hz")));
}

TEST_F(Review, TheProtocolsNumbersTakeThePlaceOfTheChannels) {
  open(practice_.record(patient_, 0));
  auto* table = find<QTableView>("numbersTable");
  auto* toggle = find<QPushButton>("protocolNumbers");
  ASSERT_TRUE(toggle->isVisible());
  QTest::mouseClick(toggle, Qt::LeftButton);
  EXPECT_EQ(table->model()->headerData(2, Qt::Horizontal).toString(), QStringLiteral("Frontalis"));
  QStringList names;
  for (int r = 0; r < table->model()->rowCount(); ++r) names << table->model()->index(r, 0).data().toString();
  EXPECT_TRUE(names.contains(QStringLiteral("Resting level before, µV"))) << names.join(u'|').toStdString();
  EXPECT_TRUE(names.contains(QStringLiteral("Level in the trial, µV")));
  EXPECT_GT(QLocale().toDouble(table->model()->index(0, 2).data().toString()), 0);
  EXPECT_FALSE(table->model()->index(0, 0).data(Qt::ToolTipRole).toString().isEmpty());
  QTest::mouseClick(toggle, Qt::LeftButton);
  EXPECT_EQ(table->model()->index(0, 0).data().toString(), QStringLiteral("1 Frontalis"));
}

TEST_F(Review, ANumberTheProtocolNamesThatCouldNotBeMadeIsADash) {
  const std::string id = practice_.recordWith(patient_, "tth_relaxation", "frontalis", 4.25);
  const auto opened = practice_.store().openSession(id);
  ASSERT_TRUE(opened.ok());
  const NumberTable numbers = protocolNumbers(opened.value()->row());
  QStringList dashes;
  for (const NumberRow& row : numbers.rows) {
    EXPECT_EQ(row.cells.size(), numbers.heads.size());
    EXPECT_FALSE(row.how.isEmpty());
    if (row.cells.back() == QStringLiteral("–")) dashes << row.cells[0];
  }
  EXPECT_TRUE(dashes.contains(QStringLiteral("Resting level after"))) << "it never came to its end baseline";
}

TEST_F(Review, ReplayIsIdenticalAndAnotherLineScoresOtherwise) {
  open(practice_.record(patient_, 0));
  auto* words = find<QLabel>("replayWords");
  find<QPushButton>("replay")->click();
  ASSERT_TRUE(QTest::qWaitFor([&] { return !words->text().isEmpty(); }, 20000));
  EXPECT_TRUE(words->text().contains(QStringLiteral("Identical"))) << words->text().toStdString();
  find<QDoubleSpinBox>("whatIfLine")->setValue(500);
  find<QPushButton>("scoreAgain")->click();
  ASSERT_TRUE(QTest::qWaitFor([&] { return words->text().contains(QStringLiteral("recorded")); }, 20000));
}

TEST_F(Review, AGapIsAGapInEveryChannelAndZoom) {
  const std::string id = practice_.record(patient_, 1, "loss");
  TraceData data(std::move(practice_.store().openSession(id)).value());
  ASSERT_FALSE(data.gaps().empty());
  const Gap gap = data.gaps().front();
  for (const bool filtered : {false, true}) {
    data.setFiltered(filtered);
    const Span inside{gap.from, gap.to};
    for (const Column& c : data.columns(0, inside, 4)) EXPECT_TRUE(std::isnan(c.minUv)) << filtered;
    const auto samples = data.samples(0, {gap.from - 5, gap.to + 5}, 100000);
    ASSERT_FALSE(samples.empty());
    for (const auto& sample : samples) {
      if (sample.first >= gap.from && sample.first < gap.to) { EXPECT_TRUE(std::isnan(sample.second)); }
    }
  }
}

TEST_F(Review, TheStoresPyramidAndTheHeldCountsDrawTheSame) {
  TraceData data(std::move(practice_.store().openSession(practice_.record(patient_, 1, "loss"))).value());
  data.setFiltered(false);
  const Span part{1000, 1000 + 100.0 * 300};
  const std::vector<Column> stored = data.columns(1, part, 300);
  data.setHeld(held(data));
  data.setFiltered(false);
  const std::vector<Column>& counts = data.columns(1, part, 300);
  for (std::size_t i = 0; i < 300; ++i) {
    ASSERT_EQ(std::isnan(stored[i].minUv), std::isnan(counts[i].minUv)) << i;
    if (std::isnan(stored[i].minUv)) continue;
    ASSERT_DOUBLE_EQ(stored[i].minUv, counts[i].minUv) << i;
    ASSERT_DOUBLE_EQ(stored[i].maxUv, counts[i].maxUv) << i;
  }
}

TEST_F(Review, WhatIsNotFilteredYetIsDrawnFaintAndInItsPlace) {
  TraceData data(std::move(practice_.store().openSession(practice_.record(patient_, 0))).value());
  const Span whole{0, data.framesN()};
  const auto cells = analysis::cellsFor(data.reader().segments(), data.channelsN());
  data.setCells(data.chain(), cells);
  EXPECT_FALSE(data.asFiltered(whole));
  for (const Column& c : data.columns(0, whole, 400)) ASSERT_TRUE(c.waiting && std::isfinite(c.minUv));
  analysis::CellFilter filter(data.chain(), data.reader().format(), data.reader().segments());
  ASSERT_TRUE(filter.fill(analysis::countsOf(data.reader()), 0, *cells).ok());
  const std::vector<Column>& half = data.columns(0, whole, 400);
  EXPECT_FALSE(half.front().waiting);
  EXPECT_TRUE(half.back().waiting);
  ASSERT_TRUE(filter.fill(analysis::countsOf(data.reader()), 1, *cells).ok());
  for (const Column& c : data.columns(0, whole, 400)) ASSERT_FALSE(c.waiting);
  EXPECT_TRUE(data.asFiltered(whole));
}

TEST_F(Review, OtherFiltersChangeThePictureAndAsRecordedBringsItBack) {
  open(practice_.record(patient_, 0));
  TracePlot& plot = page_->plot();
  plot.resize(900, 400);
  const auto* loader = page_->findChild<TraceLoader*>();
  const auto loaded = [&] { return QTest::qWaitFor([&] { return !loader->running(); }, 20000); };
  ASSERT_TRUE(loaded());
  EXPECT_TRUE(find<QLabel>("spanWords")->text().endsWith(QStringLiteral(", filtered")));
  const QImage recorded = plot.grab().toImage();
  const double half = plot.halfRangeUv();
  find<QDoubleSpinBox>("highHz")->setValue(60);
  EXPECT_TRUE(find<QPushButton>("asRecorded")->isEnabled());
  ASSERT_TRUE(QTest::qWaitFor([&] { return loader->running(); }, 20000));
  ASSERT_TRUE(loaded());
  EXPECT_NE(plot.grab().toImage(), recorded);
  EXPECT_EQ(plot.halfRangeUv(), half) << "two pictures on two scales cannot be compared";
  find<QPushButton>("asRecorded")->click();
  ASSERT_TRUE(QTest::qWaitFor([&] { return loader->running(); }, 20000));
  ASSERT_TRUE(loaded());
  EXPECT_EQ(plot.grab().toImage(), recorded);
  EXPECT_FALSE(find<QPushButton>("asRecorded")->isEnabled());
}

TEST_F(Review, ABandSeenThroughHasItsLowerEdgeBelowTheUpperOne) {
  open(practice_.record(patient_, 0));
  auto *low = find<QDoubleSpinBox>("lowHz"), *high = find<QDoubleSpinBox>("highHz");
  low->setValue(high->value() + 10);
  EXPECT_EQ(low->value(), high->value() - 5);
  high->setValue(1);
  EXPECT_EQ(high->value(), low->value() + 5);
}

TEST_F(Review, AMissingSessionIsSaidInWords) {
  open(practice_.record(patient_, 0));
  page_->openSession(QStringLiteral("no-such-session"));
  EXPECT_EQ(page_->title(), QStringLiteral("Review"));
  EXPECT_TRUE(page_->barActions().isEmpty());
}

TEST_F(Review, TheReportIsOnePageOfPdf) {
  const std::string id = practice_.record(patient_, 0);
  QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("report.pdf"));
  const auto pages = report::writeSessionReport(practice_.store(), id, path.toStdString());
  ASSERT_TRUE(pages.ok()) << pages.fault().what;
  EXPECT_EQ(pages.value(), 1);
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.read(5), QByteArray("%PDF-"));
  EXPECT_FALSE(QFile::exists(path + QStringLiteral(".part")));
}

TEST_F(Review, ReportAndExportAreWrittenInTheBackgroundAndTold) {
  open(practice_.record(patient_, 0));
  QTemporaryDir folder;
  auto* words = find<QLabel>("reviewWords");
  const auto finished = [words] { return words->text().startsWith(QStringLiteral("✓")); };
  page_->writeReportTo(folder.filePath(QStringLiteral("a.pdf")));
  EXPECT_FALSE(finished()) << "it is still being written";
  EXPECT_FALSE(page_->barActions()[0]->isEnabled());
  ASSERT_TRUE(QTest::qWaitFor(finished, 20000)) << words->text().toStdString();
  EXPECT_TRUE(QFile::exists(folder.filePath(QStringLiteral("a.pdf"))));
  page_->exportTo(folder.filePath(QStringLiteral("a.bdf")));
  EXPECT_FALSE(finished());
  ASSERT_TRUE(QTest::qWaitFor(finished, 20000)) << words->text().toStdString();
  EXPECT_GT(QFile(folder.filePath(QStringLiteral("a.bdf"))).size(), 100000);
  page_->exportTo(QStringLiteral("/no/such/folder/a.bdf"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return page_->barActions()[0]->isEnabled(); }, 20000));
  EXPECT_FALSE(finished());
}

TEST_F(Review, AReportCancelledLeavesNothing) {
  const std::string id = practice_.record(patient_, 0);
  QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("report.pdf"));
  const auto stopped = report::writeSessionReport(practice_.store(), id, path.toStdString(), [](double f) { return f < 0.5; });
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.fault().code, core::FaultCode::kCancelled);
  EXPECT_TRUE(QDir(folder.path()).isEmpty());
}

TEST_F(Review, WhatIsBeingWrittenShowsHowFarItIsAndCanBeCancelled) {
  core::SystemClock clock;
  WriteRow row(clock);
  row.show();
  auto* words = row.findChild<QLabel*>(QStringLiteral("reviewWords"));
  auto* bar = row.findChild<QProgressBar*>(QStringLiteral("writeProgress"));
  auto* cancel = row.findChild<QPushButton*>(QStringLiteral("cancelWriting"));
  EXPECT_FALSE(bar->isVisible());
  const auto untilCancelled = [](store::Store&, const core::Progress& progress) -> core::Status {
    while (progress(0.25)) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return core::Fault{core::FaultCode::kCancelled, "The export was cancelled.", "Nothing was written."};
  };
  ASSERT_TRUE(row.write(practice_.path(), QStringLiteral("Exporting…"), QStringLiteral("✓"), untilCancelled));
  EXPECT_FALSE(row.write(practice_.path(), {}, {}, untilCancelled)) << "one at a time";
  EXPECT_TRUE(bar->isVisible());
  ASSERT_TRUE(QTest::qWaitFor([&] { return bar->value() == 250; }, 5000));
  EXPECT_TRUE(words->text().contains(QLatin1String("25"))) << words->text().toStdString();
  QTest::mouseClick(cancel, Qt::LeftButton);
  ASSERT_TRUE(QTest::qWaitFor([&] { return !row.running(); }, 5000));
  EXPECT_TRUE(words->text().contains(QLatin1String("cancelled"))) << words->text().toStdString();
  EXPECT_FALSE(bar->isVisible());
  EXPECT_FALSE(cancel->isVisible());
}

TEST_F(Review, AReportThatCannotBeWrittenSaysSoAndLeavesNothing) {
  const std::string id = practice_.record(patient_, 0);
  const auto pages = report::writeSessionReport(practice_.store(), id, "/no/such/folder/report.pdf");
  ASSERT_FALSE(pages.ok());
  EXPECT_FALSE(pages.fault().hint.empty());
}

}  // namespace
}  // namespace tonus::review
