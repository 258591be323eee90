#include "api/views.h"

namespace mimon::api {

void write_sources(Json& json, const Snapshot& snapshot) {
  json.key("collectors");
  json.begin_array();
  for (const CollectorStatus& collector : snapshot.collectors) {
    json.begin_object();
    json.field("name", std::string_view(collector.name));
    json.field("ok", collector.ok);
    json.field("detail", std::string_view(collector.detail));
    json.end_object();
  }
  json.end_array();
  json.key("vendors");
  json.begin_array();
  for (const VendorStatus& vendor : snapshot.vendors) {
    json.begin_object();
    json.field("vendor", std::string_view(vendor.vendor));
    json.field("state", vendor_state_name(vendor.state));
    json.field("detail", std::string_view(vendor.detail));
    json.field("version", std::string_view(vendor.version));
    json.end_object();
  }
  json.end_array();
}

void write_snapshot(Json& json, const View& view) {
  json.begin_object();
  json.field("timestamp", iso8601(view.snapshot.wall));
  json.field("simulated", view.simulated());
  json.key("system");
  write_system_metrics(json, view);
  json.key("disk_usage");
  write_mount_points(json, view, {});
  json.key("disk_rates");
  write_disk_rates(json, view);
  json.key("network_rates");
  write_network_rates(json, view);
  json.key("gpus");
  json.begin_array();
  for (const DeviceSample* gpu : view.gpus()) {
    json.begin_object();
    json.key("info");
    write_gpu_info(json, *gpu);
    json.key("metrics");
    write_gpu_metrics(json, view, *gpu);
    json.end_object();
  }
  json.end_array();
  json.key("processes");
  write_gpu_process_list(json, view, std::nullopt);
  write_sources(json, view.snapshot);
  json.end_object();
}

}  // namespace mimon::api
