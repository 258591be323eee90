#include "stores/remote/refusals.h"

#include <gtest/gtest.h>

namespace mimon::store::remote {
namespace {

using std::chrono::minutes;

TEST(Refusals, AreToldUntilAWhileAfterTheLast) {
  Refusals refusals(std::chrono::hours(1));
  const Refusals::Time start{minutes(1)};
  EXPECT_EQ(refusals.tell(start), "");
  refusals.add(0, "nothing", start);
  EXPECT_EQ(refusals.tell(start), "");
  refusals.add(1000, "too old", start);
  refusals.add(820, "out of bounds", start + minutes(30));
  const std::string told = "the store refused 1820 samples, which are lost: out of bounds";
  EXPECT_EQ(refusals.tell(start + minutes(30)), told);
  EXPECT_EQ(refusals.tell(start + minutes(89)), told);
  EXPECT_EQ(refusals.tell(start + minutes(90)), "");
}

TEST(Refusals, AreCountedAnewWhenTheyWereNotToldAnyMore) {
  Refusals refusals(std::chrono::hours(1));
  const Refusals::Time start{minutes(1)};
  refusals.add(7, "", start);
  EXPECT_EQ(refusals.tell(start), "the store refused 7 samples, which are lost");
  refusals.add(2, "", start + minutes(61));
  EXPECT_EQ(refusals.tell(start + minutes(62)), "the store refused 2 samples, which are lost");
}

}  // namespace
}  // namespace mimon::store::remote
