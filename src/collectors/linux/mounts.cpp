#include "collectors/linux/mounts.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "collectors/linux/scan.h"

namespace mimon::host {
namespace {

constexpr auto kRemote = std::to_array<std::string_view>(
    {"nfs",   "nfs4",      "cifs",     "smb2",     "smb3",   "smbfs",  "9p",
     "ceph",  "glusterfs", "afs",      "lustre",   "beegfs", "wekafs", "gpfs",
     "panfs", "pvfs2",     "orangefs", "virtiofs", "vboxsf", "ncpfs",  "beegfs_nodev"});
/// On a disk that several machines share: they have to agree first.
constexpr std::array<std::string_view, 2> kClustered{"gfs2", "ocfs2"};
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

bool is_served(const Mount& mount) {
  return is_one_of(mount.type, kRemote) || is_fuse(mount.type);
}

bool asks_others(const Mount& mount) {
  return is_served(mount) || is_one_of(mount.type, kClustered);
}

bool is_at_or_below(std::string_view path, std::string_view folder) {
  return path == folder ||
         (folder != "/" && path.starts_with(folder) && path[folder.size()] == '/');
}

void mark_what_may_hang(std::vector<Mount>& mounts) {
  std::vector<std::string> points;
  for (const Mount& mount : mounts) {
    if (asks_others(mount)) points.push_back(mount.point);
  }
  for (Mount& mount : mounts) {
    mount.may_hang = std::any_of(points.begin(), points.end(), [&](const std::string& point) {
      return is_at_or_below(mount.point, point);
    });
  }
}

bool same_file_system(const Mount& a, const Mount& b) {
  const bool known = !a.device.empty() && !b.device.empty();
  if (!known) return a.source == b.source && a.type == b.type;
  return a.device == b.device && (a.source == b.source || !is_served(a));
}

/// Appends, but for nonsense; takes away what it covers.
void add_mount(std::vector<Mount>& mounts, Mount mount) {
  if (mount.type.empty() || !mount.point.starts_with('/')) return;
  std::erase_if(mounts, [&](const Mount& other) { return other.point == mount.point; });
  mounts.push_back(std::move(mount));
}

bool are_read_only(std::string_view options) {
  return options == "ro" || options.starts_with("ro,");
}

bool is_real(const Mount& mount) {
  if (mount.point == "/") return mount.type != "rootfs";
  if (is_one_of(mount.type, kImages) || is_one_of(mount.type, kFuseTools)) return false;
  return on_device(mount) || asks_others(mount) || is_one_of(mount.type, kPooled);
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
    mount.read_only = are_read_only(scan_word(*line));
    add_mount(mounts, std::move(mount));
  }
  return mounts;
}

std::vector<Mount> parse_mountinfo(std::string_view content) {
  std::vector<Mount> mounts;
  while (auto line = scan_line(content)) {
    Mount mount;
    (void)scan_word(*line);  // id
    (void)scan_word(*line);  // the parent's
    mount.device = scan_word(*line);
    (void)scan_word(*line);  // the folder of the file system that is mounted
    mount.point = unescape_mount(scan_word(*line));
    (void)scan_word(*line);  // options of the mount
    for (auto tag = scan_word(*line); tag != "-" && !tag.empty();) tag = scan_word(*line);
    mount.type = scan_word(*line);
    mount.source = unescape_mount(scan_word(*line));
    mount.read_only = are_read_only(scan_word(*line));
    if (mount.device == "0:0") mount.device.clear();
    add_mount(mounts, std::move(mount));
  }
  return mounts;
}

std::vector<Mount> real_mounts(std::vector<Mount> mounts, const IsFolder& is_folder) {
  mark_what_may_hang(mounts);
  std::erase_if(mounts, [](const Mount& mount) { return !is_real(mount); });
  std::stable_sort(mounts.begin(), mounts.end(), [](const Mount& a, const Mount& b) {
    return std::pair(a.point.size(), std::string_view(a.point)) <
           std::pair(b.point.size(), std::string_view(b.point));
  });
  std::vector<Mount> real;
  for (Mount& mount : mounts) {
    const auto twin = std::find_if(real.begin(), real.end(), [&](const Mount& other) {
      return same_file_system(other, mount);
    });
    if (twin != real.end()) {
      twin->twins.push_back(std::move(mount.point));
    } else if (mount.may_hang || is_folder(mount.point)) {
      real.push_back(std::move(mount));
    }
  }
  for (Mount& mount : real) std::sort(mount.twins.begin(), mount.twins.end());
  std::sort(real.begin(), real.end(),
            [](const Mount& a, const Mount& b) { return a.point < b.point; });
  return real;
}

}  // namespace mimon::host
