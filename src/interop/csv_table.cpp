// A text table read strictly: a cell that is no number is a fault with its place, never a zero.
#include <algorithm>
#include <cmath>

#include "file_bytes.h"
#include "names.h"
#include "text_number.h"
#include "tonus/interop/recording_files.h"
#include "utf8.h"

namespace tonus::interop {

using core::Fault;
using core::FaultCode;

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Fault badCsv(std::string what, std::string hint) {
  return Fault{FaultCode::kBadFormat, std::move(what), std::move(hint)};
}

/// Lines of a text with any line ending, counted from 1.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}
  bool next(std::string_view& line) {
    if (at_ >= text_.size()) return false;
    const std::size_t end = std::min(text_.find_first_of("\r\n", at_), text_.size());
    line = text_.substr(at_, end - at_);
    at_ = end + (text_.substr(end, 2) == "\r\n" ? 2 : 1);
    ++number_;
    return true;
  }
  std::size_t number() const { return number_; }
  bool onlyBlanksLeft() const { return at_ >= text_.size() || trimmed(text_.substr(at_)).empty(); }

 private:
  std::string_view text_;
  std::size_t at_ = 0, number_ = 0;
};

// Takes the next cell off `rest`; false if there is none. Quotes are taken off, a doubled quote stays doubled.
bool nextCell(std::string_view& rest, bool& more, std::string_view& cell) {
  if (!more) return false;
  const std::size_t start = std::min(rest.find_first_not_of(" \t"), rest.size());
  std::size_t from = start;
  if (start < rest.size() && rest[start] == '"') {
    const std::size_t close = rest.find('"', start + 1);
    from = close == std::string_view::npos ? start : close;
  }
  const std::size_t comma = rest.find(',', from);
  more = comma != std::string_view::npos;
  cell = trimmed(rest.substr(0, comma));
  if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') cell = trimmed(cell.substr(1, cell.size() - 2));
  rest = more ? rest.substr(comma + 1) : std::string_view{};
  return true;
}

struct Columns {
  std::vector<std::string> names;   ///< as in the file
  std::vector<double> uvPerUnit;
  std::size_t time = SIZE_MAX;      ///< of t_s
};

double takeUnit(std::string& name) {
  const auto drop = [&name](std::string_view suffix) {
    if (name.size() <= suffix.size() || !name.ends_with(suffix)) return false;
    name.resize(name.size() - suffix.size());
    return true;
  };
  if (drop("_mV")) return 1e3;
  if (drop("_V")) return 1e6;
  return 1.0;
}

core::Result<Columns> readHeader(std::string_view line) {
  Columns columns;
  bool more = true, allNumbers = true;
  std::string_view cell;
  while (nextCell(line, more, cell)) {
    allNumbers = allNumbers && parseReal(cell);
    columns.names.push_back(asUtf8(cell));
  }
  if (allNumbers) {
    return badCsv("The first line holds numbers where the names of the channels should be.",
                  "Put a line with one name for each column above it, for example \"t_s,biceps\".");
  }
  if (columns.names.size() == 1 && columns.names[0].find_first_of(";\t") != std::string::npos) {
    return badCsv("The columns are separated by semicolons or tabs.", "Separate them by commas, with a point in numbers.");
  }
  for (std::size_t c = 0; c < columns.names.size(); ++c) {
    if (columns.names[c] == "t_s" && columns.time == SIZE_MAX) columns.time = c;
    columns.uvPerUnit.push_back(c == columns.time ? 1.0 : takeUnit(columns.names[c]));
  }
  if (columns.time != SIZE_MAX && columns.names.size() == 1) {
    return badCsv("The table has a t_s column but no channel.", "Add a column for each channel.");
  }
  return columns;
}

Fault badCell(std::size_t line, const std::string& column, std::string_view cell) {
  const std::string where = "Line " + std::to_string(line) + ", column \"" + column + "\": ";
  const std::string shown = asUtf8(cell.substr(0, 40));
  if (cell.empty()) return badCsv(where + "the cell is empty.", "Nothing was read. Fill it, or cut the table there.");
  return badCsv(where + "\"" + shown + "\" is not a number.",
                "Nothing was read. Numbers are written with a decimal point; missing samples cannot be imported.");
}

