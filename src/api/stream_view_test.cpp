#include "api/stream_view.h"

#include <gmock/gmock.h>

#include "api/example_snapshot.h"

namespace mimon::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class StreamViewTest : public testing::Test {
 protected:
  [[nodiscard]] std::string data(std::string_view channel) const {
    return stream_data(view_, channel);
  }
  [[nodiscard]] std::string written(auto write) const {
    Json json;
    write(json);
    return json.take();
  }

  const Catalog catalog_ = example_catalog();
  const std::shared_ptr<Snapshot> snapshot_ = example_snapshot();
  const Layouts layouts_{catalog_};
  const View view_{*snapshot_, layouts_};
};

TEST_F(StreamViewTest, HasAChannelAGpu) {
  EXPECT_THAT(stream_channels(view_), ElementsAre("system", "gpu/0", "gpu/1"));
}

TEST_F(StreamViewTest, AGpuIsWrittenAsByTheRestApi) {
  EXPECT_EQ(data("gpu/1"),
            written([&](Json& json) { write_selected_gpu(json, view_, *view_.gpu(1)); }));
  EXPECT_EQ(data("system/gpu/1"),
            written([&](Json& json) { write_gpu_metrics(json, view_, *view_.gpu(1)); }));
}

TEST_F(StreamViewTest, TheMachineIsWrittenAsByTheRestApi) {
  const auto machine = written([&](Json& json) {
    json.begin_object();
    write_machine(json, view_);
    json.end_object();
  });
  EXPECT_THAT(data("system"), HasSubstr(machine.substr(1)));
}

TEST_F(StreamViewTest, ARoomHasItsPartOnly) {
  EXPECT_THAT(data("system/cpu"), HasSubstr(R"("cpu":{)"));
  EXPECT_THAT(data("system/cpu"), HasSubstr(R"("per_core":[)"));
  EXPECT_THAT(data("system/cpu"), Not(HasSubstr(R"("ram":)")));
  EXPECT_THAT(data("system/memory"), HasSubstr(R"("ram":{)"));
  EXPECT_THAT(data("system/memory"), Not(HasSubstr(R"("cpu":)")));
  EXPECT_THAT(data("system/disk"), StartsWith(R"({"disk_usage":[)"));
  EXPECT_THAT(data("system/network"), StartsWith(R"({"network_rates":{)"));
}

TEST_F(StreamViewTest, SaysNothingOfWhatIsNotThere) {
  EXPECT_EQ(data("gpu/7"), "");
  EXPECT_EQ(data("system/gpu/7"), "");
  EXPECT_EQ(data("gpu/"), "");
  EXPECT_EQ(data("system/fans"), "");
}

}  // namespace
}  // namespace mimon::api
