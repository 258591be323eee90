#include "collectors/linux/disk_identity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

#include "base/text.h"

namespace mimon::host {

const InfoSpec kDiskModel{.key = "model", .type = InfoType::text, .help = "Model of the disk."};
const InfoSpec kDiskSize{
    .key = "size", .type = InfoType::integer, .help = "Capacity of the disk, in bytes."};
const InfoSpec kDiskRotational{
    .key = "rotational", .type = InfoType::boolean, .help = "Whether it has turning platters."};
const InfoSpec kDiskRemovable{
    .key = "removable", .type = InfoType::boolean, .help = "Whether its medium can be taken out."};

namespace {

/// Backed by memory, files or other disks, whatever sysfs says: counting them would count twice.
/// `zd` are ZFS volumes, `sr` and `fd` optical and floppy drives.
constexpr std::array<std::string_view, 8> kNeverWhole{"loop", "ram", "zram", "dm-",
                                                      "md",   "zd",  "sr",   "fd"};

bool never_whole(std::string_view name) {
  return std::any_of(kNeverWhole.begin(), kNeverWhole.end(), [&](std::string_view prefix) {
    return name.starts_with(prefix) && name.size() > prefix.size() &&
           std::isdigit(static_cast<unsigned char>(name[prefix.size()])) != 0;
  });
}

/// `sda1`, `nvme0n1p2`, `mmcblk0p1`: names of disks that end in a digit get a `p` before the
/// number.
bool named_as_partition(std::string_view name) {
  const auto stem = name.find_last_not_of("0123456789");
  if (stem == std::string_view::npos || stem + 1 == name.size()) return false;
  const bool letters = name.starts_with("sd") || name.starts_with("hd") || name.starts_with("vd") ||
                       name.starts_with("xvd");
  if (letters) return true;
  return name[stem] == 'p' && stem > 0 &&
         std::isdigit(static_cast<unsigned char>(name[stem - 1])) != 0;
}

/// Takes `letter` and the digits after it off the front of `text`; empty where it isn't that.
std::string_view take_numbered(std::string_view& text, std::string_view letter) {
  if (!text.starts_with(letter)) return {};
  const auto end = std::min(text.find_first_not_of("0123456789", letter.size()), text.size());
  const std::string_view taken = text.substr(0, end == letter.size() ? 0 : end);
  text.remove_prefix(taken.size());
  return taken;
}

/// Its folder in sysfs, where `/` in a name (`cciss/c0d0`) is written `!`.
std::string folder(std::string_view name) {
  std::string path = "/sys/block/" + std::string(name);
  std::replace(path.begin() + sizeof("/sys/block"), path.end(), '/', '!');
  return path;
}

std::optional<std::int64_t> number(const FileTree& files, const std::string& path) {
  const auto line = files.read_line(path);
  return line ? parse_number<std::int64_t>(*line) : std::nullopt;
}

}  // namespace

std::span<const InfoSpec* const> disk_info() {
  static constexpr auto kAll =
      std::to_array<const InfoSpec*>({&kDiskModel, &kDiskSize, &kDiskRotational, &kDiskRemovable});
  return kAll;
}

std::string disk_behind(std::string_view path) {
  const std::string_view subsystem = take_numbered(path, "nvme");
  const std::string_view controller = take_numbered(path, "c");
  const std::string_view space = take_numbered(path, "n");
  if (subsystem.empty() || controller.empty() || space.empty() || !path.empty()) return {};
  return std::string(subsystem) + std::string(space);
}

DiskRole disk_role(const FileTree& files, std::string_view name) {
  if (never_whole(name)) return DiskRole::part;
  if (!disk_behind(name).empty()) return DiskRole::path;
  if (!files.exists("/sys/block")) {
    return named_as_partition(name) ? DiskRole::part : DiskRole::whole;
  }
  const std::string sysfs = folder(name);
  if (!files.exists(sysfs) || number(files, sysfs + "/hidden") == 1) return DiskRole::part;
  const auto slaves = files.list(sysfs + "/slaves");
  if (slaves && !slaves->empty()) return DiskRole::part;
  return number(files, sysfs + "/size") == 0 ? DiskRole::empty : DiskRole::whole;
}

DevicePtr disk_device(const FileTree& files, std::string_view name, int index) {
  const std::string sysfs = folder(name);
  auto device = std::make_shared<Device>();
  device->kind = DeviceKind::disk;
  device->index = index;
  device->name = to_utf8(name);
  device->id = fmt::format("disk/{}", device->name);
  for (const std::string_view file : {"/device/model", "/device/name"}) {
    const auto model = files.read_line(sysfs + std::string(file));
    if (!model || model->empty()) continue;
    device->info.push_back({&kDiskModel, to_utf8(*model)});
    break;
  }
  // Sectors here are 512 bytes, whatever the disk's own are.
  constexpr std::int64_t kSector = 512;
  const auto sectors = number(files, sysfs + "/size");
  if (sectors && *sectors > 0 && *sectors < (std::int64_t{1} << 53)) {
    device->info.push_back({&kDiskSize, *sectors * kSector});
  }
  const std::pair<const InfoSpec*, std::string_view> flags[] = {
      {&kDiskRotational, "/queue/rotational"}, {&kDiskRemovable, "/removable"}};
  for (const auto& [spec, file] : flags) {
    if (const auto flag = number(files, sysfs + std::string(file))) {
      device->info.push_back({spec, *flag != 0});
    }
  }
  return device;
}

}  // namespace mimon::host
