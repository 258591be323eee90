#include "daemon/heap.h"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

namespace mimon {
namespace {

/// Pages of 4 KiB that are in memory, as /proc/self/statm counts them.
std::size_t resident() {
  std::size_t size = 0;
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> size >> pages;
  return pages * 4096;
}

/// Takes 12 MiB in buffers as answers take them, and frees them.
void answer() {
  std::vector<std::vector<char>> buffers;
  buffers.reserve(12);
  for (int i = 0; i < 12; ++i) buffers.emplace_back(1 << 20, 'x');
}

TEST(Heap, KeepsBuffersForTheNextAnswerAndGivesThemBackWhenTold) {
  keep_one_heap();
  const std::size_t before = resident();
  answer();
  const std::size_t kept = resident();
  EXPECT_GT(kept, before + (10 << 20));
  answer();
  EXPECT_LT(resident(), kept + (1 << 20));
  give_back_spare();
  EXPECT_LT(resident(), before + kSpareHeap);
}

}  // namespace
}  // namespace mimon
