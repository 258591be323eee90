#include <unistd.h>

#include "scenario_parse.h"

namespace mimon::fake_nvml {
namespace {

unsigned parse_pid(const Layers& layers) {
  const toml::node* node = layers.node_at("pid");
  if (node == nullptr) throw std::runtime_error("a process without pid");
  if (const auto number = node->value<std::int64_t>()) return static_cast<unsigned>(*number);
  const std::string name = node->value<std::string>().value_or("");
  if (name == "self") return static_cast<unsigned>(::getpid());
  if (name == "parent") return static_cast<unsigned>(::getppid());
  throw std::runtime_error("pid is a number, 'self' or 'parent', not '" + name + "'");
}

unsigned long long parse_memory(const Layers& layers) {
  const toml::node* node = layers.node_at("memory_mib");
  if (node == nullptr) return 0;
  if (const auto mib = node->value<std::int64_t>()) {
    return static_cast<unsigned long long>(*mib) << 20;
  }
  if (node->value<std::string>() == "unavailable") return nvml_abi::kValueNotAvailable;
  throw std::runtime_error("memory_mib is a number or 'unavailable'");
}

ProcessKind parse_kind(const Layers& layers) {
  const std::string name = layers.find<std::string>("kind").value_or("compute");
  if (name == "compute") return ProcessKind::compute;
  if (name == "graphics") return ProcessKind::graphics;
  if (name == "mps") return ProcessKind::mps;
  throw std::runtime_error("unknown kind of process '" + name + "'");
}

Process parse_process(const toml::table& table) {
  const Layers layers({&table});
  Process process;
  process.pid = parse_pid(layers);
  process.kind = parse_kind(layers);
  process.memory_bytes = parse_memory(layers);
  layers.read("share", process.share);
  layers.read("sm", process.sm);
  layers.read("gpu_instance", process.gpu_instance);
  layers.read("compute_instance", process.compute_instance);
  layers.refuse_unknown();
  return process;
}

// [gpu.processes] count = 200, first_pid = 40000, memory_mib = 100: many of one kind.
void append_many(const toml::table& table, std::vector<Process>& processes) {
  const Layers layers({&table});
  const auto count = layers.find<unsigned>("count").value_or(0);
  const auto first = layers.find<unsigned>("first_pid").value_or(40000);
  const auto mib = layers.find<unsigned long long>("memory_mib").value_or(100);
  layers.refuse_unknown();
  for (unsigned i = 0; i < count; ++i) {
    Process process;
    process.pid = first + i;
    process.memory_bytes = (mib + i) << 20;
    process.share = 1.0 / count;
    processes.push_back(process);
  }
}

}  // namespace

std::vector<Process> parse_processes(const Layers& layers) {
  std::vector<Process> processes;
  for (const toml::table* table : layers.tables("process")) {
    processes.push_back(parse_process(*table));
  }
  for (const toml::table* table : layers.stack("processes")) append_many(*table, processes);
  return processes;
}

}  // namespace mimon::fake_nvml
