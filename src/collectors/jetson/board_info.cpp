#include "collectors/jetson/board_info.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cmath>
#include <iterator>
#include <memory>
#include <utility>

#include "base/text.h"
#include "collectors/jetson/rails.h"
#include "collectors/jetson/rows.h"
#include "metrics/gpu_info.h"
#include "metrics/gpu_metrics.h"

namespace mimon::jetson {
namespace {

/// NVIDIA's list of CUDA GPUs; the chips as the kernel's drivers match them.
struct Chip {
  std::string_view gpu;
  std::string_view tegra;
  std::string_view capability;
  std::string_view architecture;
};
constexpr Chip kChips[] = {
    {"gk20a", "nvidia,tegra124", "3.2", "Kepler"},
    {"gm20b", "nvidia,tegra210", "5.3", "Maxwell"},
    {"gp10b", "nvidia,tegra186", "6.2", "Pascal"},
    {"gv11b", "nvidia,tegra194", "7.2", "Volta"},
    {"ga10b", "nvidia,tegra234", "8.7", "Ampere"},
    {"gb10b", "nvidia,tegra264", "11.0", "Blackwell"},
};

std::string of_tree(const FileTree& files, std::string_view property) {
  for (const char* base : {"/proc/device-tree", "/sys/firmware/devicetree/base"}) {
    if (auto text = files.read(join(base, property))) return *text;
  }
  return {};
}

const Chip* chip_of(const Board& board) {
  const std::string compatible = of_tree(board.files, "compatible");
  const auto found = std::find_if(std::begin(kChips), std::end(kChips), [&](const Chip& chip) {
    return board.gpu.chip.empty() ? compatible.find(chip.tegra) != compatible.npos
                                  : board.gpu.chip == chip.gpu;
  });
  return found == std::end(kChips) ? nullptr : found;
}

InfoValue text_or_none(std::string_view text) {
  return text.empty() ? InfoValue() : InfoValue(std::string(text));
}

/// One reading of a row, for what does not change.
std::optional<double> read_once(const Board& board, const MetricSpec& spec) {
  const auto all = rows();
  const auto row =
      std::find_if(all.begin(), all.end(), [&](const Row& r) { return r.spec == &spec; });
  return row == all.end() ? std::nullopt : row->find(board)().value;
}

InfoValue whole(std::optional<double> value) {
  return value ? InfoValue(static_cast<std::int64_t>(std::llround(*value))) : InfoValue();
}

std::string name_of(const Board& board) {
  const std::string model = of_tree(board.files, "model");
  const std::string_view name = trim(model);
  return name.empty() ? "NVIDIA Jetson" : to_utf8(name);
}

/// `12.6` of `12.6.68`.
std::string major_minor(std::string_view version) {
  const auto dot = version.find('.');
  return std::string(version.substr(0, dot == version.npos ? dot : version.find('.', dot + 1)));
}

}  // namespace

std::string l4t_version(const FileTree& files) {
  // "# R36 (release), REVISION: 4.4, GCID: 41062509, BOARD: generic, EABI: aarch64, …"
  std::string line = text_of(files, "/etc/nv_tegra_release");
  std::string_view text = line;
  if (next_word(text) != "#") return {};
  const std::string_view release = next_word(text);
  constexpr std::string_view kRevision = "REVISION: ";
  const auto at = text.find(kRevision);
  if (!release.starts_with('R') || at == text.npos) return {};
  const std::string_view rest = text.substr(at + kRevision.size());
  const std::string_view revision = trim(rest.substr(0, rest.find(',')));
  return to_utf8("L4T " + std::string(release.substr(1)) + "." + std::string(revision));
}

std::string cuda_version(const FileTree& files) {
  if (const auto text = files.read("/usr/local/cuda/version.json")) {
    boost::system::error_code error;
    const auto parsed = boost::json::parse(*text, error);
    const auto* version = error ? nullptr : parsed.find_pointer("/cuda/version", error);
    if (version != nullptr && version->is_string()) return major_minor(version->get_string());
  }
  const std::string line = text_of(files, "/usr/local/cuda/version.txt");
  constexpr std::string_view kBefore = "CUDA Version ";
  return line.starts_with(kBefore) ? major_minor(std::string_view(line).substr(kBefore.size()))
                                   : "";
}

DevicePtr describe_gpu(const Board& board) {
  auto device = std::make_shared<Device>();
  device->kind = DeviceKind::gpu;
  device->id = "gpu/0";
  device->name = name_of(board);
  const Chip* chip = chip_of(board);
  const auto rail = find_gpu_rail(board.files);
  const auto total = read_once(board, gpu::kMemoryTotal);
  const std::string serial = of_tree(board.files, "serial-number");
  device->info = {
      {&gpu::kVendor, std::string("NVIDIA")},
      {&gpu::kSerial, text_or_none(to_utf8(trim(serial)))},
      {&gpu::kDriverVersion, text_or_none(l4t_version(board.files))},
      {&gpu::kCudaVersion, text_or_none(cuda_version(board.files))},
      {&gpu::kComputeCapability, text_or_none(chip ? chip->capability : "")},
      {&gpu::kArchitecture, text_or_none(chip ? chip->architecture : "")},
      {&gpu::kTotalMemory, whole(total)},
      {&gpu::kTotalMemoryGb, total ? InfoValue(*total / (1024.0 * 1024 * 1024)) : InfoValue()},
      {&gpu::kMemoryClockMax, whole(read_once(board, gpu::kClockMemoryMax))},
      {&gpu::kGpuClockMax, whole(read_once(board, gpu::kClockGpuMax))},
      {&gpu::kPowerSource, text_or_none(rail ? to_utf8(describe(*rail)) : "")},
      {&gpu::kUnifiedMemory, true},
  };
  return device;
}

}  // namespace mimon::jetson
