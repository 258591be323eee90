#include <algorithm>
#include <numeric>
#include <utility>

#include "stores/sqlite/column_codec.h"
#include "stores/sqlite/column_format.h"

namespace mimon::store::sqlite {
namespace {

using namespace column_format;

std::uint64_t distance(std::int64_t a, std::int64_t b) {
  return static_cast<std::uint64_t>(a > b ? a - b : b - a);
}

// The greatest step of which all differences are multiples; 0 where all values are the same.
std::uint64_t quantum_of(std::span<const std::int64_t> values) {
  std::uint64_t quantum = 0;
  for (const std::int64_t value : values) {
    const std::uint64_t difference = distance(value, values.front());
    if (quantum != 0 && difference % quantum == 0) continue;
    quantum = std::gcd(quantum, difference);
    if (quantum == 1) break;
  }
  return quantum;
}

// The commonest value of a sample where one stands out, or else the middle one.
std::int64_t level_of(std::span<const std::int64_t> values) {
  constexpr std::size_t kSample = 61;
  std::array<std::int64_t, kSample> sample{};
  const std::size_t size = std::min(values.size(), kSample);
  for (std::size_t i = 0; i < size; ++i) sample[i] = values[i * values.size() / size];
  const auto end = sample.begin() + static_cast<std::ptrdiff_t>(size);
  std::sort(sample.begin(), end);
  std::int64_t level = sample[size / 2];
  std::ptrdiff_t most = static_cast<std::ptrdiff_t>(size / 5);
  for (auto at = sample.begin(); at != end;) {
    const auto next = std::upper_bound(at, end, *at);
    if (next - at > most) {
      most = next - at;
      level = *at;
    }
    at = next;
  }
  return level;
}

// 0: zero, 1: positive, 2: negative, as `TokenMeaning::sign`.
std::size_t sign_of(std::int64_t residual) {
  return residual == 0 ? 0U : (residual > 0 ? 1U : 2U);
}

void write_absence(std::span<const std::int64_t> values, ByteWriter& out) {
  std::vector<std::uint64_t> runs;
  bool present = true;
  std::uint64_t run = 0;
  for (const std::int64_t value : values) {
    if ((value != kAbsent) != present) {
      runs.push_back(std::exchange(run, 0));
      present = !present;
    }
    ++run;
  }
  // The last run reaches to the end and is not written.
  out.number(runs.size());
  for (const std::uint64_t length : runs) out.number(length);
}

}  // namespace

void ColumnEncoder::take_present(std::span<const std::int64_t> values) {
  present_.clear();
  std::copy_if(values.begin(), values.end(), std::back_inserter(present_),
               [](std::int64_t value) { return value != kAbsent; });
}

std::uint64_t ColumnEncoder::divide_by_quantum() {
  const std::uint64_t quantum = quantum_of(present_);
  if (quantum == 0) return 0;
  const std::int64_t first = present_.front();
  const auto step = static_cast<std::int64_t>(quantum);
  for (std::int64_t& value : present_) value = step == 1 ? value - first : (value - first) / step;
  return quantum;
}

void ColumnEncoder::compute_residuals(const Attempt& attempt) {
  const std::size_t size = present_.size();
  residuals_.resize(size);
  if (attempt.order == 0) {
    for (std::size_t i = 0; i < size; ++i) residuals_[i] = present_[i] - attempt.base;
    return;
  }
  residuals_[0] = 0;
  for (std::size_t i = 1; i < size; ++i) residuals_[i] = present_[i] - present_[i - 1];
  if (attempt.order == 2) {
    for (std::size_t i = size - 1; i > 0; --i) residuals_[i] -= residuals_[i - 1];
  }
}

void ColumnEncoder::count_tokens(bool split) {
  for (TokenCounts& counts : counts_) counts.fill(0);
  std::size_t context = 0;
  for (const std::int64_t residual : residuals_) {
    ++counts_[context][to_token(residual).token];
    if (split) context = sign_of(residual);
  }
}

void ColumnEncoder::measure(Attempt& attempt) {
  compute_residuals(attempt);
  count_tokens(true);
  TokenCounts all{};
  double raw_bits = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i] = counts_[0][i] + counts_[1][i] + counts_[2][i];
    raw_bits += all[i] * static_cast<double>(kMeanings[i].raw_bits);
  }
  const double single = estimate_bits(all);
  const double split =
      estimate_bits(counts_[0]) + estimate_bits(counts_[1]) + estimate_bits(counts_[2]);
  attempt.split = split < single;
  attempt.bits = raw_bits + std::min(single, split);
}

