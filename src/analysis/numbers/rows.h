#pragma once
// Every number's function, in one file an idea. `id` is what they call their results.

#include "trace.h"

namespace tonus::analysis {

using MakeNumber = void (*)(const Trace& t, std::string_view id, Numbers& out);

// levels.cpp
void preBaselineMedian(const Trace&, std::string_view, Numbers&);
void preBaselineByPosture(const Trace&, std::string_view, Numbers&);
void postBaselineMedian(const Trace&, std::string_view, Numbers&);
void trialMedians(const Trace&, std::string_view, Numbers&);
void percentBelowLine(const Trace&, std::string_view, Numbers&);
void selfControlDelta(const Trace&, std::string_view, Numbers&);
void asymmetryIndex(const Trace&, std::string_view, Numbers&);
void successReps(const Trace&, std::string_view, Numbers&);
void rangeOfMotion(const Trace&, std::string_view, Numbers&);
// stress.cpp
void recoveryHalfTime(const Trace&, std::string_view, Numbers&);
void stressReactivity(const Trace&, std::string_view, Numbers&);
void releaseTime(const Trace&, std::string_view, Numbers&);
// jaw.cpp
void pocMasseter(const Trace&, std::string_view, Numbers&);
void pocTemporalis(const Trace&, std::string_view, Numbers&);
// rest.cpp
void restTime(const Trace&, std::string_view, Numbers&);
void gapsPerMinute(const Trace&, std::string_view, Numbers&);
void longestActivity(const Trace&, std::string_view, Numbers&);
void percentilesOfReference(const Trace&, std::string_view, Numbers&);
void burstTime(const Trace&, std::string_view, Numbers&);
// effort.cpp
void meanPercentOfReference(const Trace&, std::string_view, Numbers&);
void vmoPercent(const Trace&, std::string_view, Numbers&);
void vmoToVl(const Trace&, std::string_view, Numbers&);
void utToLtUp(const Trace&, std::string_view, Numbers&);
void utToLtDown(const Trace&, std::string_view, Numbers&);
void utToSa(const Trace&, std::string_view, Numbers&);
void onsetDifference(const Trace&, std::string_view, Numbers&);
void mdfSlope(const Trace&, std::string_view, Numbers&);
// flexion.cpp
void meanFullFlexion(const Trace&, std::string_view, Numbers&);
void flexionRatio(const Trace&, std::string_view, Numbers&);
void extensionRatio(const Trace&, std::string_view, Numbers&);
void flexionToExtension(const Trace&, std::string_view, Numbers&);
void standingLevel(const Trace&, std::string_view, Numbers&);

}  // namespace tonus::analysis
