#include "edf_date.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace tonus::interop {

namespace {

std::optional<std::array<int, 3>> parseTriple(std::string_view text) {
  if (text.size() != 8) return std::nullopt;
  std::array<int, 3> numbers{};
  for (std::size_t i = 0; i < 8; ++i) {
    const bool separator = i % 3 == 2;
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (separator == digit) return std::nullopt;
    if (!separator) numbers[i / 3] = numbers[i / 3] * 10 + (text[i] - '0');
  }
  return numbers;
}

}  // namespace

std::optional<core::WallTime> parseEdfDate(std::string_view date, std::string_view time) {
  const auto d = parseTriple(date), t = parseTriple(time);
  if (!d || !t) return std::nullopt;
  const int year = (*d)[2] >= 85 ? 1900 + (*d)[2] : 2000 + (*d)[2];
  const std::chrono::year_month_day day{std::chrono::year(year), std::chrono::month(static_cast<unsigned>((*d)[1])),
                                        std::chrono::day(static_cast<unsigned>((*d)[0]))};
  if (!day.ok() || (*t)[0] > 23 || (*t)[1] > 59 || (*t)[2] > 59) return std::nullopt;
  std::tm local{};
  local.tm_year = year - 1900;
  local.tm_mon = (*d)[1] - 1;
  local.tm_mday = (*d)[0];
  local.tm_hour = (*t)[0];
  local.tm_min = (*t)[1];
  local.tm_sec = (*t)[2];
  local.tm_isdst = -1;
  return std::chrono::system_clock::from_time_t(std::mktime(&local));
}

EdfDateText formatEdfDate(core::WallTime start) {
  using namespace std::chrono;
  constexpr std::array<const char*, 12> kMonths = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                   "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
  const auto second = floor<seconds>(start);
  const std::time_t whole = system_clock::to_time_t(second);
  std::tm local{};
  localtime_r(&whole, &local);
  std::array<char, 32> text{};
  EdfDateText out;
  std::snprintf(text.data(), text.size(), "%02d.%02d.%02d", local.tm_mday, local.tm_mon + 1, local.tm_year % 100);
  out.date = text.data();
  std::snprintf(text.data(), text.size(), "%02d.%02d.%02d", local.tm_hour, local.tm_min, local.tm_sec);
  out.time = text.data();
  std::snprintf(text.data(), text.size(), "%02d-%s-%04d", local.tm_mday, kMonths[static_cast<std::size_t>(local.tm_mon)],
                local.tm_year + 1900);
  out.startdate = text.data();
  out.year = local.tm_year + 1900;
  out.fractionS = duration<double>(start - second).count();
  return out;
}

}  // namespace tonus::interop
