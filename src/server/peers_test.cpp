#include "server/peers.h"

#include <gtest/gtest.h>

namespace mimon::server {
namespace {

TEST(PerPeer, NamesThePeerThatHoldsMost) {
  PerPeer<int> table;
  int a[3]{}, b[2]{}, c{};
  for (auto& item : a) table.add(1, item);
  for (auto& item : b) table.add(2, item);
  table.add(3, c);
  EXPECT_EQ(table.size(), 6u);
  ASSERT_TRUE(table.greedier(3));
  EXPECT_TRUE(table.greedier(3)->contains(&a[0]));
  EXPECT_TRUE(table.greedier(9)->contains(&a[0]));
  EXPECT_FALSE(table.greedier(2)) << "with one more it holds as much";
  EXPECT_FALSE(table.greedier(1)) << "it is the one";
  table.remove(1, a[0]);
  table.remove(1, a[1]);
  EXPECT_TRUE(table.greedier(9)->contains(&b[0]));
  EXPECT_FALSE(table.greedier(3));
}

TEST(PerPeer, ForgetsWhatIsGone) {
  PerPeer<int> table;
  int a{}, b{};
  table.add(1, a);
  table.add(1, a);
  EXPECT_EQ(table.size(), 1u);
  table.remove(1, b);
  table.remove(2, a);
  EXPECT_EQ(table.size(), 1u);
  EXPECT_TRUE(table.of(1).contains(&a));
  table.remove(1, a);
  EXPECT_EQ(table.size(), 0u);
  EXPECT_TRUE(table.of(1).empty());
}

}  // namespace
}  // namespace mimon::server
