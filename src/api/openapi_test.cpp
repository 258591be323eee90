#include "api/openapi.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>
#include <string>

#include "api/example_snapshot.h"
#include "api/routes.h"

namespace mimon::api {
namespace {

namespace json = boost::json;

void collect_references(const json::value& value, std::set<std::string>& references) {
  if (const auto* object = value.if_object()) {
    for (const auto& [key, child] : *object) {
      if (key == "$ref") references.emplace(child.as_string());
      collect_references(child, references);
    }
  } else if (const auto* array = value.if_array()) {
    for (const auto& child : *array) collect_references(child, references);
  }
}

TEST(OpenApi, EveryReferenceLeadsSomewhere) {
  const auto document = json::parse(openapi_document(example_catalog()));
  std::set<std::string> references;
  collect_references(document, references);
  ASSERT_GT(references.size(), 20U);
  for (const std::string& reference : references) {
    boost::system::error_code error;
    EXPECT_NE(document.find_pointer(reference.substr(1), error), nullptr) << reference;
  }
}

TEST(OpenApi, DescribesEveryEndpoint) {
  const auto document = json::parse(openapi_document(example_catalog()));
  for (const Route& route : snapshot_routes()) {
    const auto& paths = document.at("paths").as_object();
    EXPECT_TRUE(paths.contains("/api/v1/system" + std::string(route.path))) << route.path;
  }
}

TEST(OpenApi, MetricsBecomeFields) {
  const auto document = json::parse(openapi_document(example_catalog()));
  const auto& gpu = document.at("components").at("schemas").at("GpuMetrics").at("properties");
  EXPECT_EQ(gpu.at("utilization").at("properties").at("gpu").at("x-unit"), "percent");
  EXPECT_TRUE(gpu.at("memory").at("properties").as_object().contains("used_gb"));
  EXPECT_EQ(gpu.at("throttle_reasons").at("items").at("enum").at(0), "gpu_idle");
}

}  // namespace
}  // namespace mimon::api
