#pragma once

#include <cstddef>

namespace mimon {

/// Memory that `give_back_spare` leaves to the heap.
inline constexpr std::size_t kSpareHeap = 4 << 20;

/// Has all threads share one heap (glibc's malloc): of one each, little would be used, about a
/// megabyte of resident memory a thread. Buffers of up to 8 MiB come from it and stay with it when
/// they are freed: where they are mapped for each use, fetching their pages from the kernel may
/// cost more than writing an answer into them. To be called before there are threads.
void keep_one_heap();

/// Gives the heap's free memory back to the system where it is above `kSpareHeap`. To be called
/// every few seconds, from any thread; allocations wait meanwhile, for well under a millisecond
/// where there is nothing to do.
void give_back_spare();

}  // namespace mimon
