#include "daemon/heap.h"

#include <malloc.h>

namespace mimon {

void keep_one_heap() {
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, 8 << 20);
  mallopt(M_TRIM_THRESHOLD, 16 << 20);
}

void give_back_spare() {
  if (mallinfo2().fordblks > kSpareHeap) malloc_trim(0);
}

}  // namespace mimon
