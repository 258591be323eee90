#include "api/arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace mimon::api {
namespace {

Response bad_parameter(std::string_view detail) {
  return problem(400, "Bad Request", detail);
}

std::optional<Response> unknown_parameter(const Route& route, const Target& target) {
  for (const auto& [name, value] : target.query) {
    const bool known = std::any_of(
        route.parameters.begin(), route.parameters.end(),
        [&](const Parameter& p) { return !p.in_path && p.name == std::string_view(name); });
    if (known) continue;
    std::string takes;
    for (const Parameter& parameter : route.parameters) {
      if (!parameter.in_path)
        takes += fmt::format("{}'{}'", takes.empty() ? "" : ", ", parameter.name);
    }
    return bad_parameter(fmt::format("Unknown parameter '{}'; this endpoint takes {}.", name,
                                     takes.empty() ? "none" : takes));
  }
  return std::nullopt;
}

/// The GPU that `text` names, or what is wrong with it.
std::variant<const DeviceSample*, Response> find_gpu(const Parameter& parameter,
                                                     std::string_view text, const View& view) {
  const auto id = parse_number<int>(text);
  if (!id || *id < 0) {
    return bad_parameter(fmt::format(
        "'{}' must be the index of a GPU, a whole number from 0; got '{}'.", parameter.name, text));
  }
  if (const DeviceSample* gpu = view.gpu(*id)) return gpu;
  return problem(404, "Not Found",
                 fmt::format("There is no GPU {}; this machine has {}.", *id, view.gpus().size()));
}

std::string_view without_end_slashes(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path;
}

bool is_below(std::string_view path, std::string_view folder) {
  if (folder == "/") return path.starts_with('/');
  return path.starts_with(folder) && path.substr(folder.size()).starts_with('/');
}

/// Names the mount point next above, too; what holds the folder may be another: mounts that are not
/// listed and symbolic links may lie in between.
Response no_mount(const View& view, std::string_view path) {
  std::string_view above;
  for (const DeviceSample* mount : view.of(DeviceKind::mount)) {
    const std::string_view name = mount->device->name;
    if (name.size() > above.size() && is_below(path, name)) above = name;
  }
  std::string detail = fmt::format("No file system is mounted at '{}'", path);
  if (!above.empty()) detail += fmt::format("; of those listed, '{}' is next above it", above);
  return problem(404, "Not Found", detail + ".");
}

/// Where the first of a list of mount points ends: at a comma, though at none that is a part of a
/// mount point there is.
std::size_t end_of_first(std::string_view text, const View& view) {
  std::size_t end = text.find(',');
  const auto reach = [&](const std::string& point) {
    if (!text.starts_with(point)) return;
    const auto comma = text.find(',', point.size());
    if (without_end_slashes(trim(text.substr(0, comma))) == point) end = std::max(end, comma);
  };
  for (const DeviceSample* mount : view.of(DeviceKind::mount)) {
    reach(mount->device->name);
    for (const std::string& other : mount->device->other_names) reach(other);
  }
  return end;
}

std::vector<std::string> split_mount_points(std::string_view text, const View& view) {
  std::vector<std::string> points;
  while (!text.empty()) {
    text = trim(text);
    const std::size_t end = end_of_first(text, view);
    const auto point = without_end_slashes(trim(text.substr(0, end)));
    if (!point.empty()) points.emplace_back(point);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return points;
}

std::optional<Response> check_names(const Parameter& parameter, std::string_view text,
                                    const View& view, Arguments& arguments) {
  arguments.names = split_mount_points(text, view);
  if (arguments.names.empty()) {
    return bad_parameter(fmt::format("'{}' must name at least one mount point.", parameter.name));
  }
  for (const std::string& name : arguments.names) {
    if (!view.mount(name)) return no_mount(view, name);
  }
  std::sort(arguments.names.begin(), arguments.names.end());
  arguments.names.erase(std::unique(arguments.names.begin(), arguments.names.end()),
                        arguments.names.end());
  return std::nullopt;
}

std::optional<Response> check(const Parameter& parameter, std::string_view text, const View& view,
                              Arguments& arguments) {
  if (parameter.type == ParameterType::names) return check_names(parameter, text, view, arguments);
  const bool many = parameter.type == ParameterType::gpu_ids;
  const auto ids = many ? split_list(text) : std::vector<std::string>{std::string(text)};
  if (ids.empty()) {
    return bad_parameter(fmt::format("'{}' must name at least one GPU.", parameter.name));
  }
  for (const std::string& id : ids) {
    auto found = find_gpu(parameter, id, view);
    if (auto* wrong = std::get_if<Response>(&found)) return std::move(*wrong);
    const DeviceSample* gpu = std::get<const DeviceSample*>(found);
    if (!many) arguments.gpu = gpu;
    if (std::find(arguments.gpus.begin(), arguments.gpus.end(), gpu) == arguments.gpus.end()) {
      arguments.gpus.push_back(gpu);
    }
  }
  return std::nullopt;
}

Response no_gpu(const View& view) {
  auto response = problem(503, "Service Unavailable", view.gpu_unavailable_reason());
  response.headers.emplace_back("Retry-After", "5");
  return response;
}

}  // namespace

bool matches(std::string_view pattern, std::string_view path, std::string& segment) {
  const auto brace = pattern.find('{');
  if (brace == std::string_view::npos) return pattern == path;
  if (!path.starts_with(pattern.substr(0, brace))) return false;
  const auto rest = path.substr(brace);
  if (rest.empty() || rest.find('/') != std::string_view::npos) return false;
  segment = rest;
  return true;
}

std::variant<Arguments, Response> check_arguments(const Route& route, const Target& target,
                                                  const std::string& path_segment,
                                                  const View& view) {
  if (auto wrong = unknown_parameter(route, target)) return std::move(*wrong);
  const auto gpus = view.gpus();
  if (route.needs_gpu && gpus.empty()) return no_gpu(view);
  Arguments arguments;
  for (const Parameter& parameter : route.parameters) {
    const auto given = parameter.in_path ? std::optional<std::string_view>(path_segment)
                                         : target.find(parameter.name);
    if (!given) {
      if (!parameter.required) continue;
      return bad_parameter(
          fmt::format("The parameter '{}' is missing: {}", parameter.name, parameter.help));
    }
    if (auto wrong = check(parameter, *given, view, arguments)) return std::move(*wrong);
  }
  if (arguments.gpus.empty()) arguments.gpus = gpus;
  return arguments;
}

}  // namespace mimon::api
