#include "stores/prometheus/write_request.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <protozero/pbf_reader.hpp>

#include "stores/store_testing.h"

namespace mimon::store::prometheus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string label_text(protozero::pbf_reader label) {
  std::string text;
  while (label.next()) text += (text.empty() ? "" : "=") + label.get_string();
  return text;
}

// `name label=value … value @milliseconds`
std::vector<std::string> lines_of(const std::string& record) {
  std::vector<std::string> lines;
  protozero::pbf_reader request(record);
  while (request.next(1)) {
    std::string line;
    protozero::pbf_reader series = request.get_message();
    while (series.next()) {
      if (series.tag() == 1) {
        line += label_text(series.get_message()) + " ";
        continue;
      }
      protozero::pbf_reader sample = series.get_message();
      while (sample.next()) {
        line += sample.tag() == 1 ? fmt::format("{} ", sample.get_double())
                                  : fmt::format("@{}", sample.get_int64());
      }
    }
    lines.push_back(line);
  }
  return lines;
}

Snapshot snapshot_of(const DevicePtr& device, Values values) {
  auto sample = std::make_shared<DeviceSample>();
  sample->device = device;
  sample->state = DeviceState::ok;
  sample->values = std::move(values);
  Snapshot snapshot;
  snapshot.interval = std::chrono::milliseconds(2000);
  snapshot.devices.push_back(std::move(sample));
  return snapshot;
}

constexpr std::chrono::sys_seconds kTime{std::chrono::seconds(1'700'000'000)};

TEST(WriteRequest, BearsTheNamesAndLabelsOfTheMetricsPage) {
  Values values;
  values.set(gpu::kUtilization, 42);
  values.set(gpu::kEnergy, 1500);
  values.set(gpu::kTemperature, Absence::unsupported);
  const WriteRequests requests{Catalog({})};
  const auto lines =
      lines_of(requests.encode({"box", "http://box:8000", "1.2", true},
                               snapshot_of(testing::make_gpu(3, "GPU-x"), values), kTime));
  EXPECT_THAT(
      lines,
      ElementsAre(
          "__name__=mimon_tick_time_seconds host=box 1700000000 @1700000000000",
          "__name__=mimon_tick_interval_seconds host=box 2 @1700000000000",
          "__name__=mimon_host_info host=box simulated=true url=http://box:8000 version=1.2 1 "
          "@1700000000000",
          "__name__=mimon_device_state device=gpu/3 host=box identity=GPU-x kind=gpu "
          "name=card GPU-x 0 @1700000000000",
          "__name__=mimon_device_time_seconds device=gpu/3 host=box identity=GPU-x kind=gpu "
          "name=card GPU-x 1700000000 @1700000000000",
          "__name__=mimon_gpu_utilization_ratio gpu=3 host=box name=card GPU-x uuid=GPU-x 0.42 "
          "@1700000000000",
          "__name__=mimon_gpu_power_energy_joules_total gpu=3 host=box name=card GPU-x "
          "uuid=GPU-x 1500 @1700000000000"));
}

TEST(WriteRequest, LabelsThatAreEmptyAreNotThere) {
  Values values;
  values.set(gpu::kUtilization, 1);
  const WriteRequests requests{Catalog({})};
  const auto lines = lines_of(requests.encode(
      {"box", "", "", false}, snapshot_of(testing::make_gpu(0, ""), values), kTime));
  for (const std::string& line : lines) {
    EXPECT_THAT(line, Not(HasSubstr("= "))) << line;
    EXPECT_THAT(line, Not(HasSubstr("uuid")));
  }
}

TEST(WriteRequest, ARecordTellsWhoseItIs) {
  const WriteRequests requests{Catalog({})};
  const auto of = record_of(requests.encode({"box", "", "", false}, Snapshot(), kTime));
  ASSERT_TRUE(of);
  EXPECT_EQ(of->host, "box");
  EXPECT_EQ(of->time, kTime);
  EXPECT_FALSE(record_of("no message"));
  EXPECT_FALSE(record_of(""));
}

}  // namespace
}  // namespace mimon::store::prometheus
