#include "api/familiar_metrics.h"

#include <fmt/format.h>

#include <functional>
#include <span>
#include <utility>

#include "api/familiar_names.h"

namespace mimon::api {
namespace {

/// A value of a label or of help, as the format asks.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string info_text(const Device& device, std::string_view key) {
  for (const InfoField& field : device.info) {
    if (field.spec->key != key) continue;
    if (const auto* text = std::get_if<std::string>(&field.value)) return escaped(*text);
  }
  return "";
}

std::string dcgm_labels(const Device& gpu, std::string_view hostname) {
  return fmt::format(
      R"({{gpu="{0}",UUID="{1}",pci_bus_id="{2}",device="nvidia{0}",modelName="{3}",Hostname="{4}"}})",
      gpu.index, info_text(gpu, "uuid"), info_text(gpu, "pci_bus_id"), escaped(gpu.name), hostname);
}

std::string node_labels(const Device& device) {
  if (device.kind == DeviceKind::host) return "";
  if (device.kind == DeviceKind::core) return fmt::format("{{cpu=\"{}\"}}", device.index);
  if (device.kind != DeviceKind::mount)
    return fmt::format("{{device=\"{}\"}}", escaped(device.name));
  return fmt::format(R"({{device="{}",fstype="{}",mountpoint="{}"}})", info_text(device, "source"),
                     info_text(device, "fstype"), escaped(device.name));
}

void head(std::string& out, std::string_view name, bool counter, std::string_view help) {
  out += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, counter ? "counter" : "gauge");
}

void append(std::string& out, std::span<const Familiar> names, const Snapshot& snapshot,
            const std::function<std::string(const Device&)>& labels) {
  for (const Familiar& familiar : names) {
    bool begun = false;
    for (const DeviceSamplePtr& sample : snapshot.devices) {
      const Device& device = *sample->device;
      // A MIG instance is a part of its GPU, and goes by labels of its own there.
      if (device.kind != familiar.device || !device.parent.empty()) continue;
      for (const Reading& reading : sample->values.readings()) {
        const auto value = reading.value();
        if (reading.spec().id != familiar.id || !value) continue;
        if (!std::exchange(begun, true)) head(out, familiar.name, familiar.counter, familiar.help);
        out += fmt::format("{}{} {}\n", familiar.name, labels(device), *value * familiar.factor);
      }
    }
  }
}

void append_cores(std::string& out, std::span<const CoreTimes> cores) {
  using Mode = std::pair<std::string_view, std::uint64_t CpuTimes::*>;
  static constexpr Mode kModes[] = {{"idle", &CpuTimes::idle},       {"iowait", &CpuTimes::iowait},
                                    {"irq", &CpuTimes::irq},         {"nice", &CpuTimes::nice},
                                    {"softirq", &CpuTimes::softirq}, {"steal", &CpuTimes::steal},
                                    {"system", &CpuTimes::system},   {"user", &CpuTimes::user}};
  constexpr double kTicks = 100;
  if (cores.empty()) return;
  head(out, "node_cpu_seconds_total", true, "Seconds the CPUs spent in each mode.");
  for (const CoreTimes& core : cores) {
    for (const auto& [mode, time] : kModes) {
      fmt::format_to(std::back_inserter(out),
                     "node_cpu_seconds_total{{cpu=\"{}\",mode=\"{}\"}} {}\n", core.core, mode,
                     static_cast<double>(core.times.*time) / kTicks);
    }
  }
}

/// What node_exporter tells beside the values of devices.
void append_host(std::string& out, const DeviceSample& sample, double now) {
  const Device& host = *sample.device;
  for (const Reading& reading : sample.values.readings()) {
    const auto uptime = reading.value();
    if (reading.spec().id != "uptime" || !uptime) continue;
    head(out, "node_boot_time_seconds", false, "Node boot time, in unixtime.");
    out += fmt::format("node_boot_time_seconds {:.0f}\n", now - *uptime);
  }
  head(out, "node_time_seconds", false, "System time in seconds since epoch (1970).");
  out += fmt::format("node_time_seconds {}\n", now);
  head(out, "node_uname_info", false, "Labeled system information as provided by uname.");
  out += fmt::format(
      R"x(node_uname_info{{domainname="(none)",machine="{}",nodename="{}",release="{}",sysname="Linux",version=""}} 1)x"
      "\n",
      info_text(host, "architecture"), info_text(host, "hostname"), info_text(host, "kernel"));
}

}  // namespace

std::string dcgm_text(const Snapshot& snapshot) {
  const DeviceSample* host = snapshot.find("host");
  const std::string hostname = host ? info_text(*host->device, "hostname") : "";
  std::string out;
  append(out, dcgm_names(), snapshot,
         [&](const Device& gpu) { return dcgm_labels(gpu, hostname); });
  return out;
}

std::string node_text(const Snapshot& snapshot) {
  const double now = std::chrono::duration<double>(snapshot.wall.time_since_epoch()).count();
  std::string out;
  append(out, node_names(), snapshot, node_labels);
  append_cores(out, snapshot.cores);
  if (const DeviceSample* host = snapshot.find("host")) append_host(out, *host, now);
  return out;
}

Response text_metrics_response(std::string text) {
  Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = std::make_shared<const std::string>(std::move(text));
  return response;
}

}  // namespace mimon::api
