#include <cstdio>

#include "scenario_parse.h"

namespace mimon::fake_nvml {
namespace {

[[noreturn]] void unknown(const char* what, std::string_view name) {
  throw std::runtime_error(std::string("unknown ") + what + " '" + std::string(name) + "'");
}

std::string default_uuid(const char* prefix, unsigned index) {
  char text[64];
  std::snprintf(text, sizeof text, "%s-%08x-51a0-4000-8000-%012x", prefix, 0x6d696d6fu + index,
                0xf00du + index);
  return text;
}

Load load_named(const std::string& name) {
  if (name == "training") return Load::training;
  if (name == "inference") return Load::inference;
  if (name == "idle") return Load::idle;
  if (name == "full") return Load::full;
  unknown("load", name);
}

Event parse_event(const Layers& layers) {
  Event event;
  const std::string kind = layers.find<std::string>("kind").value_or("");
  if (kind == "lost") {
    event.kind = Event::Kind::lost;
  } else if (kind == "hang") {
    event.kind = Event::Kind::hang;
  } else if (kind == "xid") {
    event.kind = Event::Kind::xid;
  } else if (kind == "ecc") {
    event.kind = Event::Kind::ecc;
  } else {
    unknown("event", kind);
  }
  layers.read("from", event.from);
  layers.read("to", event.to);
  layers.read("block", event.block);
  layers.read("xid", event.xid);
  layers.read("count", event.count);
  layers.refuse_unknown();
  return event;
}

MigInstance parse_mig(const Layers& layers, unsigned index, unsigned gpu) {
  MigInstance mig;
  mig.index = index;
  mig.uuid = default_uuid("MIG", gpu * 16 + index);
  layers.read("index", mig.index);
  layers.read("uuid", mig.uuid);
  layers.read("name", mig.name);
  layers.read("gpu_instance", mig.gpu_instance);
  layers.read("compute_instance", mig.compute_instance);
  layers.read("gpu_slices", mig.gpu_slices);
  layers.read("compute_slices", mig.compute_slices);
  layers.read("multiprocessors", mig.multiprocessors);
  layers.read("memory_mib", mig.memory_mib);
  layers.refuse_unknown();
  return mig;
}

void parse_returns(const Layers& layers, Gpu& gpu) {
  for (const toml::table* table : layers.stack("returns")) {
    for (const auto& [key, node] : *table) {
      const std::string name = node.value<std::string>().value_or("");
      const auto result = return_named(name);
      if (!result) unknown("result", name);
      if (key.str() == "default") {
        gpu.returns.fill(result);
        gpu.returns[static_cast<std::size_t>(Group::handle)].reset();
        gpu.returns[static_cast<std::size_t>(Group::identity)].reset();
        continue;
      }
      const auto group = group_named(key.str());
      if (!group) unknown("group", key.str());
      gpu.returns[static_cast<std::size_t>(*group)] = result;
    }
  }
}

void parse_latency(const Layers& layers, Gpu& gpu) {
  for (const toml::table* table : layers.stack("latency_ms")) {
    for (const auto& [key, node] : *table) {
      const auto group = group_named(key.str());
      if (!group) unknown("group", key.str());
      gpu.latency_ms[static_cast<std::size_t>(*group)] = node.value<double>().value_or(0);
    }
  }
}

void parse_raw(const Layers& layers, Raw& raw) {
  for (const toml::table* table : layers.stack("raw")) {
    const Layers values({table});
    values.read("utilization", raw.utilization);
    values.read("memory_utilization", raw.memory_utilization);
    values.read("memory_used", raw.memory_used);
    values.read("temperature", raw.temperature);
    values.read("power_mw", raw.power_mw);
    values.read("fan", raw.fan);
    values.read("clock", raw.clock);
    values.refuse_unknown();
  }
}

}  // namespace

Gpu parse_gpu(const Layers& layers, unsigned index, const std::filesystem::path& folder) {
  Gpu gpu;
  gpu.card = parse_card(layers);
  gpu.uuid = default_uuid("GPU", index);
  gpu.pci_bus = 0x18 + index * 0x11;
  gpu.phase = index * 23.0;
  gpu.trace_gpu = index;
  layers.read("uuid", gpu.uuid);
  layers.read("pci_domain", gpu.pci_domain);
  layers.read("pci_bus", gpu.pci_bus);
  layers.read("phase", gpu.phase);
  layers.read("mig_enabled", gpu.mig_enabled);
  layers.read("trace_gpu", gpu.trace_gpu);
  if (const auto load = layers.find<std::string>("load")) gpu.load = load_named(*load);
  if (const auto trace = layers.find<std::string>("trace")) {
    gpu.trace = std::make_shared<Trace>(folder / *trace);
  }
  gpu.processes = parse_processes(layers);
  for (const toml::table* table : layers.tables("event")) {
    gpu.events.push_back(parse_event(Layers({table})));
  }
  for (const toml::table* table : layers.tables("mig")) {
    gpu.mig.push_back(parse_mig(Layers({table}), static_cast<unsigned>(gpu.mig.size()), index));
  }
  parse_returns(layers, gpu);
  parse_latency(layers, gpu);
  parse_raw(layers, gpu.raw);
  return gpu;
}

}  // namespace mimon::fake_nvml
