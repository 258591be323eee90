#include <array>

#include "base/text.h"
#include "collectors/linux/collectors.h"
#include "collectors/linux/scan.h"
#include "collectors/linux/source.h"

namespace mimon::host {
namespace {

constexpr MetricSpec share(std::string_view path, std::string_view help) {
  return {.id = path,
          .device = DeviceKind::host,
          .path = path,
          .unit = Unit::percent,
          .help = help,
          .decimals = 2};
}

/// A file of pressure stall information (Documentation/accounting/psi.rst): the share of the last
/// ten seconds in which some, or all, of the work that was not idle waited.
struct Resource {
  std::string_view path;
  MetricSpec some, full;  ///< `full` has no id where the kernel does not count it
};

const Resource kResources[] = {
    // The machine as a whole always has a CPU that works: its `full` is 0 by definition.
    {"/proc/pressure/cpu",
     share("pressure.cpu.some", "Time in which a task waited for a CPU, over ten seconds."),
     {}},
    {"/proc/pressure/memory",
     share("pressure.memory.some", "Time in which a task waited for memory, over ten seconds."),
     share("pressure.memory.full",
           "Time in which nothing but waiting for memory was done, over ten seconds.")},
    {"/proc/pressure/io",
     share("pressure.io.some", "Time in which a task waited for a disk, over ten seconds."),
     share("pressure.io.full",
           "Time in which nothing but waiting for disks was done, over ten seconds.")},
};
constexpr std::size_t kCount = std::size(kResources);

/// `avg10` of the line that starts with `word`.
std::optional<double> average(std::string_view content, std::string_view word) {
  constexpr std::string_view kKey = "avg10=";
  while (auto line = scan_line(content)) {
    if (scan_word(*line) != word) continue;
    const std::string_view field = scan_word(*line);
    if (!field.starts_with(kKey)) return std::nullopt;
    const auto percent = parse_number<double>(field.substr(kKey.size()));
    return percent && *percent >= 0 && *percent <= 100 ? percent : std::nullopt;
  }
  return std::nullopt;
}

class PressureCollector final : public HostCollector {
 public:
  explicit PressureCollector(const Context& context)
      : host_(context.host),
        sources_{Source(context.files, kResources[0].path),
                 Source(context.files, kResources[1].path),
                 Source(context.files, kResources[2].path)},
        report_(context.log) {}

  std::string_view name() const override { return "pressure"; }

  CollectorStatus collect(Batch& batch) override {
    Values& values = batch.of(host_);
    CollectorStatus status{"pressure", true, ""};
    for (std::size_t i = 0; i < kCount; ++i) {
      const auto content = sources_[i].read();
      const Absence why = content ? Absence::invalid : sources_[i].absence();
      // A kernel may be built without it, or have it switched off.
      if (!content && why != Absence::unsupported) {
        status = {"pressure", false, sources_[i].failure()};
      }
      const std::string_view text = content.value_or("");
      report_.set(values, "host", kResources[i].some, average(text, "some"), why);
      if (kResources[i].full.id.empty()) continue;
      report_.set(values, "host", kResources[i].full, average(text, "full"), why);
    }
    return status;
  }

 private:
  DevicePtr host_;
  std::array<Source, kCount> sources_;
  Reporter report_;
};

}  // namespace

std::unique_ptr<HostCollector> make_pressure_collector(const Context& context) {
  return std::make_unique<PressureCollector>(context);
}

std::span<const MetricSpec* const> pressure_metrics() {
  static constexpr auto kAll = std::to_array<const MetricSpec*>(
      {&kResources[0].some, &kResources[1].some, &kResources[1].full, &kResources[2].some,
       &kResources[2].full});
  return kAll;
}

}  // namespace mimon::host