ColumnEncoder::Attempt ColumnEncoder::best_attempt(Effort effort) {
  Attempt best;
  if (effort == Effort::quick) {
    compute_residuals(best);
    return best;
  }
  best.bits = std::numeric_limits<double>::infinity();
  for (const unsigned order : {2U, 0U, 1U}) {
    Attempt attempt{.order = order, .base = order == 0 ? level_of(present_) : 0};
    measure(attempt);
    if (attempt.bits < best.bits) best = attempt;
  }
  if (best.order != 1) compute_residuals(best);
  return best;
}

void ColumnEncoder::write_stream(bool split, ByteWriter& out) {
  const int scale_bits = scale_bits_for(residuals_.size());
  count_tokens(split);
  std::array<Frequencies, 3> frequencies;
  std::array<std::array<std::uint16_t, kTokens>, 3> starts{};
  for (std::size_t c = 0; c < (split ? 3U : 1U); ++c) {
    frequencies[c] = Frequencies::of_counts(counts_[c], scale_bits, out);
    std::exclusive_scan(frequencies[c].of.begin(), frequencies[c].of.end(), starts[c].begin(),
                        std::uint16_t{0});
  }
  words_.clear();
  std::uint32_t state = kLowest;
  const auto push = [&](std::uint32_t start, std::uint32_t frequency, int bits) {
    if (state >= std::uint64_t{frequency} << (32 - bits)) {
      words_.push_back(static_cast<std::uint16_t>(state));
      state >>= 16;
    }
    state = (state / frequency << bits) + start + state % frequency;
  };
  // rANS is a stack: what is to come out first goes in last.
  for (std::size_t i = residuals_.size(); i-- > 0;) {
    const Token token = to_token(residuals_[i]);
    std::uint64_t raw = token.raw;
    for (int left = token.raw_bits; left > 0;) {
      const int bits = left % 16 != 0 ? left % 16 : 16;
      push(static_cast<std::uint32_t>(raw & ((1U << bits) - 1)), 1, bits);
      raw >>= bits;
      left -= bits;
    }
    const std::size_t context = split && i > 0 ? sign_of(residuals_[i - 1]) : 0;
    push(starts[context][token.token], frequencies[context].of[token.token], scale_bits);
  }
  out.number(state);
  for (auto word = words_.rbegin(); word != words_.rend(); ++word) {
    out.byte(static_cast<std::uint8_t>(*word));
    out.byte(static_cast<std::uint8_t>(*word >> 8));
  }
}

std::string ColumnEncoder::encode(std::span<const std::int64_t> values, Effort effort) {
  take_present(values);
  ByteWriter out;
  if (present_.empty()) {
    out.byte(kEmpty);
    return out.take();
  }
  const unsigned gaps = present_.size() < values.size() ? kGaps : 0;
  const std::int64_t first = present_.front();
  const std::uint64_t quantum = divide_by_quantum();
  if (quantum == 0) {
    out.byte(static_cast<std::uint8_t>(kConstant | gaps));
    if (gaps != 0) write_absence(values, out);
    out.signed_number(first);
    return out.take();
  }
  const Attempt best = best_attempt(effort);
  out.byte(static_cast<std::uint8_t>(best.order | (best.split ? kSplit : 0) | gaps));
  if (gaps != 0) write_absence(values, out);
  out.signed_number(first + best.base * static_cast<std::int64_t>(quantum));
  out.number(quantum);
  write_stream(best.split, out);
  return out.take();
}

}  // namespace mimon::store::sqlite
