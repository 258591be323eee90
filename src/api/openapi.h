#pragma once

#include <string>

#include "metrics/catalog.h"

namespace mimon::api {

/// The OpenAPI 3.1 document of every endpoint: what is fixed comes from openapi_base.json, what a
/// metric contributes (fields, descriptions, units) from the catalogue, the examples from the
/// golden answers under tests/golden/api. Throws std::runtime_error where the base does not parse.
[[nodiscard]] std::string openapi_document(const Catalog& catalog);

}  // namespace mimon::api
