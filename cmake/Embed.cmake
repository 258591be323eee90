# mimon_embed(TARGET DIR dir FUNCTION name): puts the files below `dir` into TARGET, compressed, as
# `std::span<const mimon::server::Asset> mimon::server::name()`. The folder is looked at in every
# build, so it may come later; without it a small page says that it was not built.

find_program(MIMON_GZIP gzip REQUIRED)
find_program(MIMON_BROTLI brotli REQUIRED)

function(mimon_embed target)
  cmake_parse_arguments(ARG "" "DIR;FUNCTION" "" ${ARGN})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${ARG_FUNCTION})
  # A target, not a command with a dependency on each file: the files are not known before a build.
  # What it writes changes only when they do.
  add_custom_target(${target}_${ARG_FUNCTION}
    COMMAND ${CMAKE_COMMAND} -DDIR=${ARG_DIR} -DOUT=${out} -DFUNCTION=${ARG_FUNCTION}
            -DFALLBACK=${CMAKE_SOURCE_DIR}/cmake/no_web.html
            -DGZIP=${MIMON_GZIP} -DBROTLI=${MIMON_BROTLI}
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    BYPRODUCTS ${out}.S ${out}.cpp
    COMMENT "Looking for files to embed in ${ARG_DIR}"
    VERBATIM)
  set_source_files_properties(${out}.S ${out}.cpp PROPERTIES GENERATED TRUE)
  target_sources(${target} PRIVATE ${out}.S ${out}.cpp)
  add_dependencies(${target} ${target}_${ARG_FUNCTION})
endfunction()
