#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/text.h"
#include "collectors/linux/collectors.h"
#include "collectors/linux/counter_rows.h"
#include "collectors/linux/network_identity.h"
#include "collectors/linux/scan.h"
#include "collectors/linux/source.h"

namespace mimon::host {
namespace {

constexpr auto kInterface = DeviceKind::network;
constexpr auto kHost = DeviceKind::host;

/// Fields of /proc/net/dev after the name (proc_pid_net(5)): eight of receiving, then sending.
const CounterRow kRows[] = {
    {8, 1, counter_spec(kInterface, "sent_bytes", Unit::bytes, "Bytes sent."),
     rate_spec(kInterface, "sent_rate", Unit::bytes_per_second, "Bytes sent a second."),
     counter_spec(kHost, "network_io.sent_bytes", Unit::bytes, "Bytes sent by all cards."),
     rate_spec(kHost, "network_io.sent_rate", Unit::bytes_per_second,
               "Bytes sent a second, by all cards.")},
    {0, 1, counter_spec(kInterface, "recv_bytes", Unit::bytes, "Bytes received."),
     rate_spec(kInterface, "recv_rate", Unit::bytes_per_second, "Bytes received a second."),
     counter_spec(kHost, "network_io.recv_bytes", Unit::bytes, "Bytes received by all cards."),
     rate_spec(kHost, "network_io.recv_rate", Unit::bytes_per_second,
               "Bytes received a second, by all cards.")},
    {9, 1, counter_spec(kInterface, "sent_packets", Unit::none, "Packets sent."),
     rate_spec(kInterface, "sent_packet_rate", Unit::per_second, "Packets sent a second."),
     counter_spec(kHost, "network_io.sent_packets", Unit::none, "Packets sent by all cards."),
     rate_spec(kHost, "network_io.sent_packet_rate", Unit::per_second,
               "Packets sent a second, by all cards.")},
    {1, 1, counter_spec(kInterface, "recv_packets", Unit::none, "Packets received."),
     rate_spec(kInterface, "recv_packet_rate", Unit::per_second, "Packets received a second."),
     counter_spec(kHost, "network_io.recv_packets", Unit::none, "Packets received by all cards."),
     rate_spec(kHost, "network_io.recv_packet_rate", Unit::per_second,
               "Packets received a second, by all cards.")},
    {10,
     1,
     counter_spec(kInterface, "sent_errors", Unit::none, "Packets that failed to go out."),
     {},
     counter_spec(kHost, "network_io.sent_errors", Unit::none,
                  "Packets that failed to go out, on all cards."),
     {}},
    {2,
     1,
     counter_spec(kInterface, "recv_errors", Unit::none, "Packets that came in damaged."),
     {},
     counter_spec(kHost, "network_io.recv_errors", Unit::none,
                  "Packets that came in damaged, on all cards."),
     {}},
    {11,
     1,
     counter_spec(kInterface, "sent_drops", Unit::none, "Packets dropped before sending."),
     {},
     counter_spec(kHost, "network_io.sent_drops", Unit::none,
                  "Packets dropped before sending, on all cards."),
     {}},
    {3,
     1,
     counter_spec(kInterface, "recv_drops", Unit::none, "Packets dropped after receiving."),
     {},
     counter_spec(kHost, "network_io.recv_drops", Unit::none,
                  "Packets dropped after receiving, on all cards."),
     {}},
};
constexpr std::size_t kRowCount = std::size(kRows);
constexpr std::size_t kSentBytes = 0, kRecvBytes = 1;
constexpr std::size_t kFields = 16;

const MetricSpec kUp{.id = "up",
                     .device = kInterface,
                     .path = "up",
                     .help = "1 where the link carries packets, else 0."};
const MetricSpec kSpeed = rate_spec(kInterface, "speed", Unit::bytes_per_second,
                                    "Bytes a second that the link moves at most, one way.");

struct Interface {
  std::string name;
  NetworkIdentity identity;
  bool counted = false;
  std::uint64_t seen = 0;    ///< the reading that last had it
  std::uint64_t looked = 0;  ///< the reading at which `device` and `speed` were read
  DevicePtr device;          ///< null until it is listed
  std::optional<Source> state;
  std::optional<bool> up;
  std::optional<double> speed;
  Absence speed_absence = Absence::unsupported;
  std::array<RatedCounter, kRowCount> counters;
};

/// The totals count each packet once: cards only, not the bridges, bonds, VLANs and tunnels that
/// pass their packets on. Where no interface is a card (a container), those count that move
/// Ethernet frames and belong to no bridge. Listed are the counted ones, and stacked ones that have
/// carried anything; the ends of containers' cables are not.
class NetworkCollector final : public HostCollector {
 public:
  explicit NetworkCollector(const Context& context)
      : host_(context.host),
        files_(context.files),
        net_dev_(context.files, "/proc/net/dev"),
        report_(context.log) {}

  std::string_view name() const override { return "network"; }

