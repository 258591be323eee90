#include <cstdio>
#include <cstdlib>

#include "scenario_parse.h"

namespace mimon::fake_nvml {
namespace {

const std::filesystem::path kFolder = MIMON_FAKE_NVML_DIR;

std::filesystem::path scenario_file() {
  const char* named = std::getenv("MIMON_FAKE_NVML_SCENARIO");
  const std::string name = named == nullptr || *named == '\0' ? "eight" : named;
  const bool bare = name.find('/') == std::string::npos && !name.ends_with(".toml");
  return bare ? kFolder / "scenarios" / (name + ".toml") : std::filesystem::path(name);
}

Driver parse_driver(const toml::table& root) {
  Driver driver;
  const toml::table* table = root["driver"].as_table();
  if (table == nullptr) throw std::runtime_error("no [driver]");
  const Layers layers({table});
  layers.read("version", driver.version);
  driver.branch = static_cast<unsigned>(std::strtoul(driver.version.c_str(), nullptr, 10));
  layers.read("cuda", driver.cuda);
  driver.nvml_version = std::to_string(driver.cuda / 1000) + "." + driver.version;
  layers.read("nvml_version", driver.nvml_version);
  layers.read("init_recovers_at", driver.init_recovers_at);
  layers.read("init_block", driver.init_block);
  layers.read("process_stride", driver.process_stride);
  if (const auto name = layers.find<std::string>("init")) {
    const auto result = return_named(*name);
    if (!result) throw std::runtime_error("unknown result '" + *name + "'");
    driver.init = *result;
  }
  layers.refuse_unknown();
  return driver;
}

void append_gpus(const toml::table& root, const toml::table& cards,
                 const std::filesystem::path& folder, std::vector<Gpu>& gpus) {
  static const toml::table kNothing;
  const toml::table* defaults = root["defaults"].as_table();
  if (defaults == nullptr) defaults = &kNothing;
  for (const toml::table* table : Layers({&root}).tables("gpu")) {
    const Layers own({table, defaults});
    const std::string card = own.find<std::string>("card").value_or("h100");
    if (!cards[card].is_table()) throw std::runtime_error("no card '" + card + "'");
    const unsigned count = own.find<unsigned>("count").value_or(1);
    for (unsigned i = 0; i < count; ++i) {
      const Layers layers({table, defaults, cards[card].as_table()}, {"card", "count"});
      gpus.push_back(parse_gpu(layers, static_cast<unsigned>(gpus.size()), folder));
      layers.refuse_unknown();
    }
  }
}

}  // namespace

std::unique_ptr<const Scenario> load_scenario() {
  const std::filesystem::path file = scenario_file();
  try {
    const toml::table root = toml::parse_file(file.string());
    const toml::table cards = toml::parse_file((kFolder / "cards.toml").string());
    auto scenario = std::make_unique<Scenario>();
    scenario->driver = parse_driver(root);
    append_gpus(root, cards, file.parent_path(), scenario->gpus);
    return scenario;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "fake NVML: %s: %s\n", file.c_str(), error.what());
    return nullptr;
  }
}

}  // namespace mimon::fake_nvml
