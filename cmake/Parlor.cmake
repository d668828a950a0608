# The few words the build speaks: one library per folder of src/, one test program per folder of tests/.

find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(Boost 1.81 REQUIRED CONFIG COMPONENTS json url)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CLI11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(nats REQUIRED IMPORTED_TARGET libnats)

# What every target of ours is compiled with. Warnings are errors in every build.
add_library(parlor_options INTERFACE)
target_compile_options(parlor_options INTERFACE
    -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
    -Woverloaded-virtual -Wimplicit-fallthrough -fno-omit-frame-pointer)
# GCC 13 and 14 warn of a dangling reference whenever a function takes a temporary and returns a reference, whatever it
# refers to. clang's -Wdangling looks at what the function says.
target_compile_options(parlor_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-dangling-reference>)
target_compile_definitions(parlor_options INTERFACE
    BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_COROUTINE SPDLOG_FMT_EXTERNAL
    PARLOR_VERSION="${PROJECT_VERSION}")
target_link_libraries(parlor_options INTERFACE Threads::Threads)
if(PARLOR_SANITIZE_ADDRESS)
    target_compile_options(parlor_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined)
    target_link_options(parlor_options INTERFACE -fsanitize=address,undefined)
endif()
if(PARLOR_SANITIZE_THREAD)
    target_compile_options(parlor_options INTERFACE -fsanitize=thread)
    target_link_options(parlor_options INTERFACE -fsanitize=thread)
endif()
if(PARLOR_FUZZ)
    target_compile_options(parlor_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# The tests' own code, after parlor_options: two thirds of a build with sanitizers went into optimising and checking what
# GoogleTest's macros unfold to. What is tested is optimised and checked as before. ASan sees a null pointer anyway.
add_library(parlor_test_options INTERFACE)
target_compile_options(parlor_test_options INTERFACE -O0)
if(PARLOR_SANITIZE_ADDRESS)
    target_compile_options(parlor_test_options INTERFACE
        -fno-sanitize=null,alignment,vptr,object-size)
endif()

# Boost's headers are not ours to warn about.
add_library(parlor_boost INTERFACE)
target_link_libraries(parlor_boost INTERFACE Boost::headers)

# parlor_precompile(<target> <header>...): with PARLOR_PRECOMPILED, the headers of others are parsed once for each target of many
# sources. Saves a fresh machine a quarter of its compiling. Off otherwise: a compiler cache knows more, and a source is
# compiled with what it includes and nothing else.
set(precompiled_for 20)
set(precompiled_std <algorithm> <array> <atomic> <chrono> <deque> <expected> <functional> <map> <memory> <mutex> <optional> <random>
    <ranges> <set> <span> <string> <string_view> <unordered_map> <unordered_set> <utility> <vector>)
function(parlor_precompile target)
    get_target_property(sources ${target} SOURCES)
    list(LENGTH sources count)
    if(PARLOR_PRECOMPILED AND count GREATER_EQUAL precompiled_for)
        target_precompile_headers(${target} PRIVATE ${precompiled_std} ${ARGN})
    endif()
endfunction()

# parlor_library(<folder> [DEPENDS <parlor folders>] [LINK <other libraries>])
#
# Every .cc below src/<folder> becomes the library parlor_<folder>, alias parlor::<folder>. Headers are
# included from src/, as "net/http/request.h". What DEPENDS names is exactly what tools/layers.txt allows.
function(parlor_library folder)
    cmake_parse_arguments(arg "" "" "DEPENDS;LINK" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${folder}/*.cc)
    list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
    if(sources)
        add_library(parlor_${folder} STATIC ${sources})
        set(scope PUBLIC)
        target_link_libraries(parlor_${folder} PRIVATE parlor_options)
        parlor_precompile(parlor_${folder})
    else()
        add_library(parlor_${folder} INTERFACE)
        set(scope INTERFACE)
    endif()
    add_library(parlor::${folder} ALIAS parlor_${folder})
    target_include_directories(parlor_${folder} ${scope} ${CMAKE_SOURCE_DIR}/src)
    list(TRANSFORM arg_DEPENDS PREPEND "parlor::")
    target_link_libraries(parlor_${folder} ${scope} ${arg_DEPENDS} ${arg_LINK})
endfunction()

# parlor_program(<name> SOURCES <files> LINK <libraries>)
function(parlor_program name)
    cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE parlor_options ${arg_LINK})
endfunction()

# parlor_tests(<folder> [SHARDS <n>] [LINK <libraries>])
#
# Every *_test.cc below tests/<folder> becomes the program <folder>_tests; ctest runs it once, as <folder>.0, or n parts of
# it side by side.
function(parlor_tests folder)
    cmake_parse_arguments(arg "" "SHARDS" "LINK" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${folder}/*_test.cc)
    if(NOT sources)
        return()
    endif()
    add_executable(${folder}_tests ${sources})
    target_link_libraries(${folder}_tests PRIVATE
        parlor_options parlor_test_options parlor_test_support GTest::gmock GTest::gtest_main ${arg_LINK})
    parlor_precompile(${folder}_tests <gmock/gmock.h> <gtest/gtest.h>)
    # The tests that read documents of this tree; in the others the path would only spoil the compiler cache.
    if(folder MATCHES "^(api|app|cluster)$")
        target_compile_definitions(${folder}_tests PRIVATE PARLOR_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    endif()
    if(NOT arg_SHARDS)
        set(arg_SHARDS 1)
    endif()
    math(EXPR last "${arg_SHARDS} - 1")
    # GTEST_OUTPUT names a folder; each run's report there has a name of its own.
    foreach(shard RANGE ${last})
        set(name ${folder}.${shard})
        add_test(NAME ${name} COMMAND ${folder}_tests)
        set_tests_properties(${name} PROPERTIES TIMEOUT 1200
            ENVIRONMENT "GTEST_TOTAL_SHARDS=${arg_SHARDS};GTEST_SHARD_INDEX=${shard}"
            ENVIRONMENT_MODIFICATION "GTEST_OUTPUT=string_append:${name}.json")
    endforeach()
endfunction()

# parlor_fuzz(<name> [LINK <libraries>]): tests/fuzz/<name>.cc with the corpus in tests/fuzz/corpus/<name>/
#
# All of them together are the target fuzz_targets.
add_custom_target(fuzz_targets)
function(parlor_fuzz name)
    cmake_parse_arguments(arg "" "" "LINK" ${ARGN})
    if(NOT PARLOR_FUZZ)
        return()
    endif()
    add_executable(${name} ${CMAKE_SOURCE_DIR}/tests/fuzz/${name}.cc)
    target_link_libraries(${name} PRIVATE parlor_options ${arg_LINK})
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin/fuzz)
    add_dependencies(fuzz_targets ${name})
endfunction()
