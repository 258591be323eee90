#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "metrics/device_kind.h"

namespace mimon {

/// The type of a descriptive field.
enum class InfoType { text, integer, number, boolean };

/// A descriptive field that does not change from sample to sample, such as a driver version. Lives
/// as long as the program.
struct InfoSpec {
  std::string_view key;  ///< its JSON name
  InfoType type;
  std::string_view help;
};

/// The value of a descriptive field; `monostate` where the device does not tell.
using InfoValue = std::variant<std::monostate, std::string, std::int64_t, double, bool>;

struct InfoField {
  const InfoSpec* spec;
  InfoValue value;
};

/// What a device is. Immutable once shared; a change makes a new one.
struct Device {
  DeviceKind kind = DeviceKind::host;
  std::string id;      ///< unique: `host`, `gpu/0`, `gpu/0/mig/1`, `disk/nvme0n1`, `mount//data`
  int index = 0;       ///< position among its kind: the API's `gpu_id`
  std::string name;    ///< for people; valid UTF-8
  std::string parent;  ///< id of the device this is a part of; empty for none
  bool simulated = false;  ///< a stand-in library gave it
  std::vector<InfoField> info;
  /// What else it may be asked for as: where else a file system is mounted; valid UTF-8.
  std::vector<std::string> other_names{};

  [[nodiscard]] const InfoValue* find_info(const InfoSpec& spec) const {
    for (const InfoField& field : info) {
      if (field.spec == &spec) return &field.value;
    }
    return nullptr;
  }
};

using DevicePtr = std::shared_ptr<const Device>;

}  // namespace mimon
