#include "host_load.h"

#include <algorithm>
#include <cmath>

#include "workload.h"

namespace mimon::bench {
namespace {

constexpr double kTotal = 67'321'401'344.0;
constexpr double kSwapTotal = 8'589'930'496.0;

MetricSpec spec(std::string_view id, int decimals, DeviceKind device = DeviceKind::host) {
  return {
      .id = id, .device = device, .path = id, .help = "For the benchmark.", .decimals = decimals};
}

const std::vector<MetricSpec>& part_metrics() {
  static const std::vector<MetricSpec> kMetrics = {
      spec("percent", 1, DeviceKind::core), spec("frequency_mhz", 0, DeviceKind::core),
      spec("user", 1, DeviceKind::core), spec("guest", 1, DeviceKind::core)};
  return kMetrics;
}

}  // namespace

const std::vector<MetricSpec>& host_metrics() {
  static const std::vector<MetricSpec> kMetrics = {
      spec("cpu.percent", 1),       spec("load_average.1m", 2),
      spec("load_average.5m", 2),   spec("load_average.15m", 2),
      spec("cpu.frequency_mhz", 0), spec("cpu.temperature", 1),
      spec("ram.used", 0),          spec("ram.available", 0),
      spec("ram.used_percent", 1),  spec("ram.total", 0),
      spec("swap.used", 0),         spec("swap.used_percent", 1),
      spec("disk.read_rate", 0),    spec("disk.write_rate", 0),
      spec("disk.read_ops", 1),     spec("disk.write_ops", 1),
      spec("network.sent_rate", 0), spec("network.recv_rate", 0),
      spec("pressure.cpu", 2),      spec("uptime", 0)};
  return kMetrics;
}

void HostLoad::advance() {
  ++second_;
  if (left_-- <= 0) {
    left_ = static_cast<int>(300 + 3000 * random_.uniform());
    base_ = 3 + 50 * random_.uniform() * random_.uniform();
    activity_ = random_.uniform() * random_.uniform();
  }
  cpu_ += (base_ - cpu_) * 0.3 + random_.normal() * base_ * 0.06;
  if (random_.chance(0.01)) cpu_ += 20 * random_.uniform();
  cpu_ = std::clamp(cpu_, 0.2, 100.0);
  if (second_ % 5 == 0) {
    const double decay[3] = {0.08, 0.0165, 0.0055};
    for (int i = 0; i < 3; ++i) load_[i] += (cpu_ * 0.32 - load_[i]) * decay[i];
  }
  frequency_ = std::floor(2400 + cpu_ * 10 + random_.normal() * 40);
  temperature_ += (38 + cpu_ * 0.4 - temperature_) * 0.1 + random_.normal() * 0.15;
  used_ += random_.normal() * base_ * 20'000;
  if (random_.chance(0.01)) used_ += random_.normal() * 5e7;
  used_ = std::clamp(used_ + (18e9 - used_) * 0.0005, 8e9, 50e9);
  pressure_ += (std::max(0.0, cpu_ - 30) * 0.2 - pressure_) * 0.1;
  const double seconds = 1 + (random_.uniform() - 0.5) * 0.0006;
  const bool reads = random_.chance(0.03 + 0.3 * activity_);
  const bool writes = second_ % 5 == 0 || random_.chance(0.15);
  read_ops_ = reads ? std::floor(1 + 200 * random_.uniform() * activity_) / seconds : 0;
  write_ops_ = writes ? std::floor(3 + 30 * random_.uniform()) / seconds : 0;
  read_bytes_ = read_ops_ * 4096 * std::floor(1 + 8 * random_.uniform());
  write_bytes_ = write_ops_ * 4096 * std::floor(1 + 4 * random_.uniform());
  const double traffic = 1500 + activity_ * 80'000;
  sent_ = random_.chance(0.6) ? std::floor(300 + traffic * random_.uniform()) / seconds
                              : std::floor(60 * random_.uniform()) / seconds;
  received_ = sent_ * (0.5 + random_.uniform());
}

void HostLoad::write(Values& values) const {
  const double used = std::floor(used_ / 4096) * 4096;
  const double swap = 134'217'728 + second_ / 7000 * 409'600.0;
  const double all[] = {cpu_,
                        load_[0],
                        load_[1],
                        load_[2],
                        frequency_,
                        std::floor(temperature_),
                        used,
                        kTotal - used,
                        used / kTotal * 100,
                        kTotal,
                        swap,
                        swap / kSwapTotal * 100,
                        read_bytes_,
                        write_bytes_,
                        read_ops_,
                        write_ops_,
                        sent_,
                        received_,
                        pressure_ < 0.005 ? 0 : pressure_,
                        100'000.0 + second_};
  for (std::size_t i = 0; i < std::size(all); ++i) values.set(host_metrics()[i], all[i]);
}

void HostLoad::write_part(Values& values, int part) const {
  const double share = std::fabs(std::sin(part * 12.9898 + second_ * 0.7 * (part % 3 + 1)));
  values.set(part_metrics()[0], std::min(100.0, cpu_ * 2 * share));
  values.set(part_metrics()[1], frequency_ + 100 * (part % 4));
  values.set(part_metrics()[2], std::min(100.0, cpu_ * share));
  values.set(part_metrics()[3], 0);
}

}  // namespace mimon::bench
