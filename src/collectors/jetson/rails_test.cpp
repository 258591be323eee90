#include "collectors/jetson/rails.h"

#include <gtest/gtest.h>

#include "collectors/jetson/test_tree.h"

namespace mimon::jetson {
namespace {

class RailsTest : public testing::Test {
 protected:
  void channel(const std::string& number, const std::string& label) const {
    const std::string folder = "/sys/class/hwmon/hwmon7/";
    tree_.write(folder + "name", "ina3221");
    tree_.write(folder + "in" + number + "_label", label);
    tree_.write(folder + "in" + number + "_input", "5000");
    tree_.write(folder + "curr" + number + "_input", "1000");
  }
  void set(const std::string& file, const std::string& content) const {
    tree_.write("/sys/class/hwmon/hwmon7/" + file, content);
  }
  [[nodiscard]] Found limit() const {
    return rail_limit(tree_.files(), find_gpu_rail(tree_.files()).value())();
  }

  ScratchTree tree_;
};

TEST_F(RailsTest, TakesTheRailWithTheLeastElseOnIt) {
  EXPECT_FALSE(find_gpu_rail(tree_.files()));
  channel("1", "VDD_IN");
  channel("7", "VDD_GPU");
  EXPECT_FALSE(find_gpu_rail(tree_.files()));
  channel("2", "VDD_CPU_GPU_CV");
  EXPECT_EQ(find_gpu_rail(tree_.files()).value().label, "VDD_CPU_GPU_CV");
  channel("3", "VDD_GPU");
  EXPECT_EQ(find_gpu_rail(tree_.files()).value().label, "VDD_GPU");
}

TEST_F(RailsTest, AnUnknownLabelWithTheGpuWillDo) {
  channel("1", "NEW_GPU_RAIL");
  const auto rail = find_gpu_rail(tree_.files());
  ASSERT_TRUE(rail);
  EXPECT_EQ(describe(*rail), "NEW_GPU_RAIL");
  EXPECT_EQ(rail_power(tree_.files(), *rail)().value, 5.0);
}

TEST_F(RailsTest, TheChipsHighestNumberIsNoLimit) {
  channel("1", "VDD_GPU");
  EXPECT_EQ(limit().why, Absence::unsupported);
  set("curr1_crit", "32760");
  set("curr1_max", "32760");
  EXPECT_FALSE(limit().value);
  set("curr1_crit", "4000");
  EXPECT_EQ(limit().value, 20.0);
  set("curr1_max", "3000");
  EXPECT_EQ(limit().value, 15.0);
  set("curr1_max", "garbage");
  EXPECT_EQ(limit().value, 20.0);
  set("curr1_crit", "0");
  EXPECT_FALSE(limit().value);
}

TEST_F(RailsTest, ASmallerShuntMeasuresMore) {
  channel("1", "VDD_GPU");
  set("curr1_crit", "40000");
  EXPECT_FALSE(limit().value);
  set("shunt1_resistor", "2000");
  EXPECT_EQ(limit().value, 200.0);
  set("curr1_crit", "81900");
  EXPECT_FALSE(limit().value);
}

TEST_F(RailsTest, UnreadableHalvesGiveNoPower) {
  channel("1", "VDD_GPU");
  const Source power = rail_power(tree_.files(), find_gpu_rail(tree_.files()).value());
  EXPECT_EQ(power().value, 5.0);
  set("curr1_input", "12mA");
  EXPECT_EQ(power().why, Absence::invalid);
  EXPECT_FALSE(power().value);
  set("in1_input", "99999999999999999999999");
  EXPECT_FALSE(power().value);
}

TEST_F(RailsTest, OlderKernelsGiveThePowerThemselves) {
  const FileTree files = recorded("xavier");
  const auto rail = find_gpu_rail(files);
  ASSERT_TRUE(rail);
  EXPECT_EQ(rail->label, "GPU");
  EXPECT_EQ(rail_power(files, *rail)().value, 0.0);
  EXPECT_EQ(rail_limit(files, *rail)().why, Absence::unsupported);
}

}  // namespace
}  // namespace mimon::jetson