int decimalsOf(std::string_view cell) {
  const std::size_t point = cell.find('.');
  if (cell.find_first_of("eE") != std::string_view::npos) return 15;
  return point == std::string_view::npos ? 0 : static_cast<int>(cell.size() - point - 1);
}

struct Times {
  std::vector<double> atS;
  int decimals = 0;
};

core::Status readRow(std::string_view line, std::size_t number, const Columns& columns, CsvTable& table, Times& times) {
  std::size_t c = 0;
  bool more = true, tooMany = false;
  std::string_view cell;
  for (; nextCell(line, more, cell); ++c) {
    tooMany = c >= columns.names.size();
    if (tooMany) break;
    const auto value = parseReal(cell);
    if (!value || !std::isfinite(*value * columns.uvPerUnit[c])) return badCell(number, columns.names[c], cell);
    if (c == columns.time) {
      times.atS.push_back(*value);
      times.decimals = std::max(times.decimals, decimalsOf(cell));
    } else {
      table.valuesUv.push_back(*value * columns.uvPerUnit[c]);
    }
  }
  if (c != columns.names.size() || tooMany) {
    return badCsv("Line " + std::to_string(number) + " has " + (tooMany ? "more" : "fewer") +
                      " cells than the " + std::to_string(columns.names.size()) + " columns of the first line.",
                  "Nothing was read. Every line needs one number for each column.");
  }
  ++table.rowsN;
  return {};
}

// The rate of stamps of limited digits: the mean step, taken as a whole number of hertz where the digits allow it.
core::Result<double> rateOf(const Times& times) {
  const std::vector<double>& t = times.atS;
  if (t.size() < 2) return badCsv("The t_s column has fewer than two rows, so the rate is unknown.", "Add rows.");
  std::vector<double> steps(t.size() - 1);
  for (std::size_t i = 0; i + 1 < t.size(); ++i) steps[i] = t[i + 1] - t[i];
  std::vector<double> sorted = steps;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2), sorted.end());
  const double median = sorted[sorted.size() / 2];
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (median > 0 && std::abs(steps[i] - median) <= 0.5 * median) continue;
    return badCsv("The t_s column is not regular: row " + std::to_string(i + 2) + " comes " + std::to_string(steps[i]) +
                      " s after the one before, others " + std::to_string(median) + " s.",
                  "Nothing was read. Tables with gaps or changing rates cannot be imported; cut the table there.");
  }
  const double spanS = t.back() - t.front();
  const double rateHz = static_cast<double>(t.size() - 1) / spanS;
  if (!std::isfinite(rateHz)) return badCsv("The steps of the t_s column are beyond measure.", "Give seconds.");
  const double whole = std::round(rateHz);
  const double doubt = std::max(1e-9, std::pow(10.0, -times.decimals) / spanS);
  return whole > 0 && std::abs(rateHz - whole) <= doubt * rateHz ? whole : rateHz;
}

core::Result<CsvTable> parseCsv(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  Lines lines(text);
  std::string_view line;
  if (!lines.next(line) || trimmed(line).empty()) {
    return badCsv("The table is empty or its first line is.", "The first line must name the columns.");
  }
  core::Result<Columns> columns = readHeader(line);
  if (!columns) return columns.fault();
  CsvTable table;
  Times times;
  while (!lines.onlyBlanksLeft() && lines.next(line)) {
    if (core::Status row = readRow(line, lines.number(), *columns, table, times); !row) return row.fault();
  }
  if (table.rowsN == 0) return badCsv("The table names columns but has no rows.", "Nothing was read.");
  if (columns->time != SIZE_MAX) {
    core::Result<double> rateHz = rateOf(times);
    if (!rateHz) return rateHz.fault();
    table.sampleRateHz = *rateHz;
    columns->names.erase(columns->names.begin() + static_cast<std::ptrdiff_t>(columns->time));
  }
  table.channels = distinctNames(columns->names, "column ");
  return table;
}

}  // namespace

core::Result<CsvTable> readCsv(const std::filesystem::path& path) {
  core::Result<FileBytes> file = FileBytes::open(path);
  if (!file) return file.fault();
  core::Result<std::string> text = file->readAll();
  if (!text) return text.fault();
  core::Result<CsvTable> table = parseCsv(*text);
  if (table) return table;
  Fault fault = table.fault();
  fault.what = "\"" + file->name() + "\": " + fault.what;
  return fault;
}

}  // namespace tonus::interop
