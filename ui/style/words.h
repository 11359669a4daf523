#pragma once
// Numbers, times and faults as people read them; the same everywhere.

#include <QString>

#include "tonus/core/result.h"
#include "tonus/core/time.h"

namespace tonus::style {

QString number(double value, int decimals = 1);    ///< by locale, "–" for NaN
QString percent(double fraction);                  ///< "66 %"
QString duration(double seconds);                  ///< "2 min 10 s"
QString clockTime(double seconds);                     ///< "2:10", "1:02:10"
QString day(core::WallTime t);                     ///< "23 Nov", with the year unless it is this one
QString longDay(core::WallTime t);                 ///< "23 November 2026, 12:05": where it must stand by itself
QString dayAndTime(core::WallTime t);              ///< "23 Nov 12:05"
QString fileDay(core::WallTime t);                 ///< "2026-11-23 12-05", for file names
QString textOf(const std::string& utf8);
/// What happened and what to do, as one paragraph.
QString sentence(const core::Fault& fault);

}  // namespace tonus::style
