#include <array>

#include "collectors/linux/collectors.h"
#include "collectors/linux/counter_rows.h"
#include "collectors/linux/host_device.h"
#include "collectors/linux/scan.h"
#include "collectors/linux/source.h"

namespace mimon::host {
namespace {

constexpr auto kHost = DeviceKind::host;

/// A line of /proc/vmstat (proc_vmstat(5)) and what becomes of it: its growth, or itself.
struct Row {
  std::string_view key;
  bool pages;  ///< counts pages, the metric bytes
  MetricSpec spec;
};

const Row kRows[] = {
    {"pswpin", true,
     rate_spec(kHost, "swap.in_rate", Unit::bytes_per_second,
               "Bytes a second that came back from the swap space.")},
    {"pswpout", true,
     rate_spec(kHost, "swap.out_rate", Unit::bytes_per_second,
               "Bytes a second that went to the swap space.")},
    {"pgfault", false,
     rate_spec(kHost, "ram.page_fault_rate", Unit::per_second,
               "Times a second that a program touched memory that was not mapped yet.")},
    {"pgmajfault", false,
     rate_spec(kHost, "ram.major_fault_rate", Unit::per_second,
               "The same where it had to wait for a disk.")},
    {"oom_kill", false,
     counter_spec(kHost, "ram.oom_kills", Unit::none,
                  "Processes that the kernel killed for want of memory.")},
};
constexpr std::size_t kRowCount = std::size(kRows);

class PagingCollector final : public HostCollector {
 public:
  explicit PagingCollector(const Context& context)
      : host_(context.host),
        vmstat_(context.files, "/proc/vmstat"),
        report_(context.log),
        page_size_(page_size(context.files)) {}

  std::string_view name() const override { return "paging"; }

  CollectorStatus collect(Batch& batch) override {
    Values& values = batch.of(host_);
    const auto content = vmstat_.read();
    if (!content) {
      counters_ = {};
      for (const Row& row : kRows) values.set(row.spec, vmstat_.absence());
      return {"paging", false, vmstat_.failure()};
    }
    const auto found = parse(*content);
    for (std::size_t i = 0; i < kRowCount; ++i) {
      const Row& row = kRows[i];
      counters_[i].update(found[i], batch.tick().mono);
      const bool rate = row.spec.kind != Kind::counter;
      const auto value = rate ? counters_[i].rate() : counters_[i].value();
      // A kernel without swap leaves out its lines.
      report_.set(values, "host", row.spec,
                  value ? std::optional(*value * (row.pages ? page_size_ : 1)) : std::nullopt,
                  found[i] ? Absence::not_ready : Absence::unsupported);
    }
    return {"paging", true, ""};
  }

 private:
  using Counters = std::array<std::optional<std::uint64_t>, kRowCount>;

  static Counters parse(std::string_view content) {
    Counters found;
    while (auto line = scan_line(content)) {
      if (!line->starts_with('p') && !line->starts_with('o')) continue;
      const std::string_view key = scan_word(*line);
      for (std::size_t i = 0; i < kRowCount; ++i) {
        if (kRows[i].key == key) found[i] = scan_number(*line);
      }
    }
    return found;
  }

  DevicePtr host_;
  Source vmstat_;
  Reporter report_;
  double page_size_;
  std::array<RatedCounter, kRowCount> counters_;
};

}  // namespace

std::unique_ptr<HostCollector> make_paging_collector(const Context& context) {
  return std::make_unique<PagingCollector>(context);
}

std::span<const MetricSpec* const> paging_metrics() {
  static const std::vector<const MetricSpec*> kAll = [] {
    std::vector<const MetricSpec*> all;
    for (const Row& row : kRows) all.push_back(&row.spec);
    return all;
  }();
  return kAll;
}

}  // namespace mimon::host
