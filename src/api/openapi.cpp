#include "api/openapi.h"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <span>
#include <string_view>

#include "api/layout.h"
#include "api/openapi_text.h"
#include "api/routes.h"
#include "base/version.h"
#include "metrics/gpu_info.h"

namespace mimon::api {
namespace {

namespace json = boost::json;

json::object reference(std::string_view schema) {
  return {{"$ref", fmt::format("#/components/schemas/{}", schema)}};
}

json::object metric_schema(const MetricSpec& spec) {
  json::object schema;
  if (spec.kind == Kind::flags) {
    json::array names;
    for (const Flag& flag : spec.flags) names.emplace_back(flag.name);
    schema["type"] = {"array", "null"};
    schema["items"] = json::object{{"type", "string"}, {"enum", names}};
  } else {
    schema["type"] = {"number", "null"};
  }
  schema["description"] = spec.help;
  if (spec.unit != Unit::none) schema["x-unit"] = unit_name(spec.unit);
  return schema;
}

void add_field(json::object& schema, std::string_view name, json::value field) {
  schema["properties"].as_object()[name] = std::move(field);
  schema["required"].as_array().emplace_back(name);
}

json::object empty_object() {
  return {{"type", "object"}, {"properties", json::object()}, {"required", json::array()}};
}

void add_node(json::object& schema, const Layout::Node& node);

json::value node_schema(const Layout::Node& node) {
  if (node.spec) return metric_schema(*node.spec);
  if (node.array) {
    return json::object{{"type", "array"}, {"items", metric_schema(*node.children.front().spec)}};
  }
  json::object schema = empty_object();
  for (const Layout::Node& child : node.children) add_node(schema, child);
  return schema;
}

void add_node(json::object& schema, const Layout::Node& node) {
  add_field(schema, node.name, node_schema(node));
  if (!node.spec || node.spec->scaled == Scaled::no) return;
  json::object scaled{{"type", {"number", "null"}}};
  scaled["description"] =
      fmt::format("{} In 2^{} bytes.", node.spec->help, node.spec->scaled == Scaled::gb ? 30 : 20);
  add_field(schema, scaled_name(node.name, node.spec->scaled), std::move(scaled));
}

void add_layout(json::object& schema, const Layout& layout,
                std::span<const std::string_view> only = {}) {
  for (const Layout::Node& node : layout.root().children) {
    if (only.empty() || std::find(only.begin(), only.end(), node.name) != only.end()) {
      add_node(schema, node);
    }
  }
}

void add_gpu_info(json::object& schema) {
  for (const InfoSpec* spec : gpu::all_info()) {
    static constexpr std::array<std::string_view, 4> kTypes{"string", "integer", "number",
                                                            "boolean"};
    add_field(schema, spec->key,
              json::object{{"type", {kTypes.at(static_cast<std::size_t>(spec->type)), "null"}},
                           {"description", spec->help}});
  }
}

void add_metrics(json::object& schemas, const Catalog& catalog) {
  const Layouts layouts(catalog);
  add_gpu_info(schemas["GpuInfo"].as_object());
  add_layout(schemas["GpuMetrics"].as_object(), layouts.gpu);
  add_layout(schemas["GpuInstance"].as_object(), layouts.gpu, kInstanceGroups);
  add_layout(schemas["HardwareMetrics"].as_object(), layouts.gpu, kHardwareGroups);
  add_layout(schemas["SystemMetrics"].as_object(), layouts.host);
  add_layout(schemas["Core"].as_object(), layouts.core);
  add_layout(schemas["DiskUsage"].as_object(), layouts.mount);
  add_layout(schemas["Disk"].as_object(), layouts.disk);
  add_layout(schemas["Network"].as_object(), layouts.network);
  auto& properties = schemas["SystemMetrics"].as_object()["properties"].as_object();
  if (!properties.contains("cpu")) return;
  auto& cpu = properties["cpu"].as_object();
  add_field(cpu, "per_core",
            json::object{{"type", "array"},
                         {"items", json::object{{"type", {"number", "null"}}}},
                         {"description", "Per cent, one figure a core."}});
  add_field(cpu, "cores", json::object{{"type", "array"}, {"items", reference("Core")}});
}

json::object response(std::string_view description, std::string_view type, json::object schema) {
  return {{"description", description},
          {"content", json::object{{type, json::object{{"schema", std::move(schema)}}}}}};
}

json::object responses(std::string_view schema, std::string_view operation) {
  json::object ok = response("The newest sample.", "application/json", reference(schema));
  for (const Example& example : examples()) {
    if (example.operation == operation) {
      ok["content"].as_object()["application/json"].as_object()["example"] =
          json::parse(example.text);
    }
  }
  json::object all{{"200", std::move(ok)}};
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kProblems{{
      {"400", "A parameter is wrong; the detail says which and what it takes."},
      {"404", "There is no such GPU, mount point or path."},
      {"405", "Only GET and HEAD are answered."},
      {"503", "No GPU can be monitored, or there is no sample yet; the detail says why."},
  }};
  for (const auto& [status, description] : kProblems) {
    all[status] = response(description, "application/problem+json", reference("Problem"));
  }
  return all;
}

struct HistoryParameter {
  std::string_view name;
  std::string_view help;
};

constexpr std::array<HistoryParameter, 10> kHistoryParameters{{
    {"gpu_id",
     "Indices or UUIDs of GPUs, comma-separated, or all; without it, all that are there. Of "
     "several hosts that share a store as host:index; the answer is then HistoryOfHosts."},
    {"host", "A host that shares the store; without it, this machine."},
    {"range", "Time back from now, such as 1h, 6h, 24h or 7d; without any time, 1h."},
    {"start_time", "ISO 8601, or seconds or milliseconds since 1970."},
    {"end_time", "Likewise; without it, now."},
    {"resolution", "auto, 1s, 10s, 1m or 5m."},
    {"metrics", "Ids of metrics as the catalogue lists them, comma-separated."},
    {"max_points", "Points at most; merged so that extremes are kept."},
    {"stats", "avg, min, max, comma-separated."},
    {"format", "rows or columns."},
}};

void add_history_path(json::object& paths, std::string_view path, std::string_view operation,
                      std::string_view summary, std::string_view schema) {
  json::array given;
  const bool exporting = path.ends_with("/export");
  for (const HistoryParameter& each : kHistoryParameters) {
    if (each.name == "gpu_id" && path.find("gpu") == std::string_view::npos) continue;
    if (each.name == "max_points" && exporting) continue;
    const bool csv = each.name == "format" && exporting;
    given.emplace_back(json::object{{"name", each.name},
                                    {"in", "query"},
                                    {"required", false},
                                    {"description", csv ? "rows or csv." : each.help},
                                    {"schema", json::object{{"type", "string"}}}});
  }
  json::object get{{"operationId", operation}, {"summary", summary}, {"parameters", given}};
  get["responses"] = responses(schema, operation);
  if (exporting) {
    auto& content = get["responses"].as_object()["200"].as_object()["content"].as_object();
    content["text/csv"] = json::object{{"schema", json::object{{"type", "string"}}}};
  }
  paths[fmt::format("{}{}", kBasePath, path)] = json::object{{"get", std::move(get)}};
}

json::object parameter(const Parameter& from) {
  json::object schema{{"type", from.type == ParameterType::gpu_id ? "integer" : "string"}};
  if (from.type == ParameterType::gpu_id) schema["minimum"] = 0;
  return {{"name", from.name},
          {"in", from.in_path ? "path" : "query"},
          {"required", from.required},
          {"description", from.help},
          {"schema", std::move(schema)}};
}

void add_path(json::object& paths, std::string_view path, std::string_view operation,
              std::string_view summary, std::span<const Parameter> parameters,
              std::string_view schema) {
  json::array given;
  for (const Parameter& each : parameters) given.emplace_back(parameter(each));
  json::object get{{"operationId", operation}, {"summary", summary}, {"parameters", given}};
  get["responses"] = responses(schema, operation);
  paths[fmt::format("{}{}", kBasePath, path)] = json::object{{"get", std::move(get)}};
}

void add_format(json::object& paths, std::string_view path) {
  auto& get = paths[fmt::format("{}{}", kBasePath, path)].as_object()["get"].as_object();
  get["parameters"].as_array().emplace_back(json::object{
      {"name", "format"},
      {"in", "query"},
      {"required", false},
      {"description", "rows, the default, or columns: the same in a third of the length."},
      {"schema", json::object{{"type", "string"}, {"enum", {"rows", "columns"}}}}});
}

}  // namespace

std::string openapi_document(const Catalog& catalog) {
  json::object document = json::parse(openapi_base()).as_object();
  document["info"].as_object()["version"] = kVersion;
  add_metrics(document["components"].as_object()["schemas"].as_object(), catalog);
  auto& paths = document["paths"].as_object();
  for (const Route& route : snapshot_routes()) {
    add_path(paths, route.path, route.operation, route.summary, route.parameters, route.schema);
  }
  add_path(paths, "/health", "getHealth", "Whether mimon is alive and what it can't read.", {},
           "Health");
  add_path(paths, "/hosts", "listHosts",
           "Every host that shares the store, this machine among them, as of its newest sample.",
           {}, "HostList");
  add_format(paths, "/hosts");
  add_history_path(paths, "/gpu-metrics/history", "getGpuHistory", "The history of GPUs.",
                   "GpuHistory");
  add_history_path(paths, "/metrics/history", "getSystemHistory", "The history of the machine.",
                   "History");
  add_history_path(paths, "/gpu-metrics/export", "exportGpuHistory",
                   "The history of GPUs at full length, sent as it is read.", "HistoryExport");
  add_history_path(paths, "/metrics/export", "exportSystemHistory",
                   "The history of the machine at full length, sent as it is read.",
                   "HistoryExport");
  return json::serialize(document);
}

}  // namespace mimon::api
