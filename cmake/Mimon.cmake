# How every target of the project is built: one static library a folder, one test program beside it.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(mimon_options INTERFACE)
target_include_directories(mimon_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(mimon_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Werror
  $<$<BOOL:${MIMON_COVERAGE}>:--coverage>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC bug 105651: false alarms on std::string concatenation.
  target_compile_options(mimon_options INTERFACE -Wno-restrict)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC bug 105562 and its like: false alarms on strings in a std::variant that is moved.
  target_compile_options(mimon_options INTERFACE -Wno-maybe-uninitialized)
endif()
target_link_options(mimon_options INTERFACE $<$<BOOL:${MIMON_COVERAGE}>:--coverage>)
if(MIMON_SANITIZE)
  target_compile_options(mimon_options INTERFACE -fsanitize=${MIMON_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(mimon_options INTERFACE -fsanitize=${MIMON_SANITIZE})
endif()

# mimon_library(NAME SOURCES … DEPS …): static library mimon_NAME, seen as mimon::NAME.
function(mimon_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_library(mimon_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(mimon_${name} PUBLIC ${ARG_DEPS} PRIVATE mimon_options)
  target_include_directories(mimon_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  add_library(mimon::${name} ALIAS mimon_${name})
endfunction()

# mimon_test(NAME SOURCES … DEPS …): GoogleTest program NAME_test, each case known to ctest.
# With WHOLE the program is one case of ctest: for those that start something costly.
# Tests find fixtures through MIMON_SOURCE_DIR and built files through MIMON_BINARY_DIR.
function(mimon_test name)
  if(NOT MIMON_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "WHOLE" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name}_test ${ARG_SOURCES})
  target_link_libraries(${name}_test PRIVATE ${ARG_DEPS} mimon_options GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name}_test PRIVATE
    MIMON_SOURCE_DIR="${CMAKE_SOURCE_DIR}" MIMON_BINARY_DIR="${CMAKE_BINARY_DIR}")
  if(ARG_WHOLE)
    add_test(NAME ${name} COMMAND ${name}_test)
    set_tests_properties(${name} PROPERTIES TIMEOUT 600)
    return()
  endif()
  gtest_discover_tests(${name}_test DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 120)
endfunction()
