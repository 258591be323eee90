#include "collectors/linux/filesystem.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "collectors/linux/hanging_call.h"
#include "collectors/linux/mounts.h"

namespace mimon::host {
namespace {

constexpr MetricSpec amount(std::string_view path, std::string_view help) {
  return {.id = path,
          .device = DeviceKind::mount,
          .path = path,
          .unit = Unit::bytes,
          .help = help,
          .scaled = Scaled::gb};
}

const MetricSpec kTotal = amount("total", "Size of the file system.");
const MetricSpec kUsed = amount("used", "Space in use.");
const MetricSpec kFree = amount("free", "Space that anyone may use; reserves are left out.");
const MetricSpec kPercent{.id = "percent",
                          .device = DeviceKind::mount,
                          .path = "percent",
                          .unit = Unit::percent,
                          .help = "Space in use, of what anyone may use; as df counts.",
                          .decimals = 1,
                          .levels = {.warning = 85, .critical = 95}};
const MetricSpec kInodesPercent{.id = "inodes_percent",
                                .device = DeviceKind::mount,
                                .path = "inodes_percent",
                                .unit = Unit::percent,
                                .help = "Files there are, of the most there can be.",
                                .decimals = 1,
                                .levels = {.warning = 85, .critical = 95}};
constexpr auto kMetrics =
    std::to_array<const MetricSpec*>({&kTotal, &kUsed, &kFree, &kPercent, &kInodesPercent});

std::optional<double> percent_of(std::uint64_t part, std::uint64_t rest) {
  const double sum = static_cast<double>(part) + static_cast<double>(rest);
  return sum > 0 ? std::optional(100 * static_cast<double>(part) / sum) : std::nullopt;
}

void set_usage(Values& values, const MountUsage& usage) {
  const bool sane = usage.free <= usage.total && usage.available <= usage.total;
  const std::uint64_t used = sane ? usage.total - usage.free : 0;
  const auto bytes = [&](std::uint64_t amount_of) {
    return sane ? std::optional(static_cast<double>(amount_of)) : std::nullopt;
  };
  values.set(kTotal, bytes(usage.total), Absence::invalid);
  values.set(kUsed, bytes(used), Absence::invalid);
  values.set(kFree, bytes(usage.available), Absence::invalid);
  values.set(kPercent, sane ? percent_of(used, usage.available) : std::nullopt,
             sane ? Absence::unsupported : Absence::invalid);
  const bool limited = usage.files > 0 && usage.files_free <= usage.files;
  values.set(kInodesPercent,
             limited ? percent_of(usage.files - usage.files_free, usage.files_free) : std::nullopt,
             Absence::unsupported);
}

DevicePtr make_device(const Mount& mount, int index) {
  auto device = std::make_shared<Device>();
  device->kind = DeviceKind::mount;
  device->index = index;
  device->name = to_utf8(mount.point);
  device->id = fmt::format("mount/{}", device->name);
  if (mount.type.empty()) return device;
  device->info = {{&kMountSource, to_utf8(mount.source)},
                  {&kMountType, to_utf8(mount.type)},
                  {&kMountReadOnly, mount.read_only}};
  for (const std::string& twin : mount.twins) device->other_names.push_back(to_utf8(twin));
  if (!mount.twins.empty()) {
    InfoField& others = device->info.emplace_back();
    others.spec = &kMountAlsoAt;
    others.value = fmt::format("{}", fmt::join(device->other_names, ","));
  }
  return device;
}

/// Its own view in a chroot or a container; a recorded tree may have only the first process's.
std::string find_table(const FileTree& files) {
  for (const auto* path : {"/proc/self/mountinfo", "/proc/self/mounts"}) {
    if (files.exists(path)) return path;
  }
  return "/proc/1/mounts";
}

struct Volume {
  Mount mount;
  DevicePtr device;
  HangingCall<Result<MountUsage>> call;
};

class FilesystemCollector final : public SlowHostCollector {
 public:
  FilesystemCollector(const Context& context, AskUsage ask, std::chrono::milliseconds patience)
      : files_(context.files),
        table_(find_table(files_)),
        mounts_(files_, table_),
        ask_(std::move(ask)),
        patience_(patience),
        failures_(context.log) {}

  std::string_view name() const override { return "filesystem"; }
  std::chrono::milliseconds period() const override { return std::chrono::seconds(5); }

