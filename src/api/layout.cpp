#include "api/layout.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace mimon::api {
namespace {

Layout::Node& child(Layout::Node& parent, std::string_view name) {
  const auto found = std::find_if(parent.children.begin(), parent.children.end(),
                                  [&](const Layout::Node& node) { return node.name == name; });
  if (found != parent.children.end()) return *found;
  parent.children.push_back({.name = std::string(name), .children = {}});
  return parent.children.back();
}

void insert(Layout::Node& root, const MetricSpec& spec) {
  Layout::Node* node = &root;
  std::string_view path = spec.path;
  for (;;) {
    const auto dot = path.find('.');
    const std::string_view part = path.substr(0, dot);
    const auto bracket = part.find('[');
    node = &child(*node, part.substr(0, bracket));
    if (bracket != std::string_view::npos) {
      node->array = true;
      node->children.push_back({.name = {}, .children = {}});
      node = &node->children.back();
    }
    if (dot == std::string_view::npos) break;
    path.remove_prefix(dot + 1);
  }
  node->spec = &spec;
}

void write_flags(Json& json, const MetricSpec& spec, std::optional<double> value) {
  if (!value) return json.null();
  const auto bits = static_cast<std::uint64_t>(*value);
  json.begin_array();
  for (const Flag& flag : spec.flags) {
    if (bits & flag.bit) json.value(flag.name);
  }
  json.end_array();
}

void write_leaf(Json& json, const Layout::Node& leaf, const Values& values) {
  const MetricSpec& spec = *leaf.spec;
  const auto value = values.get(spec);
  if (!leaf.name.empty()) json.key(leaf.name);
  if (spec.kind == Kind::flags) return write_flags(json, spec, value);
  json.number(value, spec.decimals);
  if (spec.scaled == Scaled::no) return;
  const double unit = spec.scaled == Scaled::gb ? 0x1p30 : 0x1p20;
  json.number_field(scaled_name(leaf.name, spec.scaled),
                    value ? std::optional(*value / unit) : std::nullopt, 2);
}

void write_children(Json& json, const Layout::Node& parent, const Values& values,
                    const std::string& path, const Layout::Extra& extra);

void write_node(Json& json, const Layout::Node& node, const Values& values, const std::string& path,
                const Layout::Extra& extra) {
  if (node.spec) return write_leaf(json, node, values);
  json.key(node.name);
  if (node.array) {
    json.begin_array();
    for (const Layout::Node& element : node.children) write_leaf(json, element, values);
    json.end_array();
  } else {
    json.begin_object();
    write_children(json, node, values, path, extra);
    json.end_object();
  }
}

void write_children(Json& json, const Layout::Node& parent, const Values& values,
                    const std::string& path, const Layout::Extra& extra) {
  for (const Layout::Node& node : parent.children) {
    write_node(json, node, values, path.empty() ? node.name : path + '.' + node.name, extra);
  }
  if (extra) extra(path, json);
}

}  // namespace

Layout::Layout(std::span<const MetricSpec* const> metrics)
    : metrics_(metrics.begin(), metrics.end()) {
  for (const MetricSpec* spec : metrics) insert(root_, *spec);
}

void Layout::write_fields(Json& json, const Values& values, const Extra& extra) const {
  write_children(json, root_, values, "", extra);
}

void Layout::write_groups(Json& json, const Values& values,
                          std::span<const std::string_view> groups, const Extra& extra) const {
  for (const Node& node : root_.children) {
    if (std::find(groups.begin(), groups.end(), node.name) != groups.end()) {
      write_node(json, node, values, node.name, extra);
    }
  }
}

void Layout::write_unavailable(Json& json, const Values& values) const {
  json.begin_object();
  for (const MetricSpec* spec : metrics_) {
    const Reading* reading = values.find(*spec);
    if (reading && reading->value()) continue;
    const auto why = reading ? reading->absence() : std::nullopt;
    json.field(spec->path, absence_name(why.value_or(Absence::unsupported)));
  }
  json.end_object();
}

std::string scaled_name(std::string_view name, Scaled scaled) {
  constexpr std::string_view kSuffix = "_bytes";
  if (name.ends_with(kSuffix)) name.remove_suffix(kSuffix.size());
  return std::string(name) + (scaled == Scaled::gb ? "_gb" : "_mb");
}

}  // namespace mimon::api
