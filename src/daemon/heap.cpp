#include "daemon/heap.h"

#include <malloc.h>

namespace mimon {
namespace {

std::size_t free_bytes() {
#if __GLIBC_PREREQ(2, 33)
  return mallinfo2().fordblks;
#else
  // Counts in an int, so that above 4 GiB it is too little.
  return static_cast<unsigned>(mallinfo().fordblks);
#endif
}

}  // namespace

void keep_one_heap() {
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, 8 << 20);
  mallopt(M_TRIM_THRESHOLD, 16 << 20);
}

void give_back_spare() {
  if (free_bytes() > kSpareHeap) malloc_trim(0);
}

}  // namespace mimon
