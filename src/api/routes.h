#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/views.h"
#include "metrics/catalog.h"

namespace mimon::api {

/// What a parameter takes; the checks follow from it.
enum class ParameterType {
  gpu_id,   ///< index of a GPU that is there
  gpu_ids,  ///< several, comma-separated
  names,    ///< text, comma-separated
};

struct Parameter {
  std::string_view name;
  ParameterType type;
  bool in_path = false;
  bool required = false;
  std::string_view help;
};

/// The parameters of a request after their checks.
struct Arguments {
  const DeviceSample* gpu = nullptr;      ///< the one asked for; null where none was named
  std::vector<const DeviceSample*> gpus;  ///< those asked for, or all
  std::vector<std::string> names;
};

/// One endpoint: what it takes, what it answers, what writes the answer.
struct Route {
  std::string_view path;  ///< `{gpu_id}` stands for a path parameter
  std::string_view operation;
  std::string_view summary;
  std::span<const Parameter> parameters;
  std::string_view schema;  ///< component of the OpenAPI document that the answer follows
  bool needs_gpu = false;   ///< 503 where there is no GPU
  void (*write)(Json& json, const View& view, const Arguments& arguments, const Catalog& catalog);
};

inline constexpr std::string_view kBasePath = "/api/v1/system";

/// Every endpoint that answers from the newest snapshot.
[[nodiscard]] std::span<const Route> snapshot_routes();

}  // namespace mimon::api
