#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "api/http.h"
#include "api/query.h"
#include "api/routes.h"

namespace mimon::api {

/// True where `path` (without the base path) is an instance of the pattern; `segment` becomes what
/// stands for `{…}`.
[[nodiscard]] bool matches(std::string_view pattern, std::string_view path, std::string& segment);

/// Checks the parameters of a request against its route; the response is the problem that it has:
/// 400 for what is wrong with a parameter, 404 for a GPU or mount point that is not there, 503
/// where the route needs a GPU and there is none.
[[nodiscard]] std::variant<Arguments, Response> check_arguments(const Route& route,
                                                                const Target& target,
                                                                const std::string& path_segment,
                                                                const View& view);

}  // namespace mimon::api
