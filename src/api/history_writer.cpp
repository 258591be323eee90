#include "api/history_writer.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

#include "api/json.h"

namespace mimon::api {
namespace {

void append_integer(std::string& out, std::int64_t value) {
  std::array<char, 24> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  out.append(text.data(), end);
}

/// Averages are kept with one decimal more than the metric's.
int decimals_of(const MetricSpec& spec, const store::QueryResult& result) {
  return spec.decimals + (result.resolution == store::Resolution::s1 && !result.min_max ? 0 : 1);
}

/// The fields that every answer begins with, without the closing brace.
std::string head(const HistoryQuestion& question, const store::QueryResult& result) {
  std::string out = "{";
  if (!question.host.empty()) {
    Json name;
    name.value(std::string_view(question.host));
    out += fmt::format(R"("host":{},)", name.take());
  }
  return out + fmt::format(
                   R"("resolution":"{}","step":{},"start_time":"{}","end_time":"{}","points":{})",
                   store::resolution_name(result.resolution), result.step.count(),
                   iso8601(question.query.start), iso8601(question.query.end), result.times.size());
}

/// Series of one GPU (or the host) stand side by side in `question.series`.
std::size_t series_a_device(const HistoryQuestion& question) {
  std::size_t count = 1;
  while (count < question.series.size() &&
         question.series[count].gpu_id == question.series[0].gpu_id) {
    ++count;
  }
  return count;
}

/// Keys of one device's series as they stand in a row: `"utilization":`.
std::vector<std::array<std::string, 3>> quoted_keys(const HistoryQuestion& question) {
  std::vector<std::array<std::string, 3>> keys;
  for (std::size_t i = 0; i < series_a_device(question); ++i) {
    const std::string key = row_key(*question.series[i].spec);
    keys.push_back({fmt::format(",\"{}\":", key), fmt::format(",\"{}_min\":", key),
                    fmt::format(",\"{}_max\":", key)});
  }
  return keys;
}

/// More than the longest number.
constexpr std::size_t kLongest = 24;

/// Writes a number below 10^6, and returns the end.
char* write_whole(char* at, std::uint32_t value) {
  if (value >= 100) return std::to_chars(at, at + kLongest, value).ptr;
  if (value >= 10) *at++ = static_cast<char>('0' + value / 10);
  *at++ = static_cast<char>('0' + value % 10);
  return at;
}

/// Writes `all` `kPower`ths. Divisions by a constant are multiplications.
template <std::uint32_t kPower>
char* write_parts(char* at, std::uint32_t all) {
  at = write_whole(at, all / kPower);
  std::uint32_t fraction = all % kPower;
  if (fraction == 0) return at;
  *at++ = '.';
  for (std::uint32_t digit = kPower / 10; fraction > 0; digit /= 10) {
    *at++ = static_cast<char>('0' + fraction / digit);
    fraction %= digit;
  }
  return at;
}

/// Writes a value that stands for `scaled - 0.5` `power`ths, and returns the end; null where that
/// is negative, not a number, or 10^6 and more, and for a power above 1000.
char* write_short(char* at, double scaled, std::uint32_t power) {
  if (!(scaled >= 0.5 && scaled < 1e6)) return nullptr;
  const auto all = static_cast<std::uint32_t>(scaled);
  switch (power) {
    case 1:
      return write_whole(at, all);
    case 10:
      return write_parts<10>(at, all);
    case 100:
      return write_parts<100>(at, all);
    case 1000:
      return write_parts<1000>(at, all);
    default:
      return nullptr;
  }
}

/// Times of one hundred seconds differ in their last two digits.
class TimeText {
 public:
  /// Writes it to `at`, where there is room for the longest number, and returns the end.
  char* write(char* at, std::int64_t second) {
    if (second < 100) return std::to_chars(at, at + kLongest, second).ptr;
    if (second < hundred_ || second >= hundred_ + 100) {
      hundred_ = second - second % 100;
      const char* end = std::to_chars(text_.data(), text_.data() + kLongest, hundred_).ptr;
      size_ = static_cast<std::size_t>(end - text_.data());
    }
    std::memcpy(at, text_.data(), kLongest);  // of a constant size it is a few instructions
    at += size_;
    const auto rest = static_cast<std::uint32_t>(second - hundred_);
    at[-2] = static_cast<char>('0' + rest / 10);
    at[-1] = static_cast<char>('0' + rest % 10);
    return at;
  }

 private:
  std::int64_t hundred_ = 0;  ///< what `text_` holds, once it is 100 or more
  std::array<char, kLongest> text_{};
  std::size_t size_ = 0;
};

/// Numbers gather in a block before they are appended, as to append each would take longer than to
/// write it.
class Block {
 public:
  explicit Block(std::string& out) : out_(out) {}

  /// Room for a comma and the longest number.
  [[nodiscard]] char* place() {
    if (static_cast<std::size_t>(text_.data() + text_.size() - end_) <= kLongest) flush();
    return end_;
  }
  void filled_to(char* end) { end_ = end; }
  void flush() {
    out_.append(text_.data(), end_);
    end_ = text_.data();
  }

