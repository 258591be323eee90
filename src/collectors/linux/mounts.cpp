#include "collectors/linux/mounts.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "collectors/linux/scan.h"

namespace mimon::host {
namespace {

constexpr std::array<std::string_view, 12> kRemote{"nfs",   "nfs4",   "cifs",     "smb3",
                                                   "smbfs", "9p",     "ceph",     "glusterfs",
                                                   "afs",   "lustre", "virtiofs", "ncpfs"};
/// Local, without a device of their own under /dev.
constexpr std::array<std::string_view, 3> kPooled{"zfs", "btrfs", "bcachefs"};
/// Images that are full by design.
constexpr std::array<std::string_view, 5> kImages{"squashfs", "iso9660", "erofs", "cramfs", "udf"};
/// Served by programs, but not storage.
constexpr std::array<std::string_view, 5> kFuseTools{"fuse.gvfsd-fuse", "fuse.portal", "fuse.lxcfs",
                                                     "fuse.snapfuse", "fuse.fusectl"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_fuse(std::string_view type) {
  return type.starts_with("fuse.") || type == "fuse" || type == "fuseblk";
}

bool on_device(const Mount& mount) {
  return mount.source.starts_with("/dev/") && mount.type != "devtmpfs";
}

bool is_real(const Mount& mount) {
  if (mount.point == "/") return mount.type != "rootfs";
  if (is_one_of(mount.type, kImages) || is_one_of(mount.type, kFuseTools)) return false;
  return on_device(mount) || may_hang(mount) || is_one_of(mount.type, kPooled);
}

}  // namespace

std::string unescape_mount(std::string_view text) {
  const auto octal = [&](std::size_t at) { return at < text.size() && (text[at] & ~7) == '0'; };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && octal(i + 1) && octal(i + 2) && octal(i + 3)) {
      out += static_cast<char>((text[i + 1] & 3) << 6 | (text[i + 2] & 7) << 3 | (text[i + 3] & 7));
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::vector<Mount> parse_mounts(std::string_view content) {
  std::vector<Mount> mounts;
  while (auto line = scan_line(content)) {
    Mount mount;
    mount.source = unescape_mount(scan_word(*line));
    mount.point = unescape_mount(scan_word(*line));
    mount.type = scan_word(*line);
    const std::string_view options = scan_word(*line);
    mount.read_only = options == "ro" || options.starts_with("ro,");
    if (mount.type.empty() || !mount.point.starts_with('/')) continue;
    std::erase_if(mounts, [&](const Mount& other) { return other.point == mount.point; });
    mounts.push_back(std::move(mount));
  }
  return mounts;
}

bool may_hang(const Mount& mount) {
  return is_one_of(mount.type, kRemote) || is_fuse(mount.type);
}

std::vector<Mount> real_mounts(std::vector<Mount> mounts, const IsFolder& is_folder) {
  std::erase_if(mounts, [](const Mount& mount) { return !is_real(mount); });
  std::stable_sort(mounts.begin(), mounts.end(), [](const Mount& a, const Mount& b) {
    return std::pair(a.point.size(), std::string_view(a.point)) <
           std::pair(b.point.size(), std::string_view(b.point));
  });
  std::vector<Mount> real;
  for (Mount& mount : mounts) {
    const bool twin = std::any_of(real.begin(), real.end(), [&](const Mount& other) {
      return other.source == mount.source && other.type == mount.type;
    });
    if (twin || (!may_hang(mount) && !is_folder(mount.point))) continue;
    real.push_back(std::move(mount));
  }
  std::sort(real.begin(), real.end(),
            [](const Mount& a, const Mount& b) { return a.point < b.point; });
  return real;
}

}  // namespace mimon::host
