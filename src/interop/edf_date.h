#pragma once
// The two eight-character fields "dd.mm.yy" and "hh.mm.ss". EDF knows no time zone: it is the local time where the
// recording was made, taken and written as this machine's local time. Years: 85–99 are 1985–1999, 00–84 are 2000–2084.

#include <optional>
#include <string>
#include <string_view>

#include "tonus/core/time.h"

namespace tonus::interop {

/// Nothing if there is no such day or time.
std::optional<core::WallTime> parseEdfDate(std::string_view date, std::string_view time);

struct EdfDateText {
  std::string date;       ///< "24.04.89"
  std::string time;       ///< "16.13.00"
  std::string startdate;  ///< "24-APR-1989"
  int year = 0;
  double fractionS = 0;   ///< what the fields leave out: the onset of the first record
};
EdfDateText formatEdfDate(core::WallTime start);

}  // namespace tonus::interop