 private:
  std::string& out_;
  std::array<char, 4096> text_{};
  char* end_ = text_.data();
};

void append_times(std::string& out, const std::vector<std::chrono::sys_seconds>& times) {
  Block block(out);
  TimeText text;
  bool first = true;
  for (const auto time : times) {
    char* at = block.place();
    if (!std::exchange(first, false)) *at++ = ',';
    block.filled_to(text.write(at, time.time_since_epoch().count()));
  }
  block.flush();
}

void append_column(std::string& out, std::string_view name, const std::vector<double>& values,
                   int decimals) {
  out += fmt::format(",\"{}\":[", name);
  const auto power = static_cast<std::uint32_t>(std::pow(10, decimals));
  Block block(out);
  bool first = true;
  for (const double value : values) {
    char* at = block.place();
    if (!std::exchange(first, false)) *at++ = ',';
    if (char* end = write_short(at, value * power + 0.5, power)) {
      block.filled_to(end);
      continue;
    }
    block.filled_to(at);
    block.flush();
    append_number(out, value, decimals);
  }
  block.flush();
  out += ']';
}

}  // namespace

void append_number(std::string& out, double value, int decimals) {
  static constexpr std::array<std::int64_t, 7> kPowers{1,      10,      100,      1000,
                                                       10'000, 100'000, 1'000'000};
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  const std::int64_t power = kPowers.at(static_cast<std::size_t>(decimals));
  const double scaled = std::round(value * static_cast<double>(power));
  if (std::abs(scaled) > 9e18) {
    out += fmt::format("{}", value);
    return;
  }
  auto whole = static_cast<std::int64_t>(scaled);
  if (whole < 0) {
    out += '-';
    whole = -whole;
  }
  append_integer(out, whole / power);
  std::int64_t fraction = whole % power;
  if (fraction == 0) return;
  out += '.';
  for (std::int64_t digit = power / 10; fraction > 0; digit /= 10) {
    out += static_cast<char>('0' + fraction / digit);
    fraction %= digit;
  }
}

void append_rows(std::string& out, const HistoryQuestion& question,
                 const store::QueryResult& portion) {
  const auto keys = quoted_keys(question);
  const std::size_t width = keys.size();
  for (std::size_t at = 0; at < portion.times.size(); ++at) {
    const std::string time = iso8601(portion.times[at]);
    for (std::size_t first = 0; first < question.series.size(); first += width) {
      if (!out.empty() && out.back() == '}') out += ',';
      out += "{\"timestamp\":\"" + time + '"';
      const int gpu = question.series[first].gpu_id;
      if (gpu >= 0) {
        out += ",\"gpu_id\":";
        append_integer(out, gpu);
      }
      for (std::size_t i = 0; i < width; ++i) {
        const store::Column& column = portion.columns[first + i];
        const MetricSpec& spec = *question.series[first + i].spec;
        out += keys[i][0];
        append_number(out, column.avg[at], decimals_of(spec, portion));
        if (!portion.min_max) continue;
        out += keys[i][1];
        append_number(out, column.min[at], spec.decimals);
        out += keys[i][2];
        append_number(out, column.max[at], spec.decimals);
      }
      out += '}';
    }
  }
}

std::string history_rows(const HistoryQuestion& question, const store::QueryResult& result) {
  std::string out = head(question, result) + ",\"data\":[";
  out.reserve(result.times.size() * question.series.size() * 40 + 4096);
  append_rows(out, question, result);
  out += "]}";
  return out;
}

std::string history_columns(const HistoryQuestion& question, const store::QueryResult& result) {
  std::string out = head(question, result) + ",\"timestamps\":[";
  out.reserve(result.times.size() * (11 + question.series.size() * (result.min_max ? 18 : 7)) +
              4096);
  append_times(out, result.times);
  out += "],\"series\":[";
  for (std::size_t i = 0; i < question.series.size(); ++i) {
    const auto& [gpu, spec] = question.series[i];
    const store::Column& column = result.columns[i];
    out += fmt::format(R"({}{{"gpu_id":{},"metric":"{}","unit":"{}","known":{})", i == 0 ? "" : ",",
                       gpu < 0 ? "null" : std::to_string(gpu), spec->id, unit_name(spec->unit),
                       column.known);
    append_column(out, "avg", column.avg, decimals_of(*spec, result));
    if (result.min_max) {
      append_column(out, "min", column.min, spec->decimals);
      append_column(out, "max", column.max, spec->decimals);
    }
    out += '}';
  }
  out += "]}";
  return out;
}

std::string csv_head(const HistoryQuestion& question) {
  std::string line = question.series[0].gpu_id < 0 ? "timestamp" : "timestamp,gpu_id";
  for (std::size_t i = 0; i < series_a_device(question); ++i) {
    const std::string key = row_key(*question.series[i].spec);
    line += question.query.min_max ? fmt::format(",{0},{0}_min,{0}_max", key) : "," + key;
  }
  return line + '\n';
}

void append_csv(std::string& out, const HistoryQuestion& question,
                const store::QueryResult& portion) {
  const std::size_t width = series_a_device(question);
  const auto field = [&](double value, int decimals) {
    out += ',';
    if (std::isfinite(value)) append_number(out, value, decimals);
  };
  for (std::size_t at = 0; at < portion.times.size(); ++at) {
    for (std::size_t first = 0; first < question.series.size(); first += width) {
      out += iso8601(portion.times[at]);
      const int gpu = question.series[first].gpu_id;
      if (gpu >= 0) out += ',' + std::to_string(gpu);
      for (std::size_t i = first; i < first + width; ++i) {
        const MetricSpec& spec = *question.series[i].spec;
        field(portion.columns[i].avg[at], decimals_of(spec, portion));
        if (!question.query.min_max) continue;
        field(portion.columns[i].min[at], spec.decimals);
        field(portion.columns[i].max[at], spec.decimals);
      }
      out += '\n';
    }
  }
}

}  // namespace mimon::api
