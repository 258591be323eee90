#include "collectors/linux/network_identity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace mimon::host {

const InfoSpec kNetworkKind{
    .key = "kind", .type = InfoType::text, .help = "physical, bridge, bond, vlan, tunnel or veth."};
const InfoSpec kNetworkState{
    .key = "operstate",
    .type = InfoType::text,
    .help = "State of the link as the kernel names it: up, down, dormant."};
const InfoSpec kNetworkAddress{
    .key = "address", .type = InfoType::text, .help = "Hardware address."};
const InfoSpec kNetworkMtu{
    .key = "mtu", .type = InfoType::integer, .help = "Largest packet, in bytes."};
const InfoSpec kNetworkCounted{.key = "counted",
                               .type = InfoType::boolean,
                               .help = "Whether the machine's totals include it."};

namespace {

constexpr std::array<std::string_view, 6> kIdle{"lo", "dummy", "ifb", "sit", "tunl", "ip6tnl"};
constexpr std::array<std::string_view, 8> kVirtual{"veth", "docker",  "br-",  "virbr",
                                                   "cni",  "flannel", "cali", "vnet"};

template <std::size_t N>
bool starts_with_any(std::string_view name, const std::array<std::string_view, N>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

std::string folder(std::string_view name) {
  return "/sys/class/net/" + std::string(name);
}

/// ARPHRD_ETHER and ARPHRD_INFINIBAND of linux/if_arp.h.
bool carries_frames(std::string_view type) {
  return type == "1" || type == "32";
}

NetworkKind kind_of(const FileTree& files, const std::string& sysfs, std::string_view name) {
  if (files.exists(sysfs + "/bridge")) return NetworkKind::bridge;
  if (files.exists(sysfs + "/bonding")) return NetworkKind::bond;
  if (files.exists(sysfs + "/device")) return NetworkKind::physical;
  if (files.exists(sysfs + "/tun_flags")) return NetworkKind::tunnel;
  const auto event = files.read(sysfs + "/uevent");
  const std::string_view text = event ? std::string_view(*event) : std::string_view();
  if (text.find("DEVTYPE=vlan\n") != text.npos) return NetworkKind::vlan;
  for (const std::string_view type : {"wireguard", "vxlan", "geneve", "gre", "ppp"}) {
    if (text.find(fmt::format("DEVTYPE={}\n", type)) != text.npos) return NetworkKind::tunnel;
  }
  if (starts_with_any(name, kIdle)) return NetworkKind::other;
  const auto type = files.read_line(sysfs + "/type");
  return type && carries_frames(*type) ? NetworkKind::veth : NetworkKind::tunnel;
}

}  // namespace

std::span<const InfoSpec* const> network_info() {
  static constexpr auto kAll = std::to_array<const InfoSpec*>(
      {&kNetworkKind, &kNetworkState, &kNetworkAddress, &kNetworkMtu, &kNetworkCounted});
  return kAll;
}

std::string_view network_kind_name(NetworkKind kind) {
  constexpr std::string_view kNames[] = {"physical", "bridge", "bond", "vlan",
                                         "tunnel",   "veth",   "other"};
  return kNames[static_cast<std::size_t>(kind)];
}

NetworkIdentity identify_network(const FileTree& files, std::string_view name) {
  const std::string sysfs = folder(name);
  if (!files.exists(sysfs)) {
    if (starts_with_any(name, kIdle)) return {};
    const bool stacked = starts_with_any(name, kVirtual);
    return {stacked ? NetworkKind::veth : NetworkKind::physical, stacked, false};
  }
  NetworkIdentity identity{kind_of(files, sysfs, name), files.exists(sysfs + "/master"), false};
  if (identity.kind == NetworkKind::physical) {
    const auto card = files.list(sysfs + "/device/physfn/net");
    identity.shadowed = files.exists(sysfs + "/master/device") || (card && !card->empty());
  }
  return identity;
}

DevicePtr network_device(const FileTree& files, std::string_view name, NetworkKind kind,
                         bool counted, int index) {
  const std::string sysfs = folder(name);
  auto device = std::make_shared<Device>();
  device->kind = DeviceKind::network;
  device->index = index;
  device->name = to_utf8(name);
  device->id = fmt::format("network/{}", device->name);
  device->info.push_back({&kNetworkKind, std::string(network_kind_name(kind))});
  const std::pair<const InfoSpec*, std::string_view> texts[] = {{&kNetworkState, "/operstate"},
                                                                {&kNetworkAddress, "/address"}};
  for (const auto& [spec, file] : texts) {
    const auto text = files.read_line(sysfs + std::string(file));
    if (text && !text->empty()) device->info.push_back({spec, to_utf8(*text)});
  }
  const auto mtu = files.read_line(sysfs + "/mtu");
  if (const auto bytes = mtu ? parse_number<std::int64_t>(*mtu) : std::nullopt) {
    device->info.push_back({&kNetworkMtu, *bytes});
  }
  device->info.push_back({&kNetworkCounted, counted});
  return device;
}

}  // namespace mimon::host
