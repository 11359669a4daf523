#pragma once
// A patient's course, as far as the record honestly allows to say it. Pure: no windows.

#include <QString>
#include <optional>
#include <vector>

#include "charts/trend_chart.h"
#include "tonus/store/store.h"

namespace tonus::clinician {

struct Course {
  QString restingName;                       ///< "Resting frontalis"
  QString unit;                              ///< of resting levels: "µV" or "a.u."
  std::vector<charts::TrendPoint> points;    ///< oldest first, of the newest session's muscle and side, with numbers only
  std::vector<charts::TrendBreak> breaks;    ///< where it may not be compared across, and visits of other muscles
  std::optional<charts::TrendPoint> first, last;   ///< first and last resting level measured as in the newest session
  QString method;                            ///< of the newest: "20–450 Hz …, RMS 100 ms, median of the baseline phase"
  int finishedN = 0;
  double minutes = 0;
};

/// `sessions` newest first, as the store gives them.
Course courseOf(const std::vector<store::SessionRow>& sessions);

/// "good", "0.8 s lost", "82 % usable", "cut short": the state of a session's signal in words.
QString signalWords(const store::SessionRow& row);
/// Seconds lost of the whole; 0 where the rate is unknown.
double lostSeconds(const store::SessionRow& row);

}  // namespace tonus::clinician