  CollectorStatus collect(Batch& batch) override {
    const auto content = mounts_.read();
    if (!content) return {"filesystem", false, mounts_.failure()};
    update_volumes(find_mounts(*content));
    for (Volume& volume : volumes_) {
      if (!volume.mount.may_hang) continue;
      volume.call.start([ask = ask_, point = volume.mount.point] { return ask(point); });
    }
    const auto deadline = std::chrono::steady_clock::now() + patience_;
    for (Volume& volume : volumes_) report(batch.of(volume.device), volume, deadline);
    return status();
  }

 private:
  std::vector<Mount> find_mounts(std::string_view content) const {
    auto mounts = table_.ends_with("mountinfo") ? parse_mountinfo(content) : parse_mounts(content);
    const auto is_root = [](const Mount& mount) { return mount.point == "/"; };
    // A chroot sees no mount at its root; there is a file system all the same.
    if (files_.live() && std::none_of(mounts.begin(), mounts.end(), is_root)) {
      mounts.push_back({.source = "", .point = "/", .type = ""});
    }
    return real_mounts(std::move(mounts), [this](const std::string& point) {
      return is_mounted_folder(files_, point);
    });
  }

  /// Keeps what is known of the mounts that are still there: a call may be out.
  void update_volumes(const std::vector<Mount>& mounts) {
    std::vector<Volume> volumes;
    for (const Mount& mount : mounts) {
      const auto known = std::find_if(volumes_.begin(), volumes_.end(), [&](const Volume& volume) {
        return volume.mount.point == mount.point && volume.mount.source == mount.source;
      });
      Volume volume = known != volumes_.end() ? std::move(*known) : Volume{};
      const int index = static_cast<int>(volumes.size());
      if (!volume.device || volume.mount != mount || volume.device->index != index) {
        volume.device = make_device(mount, index);
        volume.mount = mount;
      }
      volumes.push_back(std::move(volume));
    }
    volumes_ = std::move(volumes);
  }

  void report(Values& values, Volume& volume, std::chrono::steady_clock::time_point deadline) {
    const std::string& id = volume.device->id;
    std::optional<Result<MountUsage>> usage;
    if (volume.mount.may_hang) {
      usage = volume.call.take(deadline);
    } else {
      usage = ask_(volume.mount.point);
    }
    if (usage && *usage) {
      set_usage(values, **usage);
      failures_.works(id);
      return;
    }
    const Absence why = usage ? absence_of(usage->error()) : Absence::unresponsive;
    for (const MetricSpec* spec : kMetrics) values.set(*spec, why);
    if (why == Absence::unsupported) return;
    failures_.failed(id, usage ? usage->error().what() : "does not answer");
  }

  CollectorStatus status() const {
    std::string hanging;
    for (const Volume& volume : volumes_) {
      if (!volume.call.is_out()) continue;
      hanging += fmt::format("{}{}", hanging.empty() ? "" : ", ", volume.device->name);
    }
    if (hanging.empty()) return {"filesystem", true, ""};
    return {"filesystem", false, "does not answer: " + hanging};
  }

  FileTree files_;
  std::string table_;
  Source mounts_;
  AskUsage ask_;
  std::chrono::milliseconds patience_;
  FailureLog failures_;
  std::vector<Volume> volumes_;
};

}  // namespace

const InfoSpec kMountSource{
    .key = "source", .type = InfoType::text, .help = "The disk or server that is mounted."};
const InfoSpec kMountType{
    .key = "fstype", .type = InfoType::text, .help = "Type of the file system."};
const InfoSpec kMountReadOnly{
    .key = "read_only",
    .type = InfoType::boolean,
    .help = "Whether the file system itself is read-only, not this mount of it alone."};

const InfoSpec kMountAlsoAt{
    .key = "also_at", .type = InfoType::text, .help = "Where else it is mounted, comma-separated."};

std::unique_ptr<SlowHostCollector> make_filesystem_collector(const Context& context, AskUsage ask,
                                                             std::chrono::milliseconds patience) {
  return std::make_unique<FilesystemCollector>(context, std::move(ask), patience);
}

std::unique_ptr<SlowHostCollector> make_filesystem_collector(const Context& context) {
  return make_filesystem_collector(context, ask_usage(context.files), std::chrono::seconds(1));
}

std::span<const MetricSpec* const> filesystem_metrics() {
  return kMetrics;
}

std::span<const InfoSpec* const> filesystem_info() {
  static constexpr auto kAll =
      std::to_array<const InfoSpec*>({&kMountSource, &kMountType, &kMountReadOnly, &kMountAlsoAt});
  return kAll;
}

}  // namespace mimon::host
