#include "memory_use.h"

#include <algorithm>

namespace mimon::fake_nvml {

std::optional<MemoryUse> memory_use(const Target& target) {
  const Card& card = target.gpu.card;
  if (card.memory_mib == 0) return std::nullopt;
  const double used_mib = target.reading().memory_used_mib;
  MemoryUse use;
  use.total = card.memory_mib << 20;
  use.reserved = card.reserved_mib << 20;
  const auto used = static_cast<unsigned long long>(used_mib * 1048576.0);
  use.used = used - std::min(used, use.reserved);
  if (target.gpu.raw.memory_used) use.used = *target.gpu.raw.memory_used;
  if (target.mig == nullptr) return use;
  const double part = static_cast<double>(use.used) / static_cast<double>(use.total);
  use.total = target.mig->memory_mib << 20;
  use.reserved = 0;
  use.used = static_cast<unsigned long long>(part * static_cast<double>(use.total));
  return use;
}

}  // namespace mimon::fake_nvml
