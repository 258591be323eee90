#include <algorithm>

#include "stores/sqlite/column_codec.h"
#include "stores/sqlite/column_format.h"

namespace mimon::store::sqlite {
namespace {

using namespace column_format;

class Stream {
 public:
  Stream(std::uint32_t state, int scale_bits, std::string_view words)
      : state_(state),
        scale_bits_(scale_bits),
        mask_((1U << scale_bits) - 1),
        at_(words.data()),
        end_(at_ + words.size()) {}

  std::uint32_t token(const SlotTable& table) {
    const Slot slot = table[state_ & mask_];
    state_ = slot.frequency() * (state_ >> scale_bits_) + slot.offset();
    refill();
    return slot.token();
  }

  std::uint64_t raw(unsigned bits) {
    if (bits <= 16) return piece(bits);
    std::uint64_t value = 0;
    for (; bits > 16; bits -= 16) value = value << 16 | piece(16);
    return value << bits | piece(bits);
  }

  // Whether everything was read, and the coder is back where it began.
  [[nodiscard]] bool complete() const { return state_ == kLowest && at_ == end_ && !short_; }

 private:
  std::uint32_t piece(unsigned bits) {
    const std::uint32_t value = state_ & ((1U << bits) - 1);
    state_ >>= bits;
    refill();
    return value;
  }

  void refill() {
    if (state_ >= kLowest) return;
    if (end_ - at_ < 2) {
      short_ = true;
      state_ = kLowest;
      return;
    }
    state_ = state_ << 16 | static_cast<std::uint8_t>(at_[0]) |
             static_cast<std::uint32_t>(static_cast<std::uint8_t>(at_[1])) << 8;
    at_ += 2;
  }

  std::uint32_t state_;
  int scale_bits_;
  std::uint32_t mask_;
  const char* at_;
  const char* end_;
  bool short_ = false;
};

// Unsigned, so that damaged bytes overflow without harm.
struct Predictor {
  std::uint64_t last;
  std::uint64_t quantum;
  std::uint64_t slope = 0;

  template <int order>
  std::int64_t next(std::uint64_t residual) {
    if constexpr (order == 0) return static_cast<std::int64_t>(last + residual * quantum);
    const std::uint64_t step = slope + residual;
    if constexpr (order == 2) slope = step;
    last += step * quantum;
    return static_cast<std::int64_t>(last);
  }
};

template <int order>
void run(Stream& stream, Predictor predictor, const std::array<const SlotTable*, 3>& tables,
         std::span<std::int64_t> out) {
  std::size_t context = 0;
  for (std::int64_t& value : out) {
    const TokenMeaning& meaning = kMeanings[stream.token(*tables[context])];
    std::uint64_t residual = meaning.base;
    if (meaning.raw_bits != 0) residual |= stream.raw(meaning.raw_bits);
    if (meaning.sign == 2) residual = ~residual + 1;
    context = meaning.sign;
    value = predictor.next<order>(residual);
  }
}

// Moves the values apart to where the runs put them; they stand packed at the front.
bool spread(std::span<const std::uint64_t> runs, std::span<std::int64_t> out, std::size_t present) {
  std::size_t to = out.size();
  std::size_t from = present;
  for (std::size_t i = runs.size(); i-- > 0;) {
    const std::size_t length = runs[i];
    if (length > to) return false;
    if (i % 2 == 0) {
      if (length > from) return false;
      std::copy_backward(out.begin() + static_cast<std::ptrdiff_t>(from - length),
                         out.begin() + static_cast<std::ptrdiff_t>(from),
                         out.begin() + static_cast<std::ptrdiff_t>(to));
      from -= length;
    } else {
      std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(to - length), length, kAbsent);
    }
    to -= length;
  }
  return to == 0 && from == 0;
}

// The runs, with the last one that is not written; empty where they make no sense.
std::vector<std::uint64_t> read_runs(ByteReader& in, std::size_t size) {
  const std::uint64_t count = in.number();
  std::vector<std::uint64_t> runs;
  if (count > size) return runs;
  std::uint64_t left = size;
  for (std::uint64_t i = 0; i < count; ++i) {
    runs.push_back(in.number());
    if (runs.back() > left) return {};
    left -= runs.back();
  }
  runs.push_back(left);
  return runs;
}

}  // namespace

bool ColumnDecoder::decode_present(ByteReader& in, unsigned flags, std::span<std::int64_t> out) {
  const std::int64_t base = in.signed_number();
  if ((flags & kConstant) != 0) {
    std::fill(out.begin(), out.end(), base);
    return in.ok() && in.at_end();
  }
  const std::uint64_t quantum = in.number();
  const int bits = scale_bits_for(out.size());
  std::array<const SlotTable*, 3> tables{&tables_[0], &tables_[0], &tables_[0]};
  for (std::size_t i = 0; i < ((flags & kSplit) != 0 ? 3U : 1U); ++i) {
    const auto frequencies = Frequencies::read(in, bits);
    if (!frequencies) return false;
    // A table without tokens belongs to a context that does not occur.
    if (fill_slots(*frequencies, bits, tables_[i]) || i == 0) tables[i] = &tables_[i];
  }
  const std::uint64_t state = in.number();
  if (!in.ok() || state < kLowest || state > 0xffffffffU) return false;
  Stream stream(static_cast<std::uint32_t>(state), bits, in.rest());
  const Predictor predictor{static_cast<std::uint64_t>(base), quantum};
  switch (flags & kOrderMask) {
    case 0:
      run<0>(stream, predictor, tables, out);
      break;
    case 1:
      run<1>(stream, predictor, tables, out);
      break;
    case 2:
      run<2>(stream, predictor, tables, out);
      break;
    default:
      return false;
  }
  return stream.complete();
}

bool ColumnDecoder::decode(std::string_view bytes, std::span<std::int64_t> out) {
  ByteReader in(bytes);
  const unsigned flags = in.byte();
  if (!in.ok()) return false;
  if ((flags & kEmpty) != 0) {
    std::fill(out.begin(), out.end(), kAbsent);
    return in.at_end();
  }
  if ((flags & kGaps) == 0) return decode_present(in, flags, out);
  const std::vector<std::uint64_t> runs = read_runs(in, out.size());
  if (runs.empty() || !in.ok()) return false;
  std::size_t present = 0;
  for (std::size_t i = 0; i < runs.size(); i += 2) present += runs[i];
  return decode_present(in, flags, out.first(present)) && spread(runs, out, present);
}

}  // namespace mimon::store::sqlite
