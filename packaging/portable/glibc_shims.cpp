// What Debian 12's libstdc++.a and libgcc_eh.a ask of the C library, and glibc 2.31 does not have.
// Each does less well, never wrongly, what the newer function does. All are hidden: a newer C
// library's own are neither used nor replaced.
#include <link.h>
#include <sys/random.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>

#define MIMON_SHIM extern "C" __attribute__((visibility("hidden")))

// glibc 2.32. Never "single": libstdc++ then always counts references atomically.
MIMON_SHIM char __libc_single_threaded;
char __libc_single_threaded = 0;

// glibc 2.36, asked by std::random_device; never fails. From the kernel at each call, as there.
MIMON_SHIM std::uint32_t arc4random() {
  std::uint32_t value = 0;
  ssize_t got = -1;
  do got = getrandom(&value, sizeof value, 0);
  while (got < 0 && errno == EINTR);
  if (got != static_cast<ssize_t>(sizeof value)) std::abort();
  return value;
}

// glibc 2.35, <dlfcn.h>, as the unwinder calls it for each frame of an exception. The layout is
// that of machines without DLFO_STRUCT_HAS_EH_DBASE, as x86-64 and arm64 are.
struct dl_find_object {
  unsigned long long flags;
  void* map_start;
  void* map_end;
  link_map* map;
  void* eh_frame;
  unsigned long long reserved[7];
};

namespace {

struct Search {
  std::uintptr_t pc;
  dl_find_object* found;
};

void* pointer(std::uintptr_t address) {
  return reinterpret_cast<void*>(address);
}

int look_at(dl_phdr_info* object, std::size_t, void* data) {
  const auto& search = *static_cast<Search*>(data);
  std::uintptr_t start = UINTPTR_MAX, end = 0, eh_frame = 0;
  bool holds = false;
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const auto& part = object->dlpi_phdr[i];
    const std::uintptr_t from = object->dlpi_addr + part.p_vaddr, to = from + part.p_memsz;
    if (part.p_type == PT_GNU_EH_FRAME) eh_frame = from;
    if (part.p_type != PT_LOAD) continue;
    holds = holds || (search.pc >= from && search.pc < to);
    start = from < start ? from : start;
    end = to > end ? to : end;
  }
  if (!holds) return 0;
  if (eh_frame == 0) return -1;
  *search.found = {0, pointer(start), pointer(end), nullptr, pointer(eh_frame), {}};
  return 1;
}

}  // namespace

MIMON_SHIM int _dl_find_object(void* pc, dl_find_object* found) {
  Search search{reinterpret_cast<std::uintptr_t>(pc), found};
  return dl_iterate_phdr(look_at, &search) == 1 ? 0 : -1;
}
