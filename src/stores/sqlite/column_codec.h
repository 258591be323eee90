#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stores/sqlite/token_table.h"

/// How one series' values of one block become bytes: integers (a metric's value without its point)
/// are predicted from the ones before, and what is left is entropy-coded.
///
/// Of three predictions the cheapest is taken: a level for the whole column (for what jumps
/// between values), the last value, or the last step (for what only grows). The residual is divided
/// by the step in which the source moves, such as 4096 bytes, and coded with rANS (J. Duda,
/// arXiv:1311.2540), with one frequency table or with three, by the sign of the last residual.
///
/// Column = flags byte, absence runs, base, quantum, tables, rANS state, words.
namespace mimon::store::sqlite {

/// Stands for a value that is not there.
inline constexpr std::int64_t kAbsent = std::numeric_limits<std::int64_t>::min();
/// Values lie between this and its negative.
inline constexpr std::int64_t kLargest = std::int64_t{1} << 60;
/// A sample lies between this and its negative, so that its averages, which have one decimal more,
/// keep within `kLargest`.
inline constexpr std::int64_t kLargestSample = std::int64_t{1} << 56;

/// How hard to look for the smallest form.
enum class Effort {
  quick,  ///< for what is encoded again soon: a quarter of the work, a tenth more bytes
  thorough,
};

/// Encodes columns one after the other. Keeps its memory; for one thread.
class ColumnEncoder {
 public:
  /// `values` are `kAbsent` or within `kLargest`.
  [[nodiscard]] std::string encode(std::span<const std::int64_t> values, Effort effort);

 private:
  /// One way to predict, and what comes of it.
  struct Attempt {
    unsigned order = 1;
    bool split = false;  ///< three tables
    std::int64_t base = 0;
    double bits = 0;
  };

  void take_present(std::span<const std::int64_t> values);
  [[nodiscard]] std::uint64_t divide_by_quantum();
  void compute_residuals(const Attempt& attempt);
  [[nodiscard]] Attempt best_attempt(Effort effort);
  void measure(Attempt& attempt);
  void count_tokens(bool split);
  void write_stream(bool split, ByteWriter& out);

  std::vector<std::int64_t> present_;  ///< the values, then their distance from the first in steps
  std::vector<std::int64_t> residuals_;
  std::array<TokenCounts, 3> counts_{};
  std::vector<std::uint16_t> words_;
};

/// Decodes columns one after the other. Keeps its memory; for one thread.
class ColumnDecoder {
 public:
  /// Fills `out`, which has as many entries as were encoded. False on damaged bytes; then what
  /// `out` holds means nothing.
  [[nodiscard]] bool decode(std::string_view bytes, std::span<std::int64_t> out);

 private:
  [[nodiscard]] bool decode_present(ByteReader& in, unsigned flags, std::span<std::int64_t> out);

  std::array<SlotTable, 3> tables_{};
};

}  // namespace mimon::store::sqlite