  CollectorStatus collect(Batch& batch) override {
    auto content = net_dev_.read();
    if (!content) {
      interfaces_.clear();
      report_total(batch.of(host_), net_dev_.absence());
      return {"network", false, net_dev_.failure()};
    }
    ++reading_;
    while (const auto line = scan_line(*content)) read_line(*line, batch.tick().mono);
    changed_ |= std::erase_if(interfaces_,
                              [&](const Interface& each) { return each.seen != reading_; }) > 0;
    if (std::exchange(changed_, false)) choose_counted();
    report_total(batch.of(host_), Absence::unsupported);
    for (Interface& each : interfaces_) {
      if (!is_listed(each)) continue;
      refresh(each);
      report_interface(batch.of(each.device), each);
    }
    return {"network", true, ""};
  }

 private:
  /// How often what rarely changes is read: a driver may take long to tell its speed.
  static constexpr std::uint64_t kLookAgain = 30;

  void read_line(std::string_view line, MonoTime now) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return;
    const std::string_view name = trim(line.substr(0, colon));
    if (name.empty()) return;
    line.remove_prefix(colon + 1);
    std::array<std::optional<std::uint64_t>, kFields> fields;
    for (auto& field : fields) field = scan_number(line);
    Interface& each = find(name);
    each.seen = reading_;
    for (std::size_t i = 0; i < kRowCount; ++i) {
      each.counters[i].update(fields[kRows[i].field], now);
    }
  }

  /// The lines come in the same order each time: the search goes on where it last found one.
  Interface& find(std::string_view name) {
    for (std::size_t tried = 0; tried < interfaces_.size(); ++tried) {
      next_ = next_ + 1 < interfaces_.size() ? next_ + 1 : 0;
      if (interfaces_[next_].name == name) return interfaces_[next_];
    }
    changed_ = true;
    next_ = interfaces_.size();
    Interface& added = interfaces_.emplace_back();
    added.name = name;
    added.identity = identify_network(files_, name);
    return added;
  }

  void choose_counted() {
    const auto is_card = [](const Interface& each) {
      return each.identity.kind == NetworkKind::physical && !each.identity.shadowed;
    };
    const bool cards = std::any_of(interfaces_.begin(), interfaces_.end(), is_card);
    for (Interface& each : interfaces_) {
      const bool way_out = each.identity.kind == NetworkKind::veth && !each.identity.member;
      const bool counted = cards ? is_card(each) : way_out;
      if (std::exchange(each.counted, counted) != counted) each.device.reset();
    }
  }

  static bool is_listed(const Interface& each) {
    const NetworkKind kind = each.identity.kind;
    const bool stacked = kind == NetworkKind::bridge || kind == NetworkKind::bond ||
                         kind == NetworkKind::vlan || kind == NetworkKind::tunnel;
    const auto carried = [&](std::size_t row) {
      return each.counters[row].value().value_or(0) > 0;
    };
    return each.counted || (stacked && (carried(kSentBytes) || carried(kRecvBytes)));
  }

  void refresh(Interface& each) {
    const std::string sysfs = "/sys/class/net/" + each.name;
    if (!each.state) each.state.emplace(files_, sysfs + "/operstate");
    const auto state = each.state->read();
    // Tunnels have no link to watch and say `unknown`.
    const auto up =
        state ? std::optional(trim(*state) == "up" || trim(*state) == "unknown") : std::nullopt;
    const bool changed = std::exchange(each.up, up) != up;
    if (each.device && !changed && reading_ - each.looked < kLookAgain) return;
    // A virtual function joins its synthetic card only after it came up.
    if (each.device) each.identity = identify_network(files_, each.name);
    changed_ |= each.device != nullptr;
    each.looked = reading_;
    const int index = each.device ? each.device->index : index_++;
    each.device = network_device(files_, each.name, each.identity.kind, each.counted, index);
    const auto megabits = NumberFile(files_, sysfs + "/speed").read();
    const bool known = megabits && *megabits > 0;
    each.speed = known ? std::optional(static_cast<double>(*megabits) * 125'000) : std::nullopt;
    each.speed_absence = megabits ? Absence::unsupported : absence_of(megabits.error());
  }

  void report_interface(Values& values, const Interface& each) {
    const std::string& id = each.device->id;
    report_counters(report_, values, id, kRows, each.counters);
    values.set(kUp, each.up ? std::optional(*each.up ? 1.0 : 0.0) : std::nullopt,
               each.up ? Absence::invalid : each.state->absence());
    report_.set(values, id, kSpeed, each.speed, each.speed_absence);
  }

  void report_total(Values& values, Absence none) {
    CounterTotals totals(kRows);
    for (const Interface& each : interfaces_) {
      if (each.counted) totals.add(each.counters);
    }
    totals.report(report_, values, none);
  }

  DevicePtr host_;
  FileTree files_;
  Source net_dev_;
  Reporter report_;
  std::vector<Interface> interfaces_;
  std::size_t next_ = 0;
  std::uint64_t reading_ = 0;
  bool changed_ = false;
  int index_ = 0;
};

}  // namespace

std::unique_ptr<HostCollector> make_network_collector(const Context& context) {
  return std::make_unique<NetworkCollector>(context);
}

std::span<const MetricSpec* const> network_metrics() {
  static const std::vector<const MetricSpec*> kAll = [] {
    std::vector<const MetricSpec*> all = metrics_of(kRows);
    all.insert(all.end(), {&kUp, &kSpeed});
    return all;
  }();
  return kAll;
}

}  // namespace mimon::host
