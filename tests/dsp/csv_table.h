#pragma once
// Columns of a comma-separated file by name, for the golden files and the recordings beside them.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace tonus::dsp::test {

class CsvTable {
 public:
  explicit CsvTable(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::vector<std::string> names;
    if (!std::getline(file, line)) ADD_FAILURE() << "cannot read " << path;
    for (std::stringstream cells(line); std::getline(cells, line, ',');) names.push_back(clean(line));
    while (std::getline(file, line)) {
      std::stringstream cells(line);
      std::string cell;
      for (std::size_t i = 0; std::getline(cells, cell, ',') && i < names.size(); ++i)
        columns_[names[i]].push_back(clean(cell));
      ++rows_;
    }
  }

  std::size_t rows() const { return rows_; }
  const std::string& text(const std::string& name, std::size_t row) const { return columns_.at(name).at(row); }
  double number(const std::string& name, std::size_t row) const {
    return std::strtod(text(name, row).c_str(), nullptr);
  }
  std::vector<double> column(const std::string& name) const {
    std::vector<double> out;
    for (const auto& cell : columns_.at(name)) out.push_back(std::strtod(cell.c_str(), nullptr));
    return out;
  }

 private:
  static std::string clean(std::string s) {
    while (!s.empty() && (s.back() == '\r' || s.back() == ' ')) s.pop_back();
    return s;
  }
  std::map<std::string, std::vector<std::string>> columns_;
  std::size_t rows_ = 0;
};

inline CsvTable golden(const std::string& name) {
  return CsvTable(std::string(TONUS_SOURCE_DIR) + "/tests/golden/" + name);
}

}  // namespace tonus::dsp::test
