#include "tonus/drivers/rate_memory.h"

#include <cmath>
#include <fstream>
#include <iomanip>
#include <sstream>

namespace tonus::drivers {

std::map<std::string, MeasuredRate> RateMemory::read() const {
  std::map<std::string, MeasuredRate> rates;
  std::ifstream in(file_);
  for (std::string line; std::getline(in, line);) {
    const auto tab = line.find('\t');
    if (tab == std::string::npos || tab == 0) continue;
    std::istringstream numbers(line.substr(tab));
    MeasuredRate rate;
    if (numbers >> rate.hz >> rate.boundHz && std::isfinite(rate.hz) && rate.hz > 0) rates[line.substr(0, tab)] = rate;
  }
  return rates;
}

std::optional<MeasuredRate> RateMemory::of(const std::string& device) const {
  const auto rates = read();
  const auto known = rates.find(device);
  return known == rates.end() ? std::nullopt : std::optional(known->second);
}

/// Whole or not at all: written beside the file, then renamed.
void RateMemory::remember(const std::string& device, const MeasuredRate& rate) {
  if (device.find_first_of("\t\r\n") != std::string::npos) return;
  auto rates = read();
  rates[device] = rate;
  std::error_code error;
  std::filesystem::create_directories(file_.parent_path(), error);
  const std::filesystem::path fresh = file_.string() + ".new";
  std::ofstream out(fresh, std::ios::trunc);
  for (const auto& [name, known] : rates)
    out << name << '\t' << std::setprecision(12) << known.hz << '\t' << known.boundHz << '\n';
  out.close();
  if (out) {
    std::filesystem::rename(fresh, file_, error);
  } else {
    std::filesystem::remove(fresh, error);
  }
}

}  // namespace tonus::drivers
