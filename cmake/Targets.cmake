# tonus_library(core SOURCES a.cpp … LINKS tonus_core … [PRIVATE_LINKS …]): one folder, one namespace, one static library.
function(tonus_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(tonus_${name} STATIC ${ARG_SOURCES})
  target_include_directories(tonus_${name} PUBLIC ${PROJECT_SOURCE_DIR}/include PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(tonus_${name} PUBLIC ${ARG_LINKS} PRIVATE tonus_options ${ARG_PRIVATE_LINKS} Threads::Threads)
endfunction()

# tonus_test(core SOURCES ring_test.cpp … LINKS tonus_core … [LABELS …] [SERIAL]): one test program, found by ctest test
# by test. SERIAL: it listens to a real-time service and wants the machine for itself.
function(tonus_test name)
  cmake_parse_arguments(ARG "SERIAL" "TIMEOUT" "SOURCES;LINKS;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${name}_tests ${ARG_SOURCES})
  target_include_directories(${name}_tests PRIVATE ${PROJECT_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${name}_tests PRIVATE tonus_options ${ARG_LINKS} GTest::gmock GTest::gtest_main Threads::Threads)
  target_compile_options(${name}_tests PRIVATE $<$<CONFIG:Release>:-O1> -Wno-array-bounds)  # run once; g++ 12 errs there about strings
  # The framework's headers take longer than most tests: compiled once for all, once more for those with Qt's flags.
  set(first core_tests)
  if("${ARG_LINKS}" MATCHES "_ui|practice|Qt6")
    set(first ui_style_tests)
  endif()
  if(name STREQUAL core OR name STREQUAL ui_style)
    target_precompile_headers(${name}_tests PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
  elseif(TARGET ${first})
    target_precompile_headers(${name}_tests REUSE_FROM ${first})
  endif()
  target_compile_definitions(${name}_tests PRIVATE TONUS_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  gtest_discover_tests(${name}_tests TEST_PREFIX ${name}. DISCOVERY_MODE PRE_TEST
                       PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${name};${ARG_LABELS}" RUN_SERIAL ${ARG_SERIAL})
endfunction()
