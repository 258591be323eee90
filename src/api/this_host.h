#pragma once

#include <string>

namespace mimon::api {

/// This machine among the hosts that share a store.
struct ThisHost {
  std::string name{};   ///< as the store knows it
  std::string url{};    ///< where people reach this mimon; empty where it said nothing
  bool shared = false;  ///< the store holds other hosts' data too
};

}  // namespace mimon::api
