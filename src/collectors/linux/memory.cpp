#include <algorithm>
#include <array>
#include <iterator>

#include "collectors/linux/collectors.h"
#include "collectors/linux/scan.h"
#include "collectors/linux/source.h"

namespace mimon::host {
namespace {

/// A metric and the line of /proc/meminfo that holds it, in KiB.
struct Row {
  MetricSpec spec;
  std::string_view key;
};

constexpr Row row(std::string_view path, std::string_view key, std::string_view help,
                  Scaled scaled = Scaled::no) {
  return {{.id = path,
           .device = DeviceKind::host,
           .path = path,
           .unit = Unit::bytes,
           .help = help,
           .scaled = scaled},
          key};
}

constexpr MetricSpec percent(std::string_view path, std::string_view help, Levels levels) {
  return {.id = path,
          .device = DeviceKind::host,
          .path = path,
          .unit = Unit::percent,
          .help = help,
          .decimals = 1,
          .levels = levels};
}

constexpr std::string_view kNoKey;  ///< follows from other rows

enum RowIndex { kTotal, kFree, kAvailable, kSwapTotal, kSwapFree };

/// The first rows are named by `RowIndex`; proc_meminfo(5) describes the lines.
const Row kRows[] = {
    row("ram.total", "MemTotal", "RAM that the kernel manages.", Scaled::gb),
    row("ram.free", "MemFree", "RAM that holds nothing."),
    row("ram.available", "MemAvailable", "RAM that programs can get without swapping.", Scaled::gb),
    row("swap.total", "SwapTotal", "Swap space.", Scaled::gb),
    row("swap.free", "SwapFree", "Swap space that holds nothing.", Scaled::gb),
    row("ram.buffers", "Buffers", "RAM that holds blocks of disks."),
    row("ram.cached", "Cached", "RAM that holds files, shared memory included."),
    row("ram.active", "Active", "RAM used of late."),
    row("ram.inactive", "Inactive", "RAM not used of late."),
    row("ram.dirty", "Dirty", "RAM waiting to be written back."),
    row("ram.writeback", "Writeback", "RAM being written back."),
    row("ram.anonymous", "AnonPages", "RAM of programs that no file backs."),
    row("ram.mapped", "Mapped", "RAM that holds files mapped by programs."),
    row("ram.shared", "Shmem", "Shared memory and tmpfs."),
    row("ram.slab_reclaimable", "SReclaimable", "RAM of the kernel that it can give back."),
    row("ram.slab_unreclaimable", "SUnreclaim", "RAM of the kernel that it cannot give back."),
    row("ram.page_tables", "PageTables", "RAM that holds page tables."),
    row("ram.committed", "Committed_AS", "Memory that programs were promised."),
    row("ram.locked", "Mlocked", "RAM that may not be swapped out."),
    row("swap.cached", "SwapCached", "RAM whose copy in the swap space is still valid."),
};
const MetricSpec kUsed =
    row("ram.used", kNoKey, "RAM in use: total less available.", Scaled::gb).spec;
const MetricSpec kUsedPercent =
    percent("ram.used_percent", "RAM in use, of all there is.", {.warning = 80, .critical = 95});
const MetricSpec kSwapUsed =
    row("swap.used", kNoKey, "Swap space in use: total less free.", Scaled::gb).spec;
const MetricSpec kSwapUsedPercent = percent(
    "swap.used_percent", "Swap space in use, of all there is.", {.warning = 80, .critical = 95});

using Amounts = std::array<std::optional<double>, std::size(kRows)>;

/// The lines come in the same order each time: the search goes on where it last found one.
Amounts parse(std::string_view content) {
  constexpr std::size_t kCount = std::size(kRows);
  Amounts amounts;
  std::size_t next = 0;
  while (auto line = scan_line(content)) {
    const auto colon = line->find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view key = line->substr(0, colon);
    std::size_t tried = 0;
    while (tried < kCount && kRows[(next + tried) % kCount].key != key) ++tried;
    if (tried == kCount) continue;
    next = (next + tried) % kCount;
    line->remove_prefix(colon + 1);
    const auto kib = as_value(scan_number(*line));
    if (kib && scan_word(*line) == "kB") amounts[next] = *kib * 1024;
  }
  return amounts;
}

std::optional<double> less(std::optional<double> total, std::optional<double> part) {
  if (!total || !part || *part > *total) return std::nullopt;
  return *total - *part;
}

std::optional<double> percent_of(std::optional<double> part, std::optional<double> total) {
  if (!part || !total || *total <= 0) return std::nullopt;
  return 100 * *part / *total;
}

class MemoryCollector final : public HostCollector {
 public:
  explicit MemoryCollector(const Context& context)
      : host_(context.host), meminfo_(context.files, "/proc/meminfo"), report_(context.log) {}

  std::string_view name() const override { return "memory"; }

  CollectorStatus collect(Batch& batch) override {
    Values& values = batch.of(host_);
    const auto content = meminfo_.read();
    if (!content) {
      for (const MetricSpec* spec : memory_metrics()) values.set(*spec, meminfo_.absence());
      return {"memory", false, meminfo_.failure()};
    }
    const Amounts amounts = parse(*content);
    const auto used = less(amounts[kTotal], amounts[kAvailable]);
    const auto swap_used = less(amounts[kSwapTotal], amounts[kSwapFree]);
    const bool no_swap = amounts[kSwapTotal] == 0.0;
    report_.set(values, "host", kUsed, used, Absence::invalid);
    report_.set(values, "host", kUsedPercent, percent_of(used, amounts[kTotal]), Absence::invalid);
    report_.set(values, "host", kSwapUsed, swap_used, Absence::invalid);
    report_.set(values, "host", kSwapUsedPercent, percent_of(swap_used, amounts[kSwapTotal]),
                no_swap ? Absence::unsupported : Absence::invalid);
    for (std::size_t i = 0; i < amounts.size(); ++i) {
      // A kernel may leave out any line but those that the figures above need.
      report_.set(values, "host", kRows[i].spec, amounts[i],
                  i <= kSwapFree ? Absence::invalid : Absence::unsupported);
    }
    return {"memory", true, ""};
  }

 private:
  DevicePtr host_;
  Source meminfo_;
  Reporter report_;
};

}  // namespace

std::unique_ptr<HostCollector> make_memory_collector(const Context& context) {
  return std::make_unique<MemoryCollector>(context);
}

std::span<const MetricSpec* const> memory_metrics() {
  static const std::vector<const MetricSpec*> kAll = [] {
    std::vector<const MetricSpec*> all{&kUsed, &kUsedPercent, &kSwapUsed, &kSwapUsedPercent};
    for (const Row& each : kRows) all.push_back(&each.spec);
    return all;
  }();
  return kAll;
}

}  // namespace mimon::host
