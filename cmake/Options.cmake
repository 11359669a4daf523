# What may be chosen at configure time, and the compiler settings every target gets.
option(TONUS_UI "Build the programs (needs Qt 6)" ON)
option(TONUS_TESTS "Build the tests" ON)
option(TONUS_BENCH_PEERS "With the tests, build what the benchmark compares with: of that, what is installed" ON)
option(TONUS_FUZZ "Build the libFuzzer targets (needs clang)" OFF)
set(TONUS_SANITIZE "" CACHE STRING "address,undefined or thread")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

add_library(tonus_options INTERFACE)
target_compile_options(tonus_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                                               -Wnon-virtual-dtor -Woverloaded-virtual)
if(TONUS_SANITIZE)
  add_compile_options(-fsanitize=${TONUS_SANITIZE} -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${TONUS_SANITIZE})
endif()
