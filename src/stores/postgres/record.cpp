#include "stores/postgres/record.h"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "base/text.h"

namespace mimon::store::postgres {
namespace {

constexpr char kVersion = 1;
constexpr int kLevel = 1;
constexpr std::size_t kLargest = std::size_t{64} << 20;

class Writer {
 public:
  template <typename Number>
  void number(Number value) {
    std::array<char, sizeof(Number)> bytes{};
    std::memcpy(bytes.data(), &value, bytes.size());
    bytes_.append(bytes.data(), bytes.size());
  }
  void text(std::string_view text) {
    const std::string_view cut = text.substr(0, 0xffff);
    number(static_cast<std::uint16_t>(cut.size()));
    bytes_ += cut;
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <typename Number>
  Number number() {
    if (bytes_.size() < sizeof(Number)) {
      sound_ = false;
      return {};
    }
    std::array<char, sizeof(Number)> bytes{};
    bytes_.copy(bytes.data(), bytes.size());
    bytes_.remove_prefix(bytes.size());
    return std::bit_cast<Number>(bytes);
  }
  std::string_view text() {
    const std::size_t size = number<std::uint16_t>();
    if (size > bytes_.size()) sound_ = false;
    if (!sound_) return {};
    const std::string_view text = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return text;
  }
  [[nodiscard]] bool sound() const { return sound_; }
  [[nodiscard]] bool done() const { return sound_ && bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool sound_ = true;
};

double rounded(double value, int decimals) {
  const double scale = std::pow(10, decimals);
  const double scaled = value * scale;
  return std::abs(scaled) < 9e15 ? std::round(scaled) / scale : value;
}

void write(Writer& writer, const Device& device, DeviceState state, const Values& values) {
  writer.text(to_utf8(identity_of(device)));
  writer.text(to_utf8(device.id));
  writer.text(to_utf8(device.name));
  writer.number(static_cast<std::uint8_t>(device.kind));
  writer.number(static_cast<std::int32_t>(device.index));
  writer.number(static_cast<std::uint8_t>(state));
  writer.number(static_cast<std::uint16_t>(values.readings().size()));
  for (const Reading& reading : values.readings()) {
    const MetricSpec& spec = reading.spec();
    writer.text(spec.id);
    writer.number(static_cast<std::uint8_t>(spec.kind));
    writer.number(static_cast<std::uint8_t>(spec.decimals));
    writer.number(static_cast<std::uint8_t>(reading.value() ? 1 : 0));
    if (reading.value()) writer.number(rounded(*reading.value(), spec.decimals));
  }
}

DeviceTick read_device(Reader& reader) {
  DeviceTick device;
  device.identity = reader.text();
  device.device = reader.text();
  device.name = reader.text();
  device.kind = static_cast<DeviceKind>(
      std::min<std::uint8_t>(reader.number<std::uint8_t>(), static_cast<int>(DeviceKind::gpu)));
  device.index = reader.number<std::int32_t>();
  device.state = static_cast<DeviceState>(
      std::min<std::uint8_t>(reader.number<std::uint8_t>(), static_cast<int>(DeviceState::stale)));
  const std::size_t count = reader.number<std::uint16_t>();
  for (std::size_t i = 0; i < count && reader.sound(); ++i) {
    Measure measure;
    measure.metric = reader.text();
    measure.kind = static_cast<Kind>(
        std::min<std::uint8_t>(reader.number<std::uint8_t>(), static_cast<int>(Kind::flags)));
    measure.decimals = reader.number<std::uint8_t>();
    if (reader.number<std::uint8_t>() != 0) measure.value = reader.number<double>();
    device.measures.push_back(measure);
  }
  return device;
}

std::optional<std::string> unpack(std::string_view record) {
  if (record.empty() || record[0] != kVersion) return std::nullopt;
  record.remove_prefix(1);
  const auto size = ZSTD_getFrameContentSize(record.data(), record.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kLargest)
    return std::nullopt;
  std::string bytes(size, '\0');
  const auto got = ZSTD_decompress(bytes.data(), bytes.size(), record.data(), record.size());
  if (ZSTD_isError(got) != 0 || got != size) return std::nullopt;
  return bytes;
}

}  // namespace

std::string encode_tick(const remote::HostIdentity& identity, const Snapshot& snapshot,
                        std::chrono::sys_seconds time) {
  Writer writer;
  writer.text(to_utf8(identity.host));
  writer.text(to_utf8(identity.url));
  writer.text(to_utf8(identity.version));
  writer.number(static_cast<std::uint8_t>(identity.simulated ? 1 : 0));
  writer.number(static_cast<std::int64_t>(time.time_since_epoch().count()));
  const auto interval = std::chrono::round<std::chrono::seconds>(snapshot.interval).count();
  writer.number(static_cast<std::int32_t>(std::clamp<std::int64_t>(interval, 1, 3600)));
  const bool has_host = std::any_of(
      snapshot.devices.begin(), snapshot.devices.end(),
      [](const DeviceSamplePtr& sample) { return sample->device->kind == DeviceKind::host; });
  writer.number(static_cast<std::uint16_t>(snapshot.devices.size() + (has_host ? 0 : 1)));
  if (!has_host) {
    Device host;
    host.id = "host";
    host.name = identity.host;
    write(writer, host, DeviceState::ok, Values());
  }
  for (const DeviceSamplePtr& sample : snapshot.devices)
    write(writer, *sample->device, sample->state, sample->values);
  const std::string& bytes = writer.bytes();
  std::string record(1 + ZSTD_compressBound(bytes.size()), kVersion);
  const auto size =
      ZSTD_compress(record.data() + 1, record.size() - 1, bytes.data(), bytes.size(), kLevel);
  record.resize(ZSTD_isError(size) != 0 ? 1 : 1 + size);
  return record;
}

std::optional<Tick> decode_tick(std::string_view record) {
  auto bytes = unpack(record);
  if (!bytes) return std::nullopt;
  Tick tick;
  tick.bytes = std::move(*bytes);
  Reader reader(tick.bytes);
  tick.host = reader.text();
  tick.url = reader.text();
  tick.version = reader.text();
  tick.simulated = reader.number<std::uint8_t>() != 0;
  tick.time = reader.number<std::int64_t>();
  tick.interval = std::clamp(reader.number<std::int32_t>(), 1, 3600);
  const std::size_t count = reader.number<std::uint16_t>();
  for (std::size_t i = 0; i < count && reader.sound(); ++i)
    tick.devices.push_back(read_device(reader));
  constexpr std::int64_t kYear9999 = 253'370'764'800;
  if (!reader.done() || tick.host.empty() || tick.time < 0 || tick.time > kYear9999)
    return std::nullopt;
  return tick;
}

}  // namespace mimon::store::postgres
