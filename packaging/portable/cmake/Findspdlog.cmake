# spdlog as headers alone: Debian's target is its shared library.
find_package(fmt REQUIRED)
find_path(SPDLOG_HEADERS spdlog/spdlog.h REQUIRED)
if(NOT TARGET spdlog::spdlog)
  add_library(spdlog::spdlog INTERFACE IMPORTED)
  set_target_properties(spdlog::spdlog PROPERTIES
    INTERFACE_COMPILE_DEFINITIONS SPDLOG_FMT_EXTERNAL INTERFACE_LINK_LIBRARIES fmt::fmt)
endif()
set(spdlog_FOUND TRUE)
