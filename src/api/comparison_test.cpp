#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "api/example_snapshot.h"
#include "api/views.h"

namespace mimon::api {
namespace {

TEST(Comparison, TellsExtremesMeanAndShares) {
  const Catalog catalog = example_catalog();
  const Layouts layouts(catalog);
  const auto snapshot = example_snapshot();
  const View view{*snapshot, layouts};
  Json json;
  write_comparison(json, view, view.gpus(), catalog);
  const auto document = boost::json::parse(json.take());
  const auto& rows = document.at("comparison").as_array();
  const auto row = [&](std::string_view metric) {
    for (const auto& each : rows) {
      if (each.at("metric").as_string() == metric) return each;
    }
    return boost::json::value();
  };
  const auto used = row("memory.used");
  EXPECT_EQ(used.at("highest").at("gpu_id"), 0);
  EXPECT_EQ(used.at("lowest").at("gpu_id"), 1);
  EXPECT_EQ(used.at("mean"), 6'442'450'944);
  EXPECT_EQ(used.at("gpus").at(1).at("from_mean"), -2'147'483'648);
  EXPECT_EQ(used.at("gpus").at(1).at("share_of_limit"), 25);
  EXPECT_EQ(row("utilization.gpu").at("gpus").at(0).at("share_of_limit"), 90);
  EXPECT_TRUE(row("fan_speed").is_null());
}

}  // namespace
}  // namespace mimon::api
