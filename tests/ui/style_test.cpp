#include <gtest/gtest.h>

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <cmath>

#include "style/button.h"
#include "style/icons.h"
#include "style/latency_words.h"
#include "style/number_label.h"
#include "style/sheet.h"
#include "style/theme.h"
#include "style/tokens.h"
#include "style/signal_words.h"
#include "style/words.h"

namespace tonus::style {
namespace {

class BothThemes : public testing::TestWithParam<bool> {
 protected:
  const Tokens& t() const { return GetParam() ? darkTokens() : lightTokens(); }
};

TEST_P(BothThemes, TextIsReadableOnEveryGround) {
  for (const QColor& ground : {t().window, t().surface, t().raised})
    for (const QColor& ink : {t().text, t().secondary, t().disabled, t().accent, t().inTarget, t().caution, t().notUsable})
      EXPECT_GE(contrast(ink, ground), 4.5) << ink.name().toStdString() << " on " << ground.name().toStdString();
  for (const QColor& ink : {t().text, t().secondary, t().accent})
    EXPECT_GE(contrast(ink, t().selection), 4.5) << ink.name().toStdString() << " on the selection";
  EXPECT_GE(contrast(t().text, t().track), 4.5);
  EXPECT_GE(contrast(t().onAccent, t().accent), 4.5);
}

TEST_P(BothThemes, EveryChannelIsSeenOnItsGround) {
  for (const QColor& ink : t().channels)
    for (const QColor& ground : {t().window, t().surface, t().track})
      EXPECT_GE(contrast(ink, ground), 3.0) << ink.name().toStdString() << " on " << ground.name().toStdString();
}

TEST_P(BothThemes, TheSheetNamesNoUnknownToken) {
  const QString text = sheet(t());
  EXPECT_FALSE(text.contains(QLatin1Char('@')));
  EXPECT_FALSE(text.contains(QStringLiteral(": ;"))) << "a token without a value";
  EXPECT_TRUE(text.contains(t().accent.name()));
}

INSTANTIATE_TEST_SUITE_P(LightAndDark, BothThemes, testing::Values(false, true));

TEST(Contrast, IsTheOneOfTheStandard) {
  EXPECT_NEAR(contrast(Qt::black, Qt::white), 21.0, 1e-3);
  EXPECT_NEAR(contrast(QColor(0x777777), Qt::white), 4.48, 0.01);
}

TEST(Theme, ChangesTheTokensEverythingIsPaintedWith) {
  Theme theme(*qApp);
  theme.setScheme(Scheme::kDark);
  EXPECT_TRUE(tokens().dark);
  theme.setScheme(Scheme::kLight);
  EXPECT_FALSE(tokens().dark);
}

TEST(Theme, TextGrowsWithTheReadersWish) {
  Theme theme(*qApp);
  EXPECT_EQ(pixels(Type::kLarge), 24);
  theme.setTextPercent(200);
  EXPECT_EQ(pixels(Type::kLarge), 48);
  theme.setTextPercent(100);
}

TEST(NumberLabel, KeepsItsWidthWhileDigitsChange) {
  Theme theme(*qApp);
  NumberLabel label(Type::kHuge);
  label.setValue(QStringLiteral("11.1"), QStringLiteral("µV"));
  const int narrow = label.sizeHint().width();
  label.setValue(QStringLiteral("88.8"), QStringLiteral("µV"));
  EXPECT_EQ(label.sizeHint().width(), narrow);
  EXPECT_TRUE(label.accessibleName().contains(QStringLiteral("88.8")));
}

TEST(Icons, AreDrawnInTheColourAsked) {
  for (const char* name : {"patients", "session", "review", "devices", "settings", "search", "caution", "check"})
    EXPECT_TRUE(hasIcon(QLatin1String(name))) << name;
  const QImage image = iconPixmap(QStringLiteral("patients"), 40, QColor(0xC04A00), 1.0).toImage();
  int inked = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      if (image.pixelColor(x, y).alpha() == 255) {
        ++inked;
        EXPECT_NEAR(image.pixelColor(x, y).red(), 0xC0, 2);
      }
  EXPECT_GT(inked, 20);
}

TEST(Button, MakesRoomForItsKey) {
  Theme theme(*qApp);
  Button button(QStringLiteral("Pause"));
  const int without = button.sizeHint().width();
  button.setKeyHint(QStringLiteral("Space"));
  EXPECT_GT(button.sizeHint().width(), without + 20);
  EXPECT_TRUE(button.accessibleDescription().contains(QStringLiteral("Space")));
}

TEST(Words, SayNumbersAsPeopleReadThem) {
  QLocale::setDefault(QLocale::c());
  EXPECT_EQ(amplitude(4.16, QStringLiteral("a.u.")), QStringLiteral("4.2 a.u."));
  EXPECT_EQ(amplitude(std::nan(""), QStringLiteral("µV")), QStringLiteral("–"));
  EXPECT_EQ(duration(130), QStringLiteral("2 min 10 s"));
  EXPECT_EQ(duration(120), QStringLiteral("2 min"));
  EXPECT_EQ(duration(3720), QStringLiteral("1 h 2 min"));
  EXPECT_EQ(clockTime(130), QStringLiteral("2:10"));
  EXPECT_EQ(percent(0.664), QStringLiteral("66 %"));
  EXPECT_EQ(sentence({core::FaultCode::kIo, "The disk is full", "Everything until 12:05 is kept."}),
            QStringLiteral("The disk is full. Everything until 12:05 is kept."));
}

TEST(LatencyWords, SayEveryPercentileOfWhatWasMeasuredAndNothingOfWhatWasNot) {
  core::SessionLatency latency;
  EXPECT_TRUE(latencySentences(latency).isEmpty());
  latency.screen = {9.6, 17, 21, 23, 100};
  EXPECT_EQ(latencySentences(latency), QStringLiteral("To the screen: half within 10 ms, 95 % within 17, 99 % within 21, worst 23 ms."));
  latency.sound = {9, 12, 14, 15, 100};
  latency.shownLateS = 3;
  const QString words = latencySentences(latency);
  EXPECT_TRUE(words.contains(QStringLiteral("To the sound: half within 9 ms")));
  EXPECT_FALSE(words.contains(QStringLiteral("patient")));
  EXPECT_TRUE(words.contains(QStringLiteral("shown more than 100 ms late"))) << words.toStdString();
  EXPECT_TRUE(latencyTable(latency).contains(beyondLatency()));
}

}  // namespace
}  // namespace tonus::style
