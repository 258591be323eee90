#include <array>

#include "api/views.h"

namespace mimon::api {
namespace {

constexpr double kMebi = 0x1p20;

/// The value at `path` of the host; absent where there is no such metric.
std::optional<double> host_value(const View& view, std::string_view path) {
  const DeviceSample* host = view.host();
  if (!host) return std::nullopt;
  for (const Reading& reading : host->values.readings()) {
    if (reading.spec().path == path) return reading.value();
  }
  return std::nullopt;
}

std::optional<double> times(std::optional<double> value, double factor) {
  return value ? std::optional(*value * factor) : std::nullopt;
}

void write_info(Json& json, const Device& device) {
  json.begin_object();
  for (const InfoField& field : device.info) {
    json.key(field.spec->key);
    if (const auto* text = std::get_if<std::string>(&field.value)) {
      json.value(std::string_view(*text));
    } else if (const auto* whole = std::get_if<std::int64_t>(&field.value)) {
      json.value(*whole);
    } else if (const auto* number = std::get_if<double>(&field.value)) {
      json.number(*number, 2);
    } else if (const auto* flag = std::get_if<bool>(&field.value)) {
      json.value(*flag);
    } else {
      json.null();
    }
  }
  json.end_object();
}

void write_cores(Json& json, const View& view) {
  const auto cores = view.of(DeviceKind::core);
  json.key("per_core");
  json.begin_array();
  for (const DeviceSample* core : cores) {
    std::optional<double> percent;
    for (const Reading& reading : core->values.readings()) {
      if (reading.spec().path == "percent") percent = reading.value();
    }
    json.number(percent, 1);
  }
  json.end_array();
  json.key("cores");
  json.begin_array();
  for (const DeviceSample* core : cores) {
    json.begin_object();
    json.field("core", core->device->index);
    view.layouts.core.write_fields(json, core->values);
    json.end_object();
  }
  json.end_array();
}

/// One device of a list: its name, what it is, its values.
void write_device(Json& json, const DeviceSample& sample, const Layout& layout,
                  std::string_view name_key, std::string_view name) {
  json.begin_object();
  json.field(name_key, name);
  layout.write_fields(json, sample.values);
  json.key("info");
  write_info(json, *sample.device);
  json.field("state", device_state_name(sample.state));
  json.key("state_detail");
  sample.detail.empty() ? json.null() : json.value(std::string_view(sample.detail));
  json.end_object();
}

void write_devices(Json& json, const View& view, DeviceKind kind, const Layout& layout) {
  json.key("devices");
  json.begin_array();
  for (const DeviceSample* sample : view.of(kind)) {
    write_device(json, *sample, layout, "device", sample->device->name);
  }
  json.end_array();
}

}  // namespace

void write_system_metrics(Json& json, const View& view) {
  static const Values kNothing;
  const DeviceSample* host = view.host();
  const Values& values = host ? host->values : kNothing;
  json.begin_object();
  json.field("timestamp", iso8601(view.snapshot.wall));
  view.layouts.host.write_fields(json, values, [&](std::string_view path, Json& out) {
    if (path == "cpu") write_cores(out, view);
  });
  json.key("info");
  if (host) {
    write_info(json, *host->device);
  } else {
    json.null();
  }
  json.key("unavailable");
  view.layouts.host.write_unavailable(json, values);
  json.end_object();
}

void write_host_groups(Json& json, const View& view, std::span<const std::string_view> groups) {
  static const Values kNothing;
  const DeviceSample* host = view.host();
  json.begin_object();
  json.field("timestamp", iso8601(view.snapshot.wall));
  view.layouts.host.write_groups(json, host ? host->values : kNothing, groups,
                                 [&](std::string_view path, Json& out) {
                                   if (path == "cpu") write_cores(out, view);
                                 });
  json.end_object();
}

void write_mount_points(Json& json, const View& view,
                        const std::vector<std::string>& mount_points) {
  json.begin_array();
  if (mount_points.empty()) {
    for (const DeviceSample* mount : view.of(DeviceKind::mount)) {
      write_device(json, *mount, view.layouts.mount, "mount_point", mount->device->name);
    }
  }
  for (const std::string& point : mount_points) {
    const DeviceSample* mount = view.mount(point);
    if (mount) write_device(json, *mount, view.layouts.mount, "mount_point", point);
  }
  json.end_array();
}

void write_disk_rates(Json& json, const View& view) {
  const auto read = host_value(view, "disk_io.read_rate");
  const auto written = host_value(view, "disk_io.write_rate");
  json.begin_object();
  json.number_field("read_rate", read, 0);
  json.number_field("write_rate", written, 0);
  json.number_field("read_mbps", times(read, 1 / kMebi), 2);
  json.number_field("write_mbps", times(written, 1 / kMebi), 2);
  write_devices(json, view, DeviceKind::disk, view.layouts.disk);
  json.end_object();
}

void write_network_rates(Json& json, const View& view) {
  const auto sent = host_value(view, "network_io.sent_rate");
  const auto received = host_value(view, "network_io.recv_rate");
  json.begin_object();
  json.number_field("sent_rate", sent, 0);
  json.number_field("recv_rate", received, 0);
  json.number_field("sent_mbps", times(sent, 8 / kMebi), 2);
  json.number_field("recv_mbps", times(received, 8 / kMebi), 2);
  write_devices(json, view, DeviceKind::network, view.layouts.network);
  json.end_object();
}

void write_machine(Json& json, const View& view) {
  json.key("system");
  write_system_metrics(json, view);
  json.key("disk_usage");
  write_mount_points(json, view, {});
  json.key("network_rates");
  write_network_rates(json, view);
  json.key("disk_rates");
  write_disk_rates(json, view);
}

}  // namespace mimon::api
