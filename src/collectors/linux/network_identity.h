#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/file_tree.h"
#include "metrics/device.h"

namespace mimon::host {

/// Descriptive fields of a network interface.
extern const InfoSpec kNetworkKind, kNetworkState, kNetworkAddress, kNetworkMtu, kNetworkCounted;

[[nodiscard]] std::span<const InfoSpec* const> network_info();

/// What a network interface is made of.
enum class NetworkKind {
  physical,  ///< a card, or what a hypervisor shows as one: sysfs has a `device` for it
  bridge,
  bond,
  vlan,
  tunnel,  ///< carries its packets inside those of another interface: VPN, VXLAN, tun
  veth,    ///< anything else that moves Ethernet frames: in a container its way out
  other,   ///< loopback, dummies, traffic shapers
};

[[nodiscard]] std::string_view network_kind_name(NetworkKind kind);

struct NetworkIdentity {
  NetworkKind kind = NetworkKind::other;
  /// Belongs to a bridge or bond, so that its packets may be seen there again.
  bool member = false;
  /// Its packets are counted by another physical interface: the hidden half of a synthetic card
  /// (Azure), or an SR-IOV function whose card is here too.
  bool shadowed = false;
};

/// By /sys/class/net (Documentation/ABI/testing/sysfs-class-net); without it, by name alone.
[[nodiscard]] NetworkIdentity identify_network(const FileTree& files, std::string_view name);

/// The interface `NAME` as device `network/NAME`. `counted` says whether it is in the totals.
[[nodiscard]] DevicePtr network_device(const FileTree& files, std::string_view name,
                                       NetworkKind kind, bool counted, int index);

}  // namespace mimon::host
