# Precompiled headers: the standard library's and the libraries', never ours, so that no file of ours leans on another's
# includes. trademind_precompile(TARGET SET) compiles a target with those of a set: room, program, cli or test.
option(TRADEMIND_PCH "Precompile the headers of the standard library, Boost.Asio and the tests' libraries" OFF)

# no <iostream>: it would bring its constructor into every object
set(TRADEMIND_PCH_ROOM
    <algorithm> <array> <atomic> <charconv> <chrono> <compare> <condition_variable> <cstdint> <cstdlib> <cstring> <deque>
    <filesystem> <fstream> <functional> <future> <limits> <map> <memory> <mutex> <optional> <random> <set> <span> <sstream>
    <stdexcept> <string> <string_view> <system_error> <thread> <tuple> <type_traits> <unordered_map> <utility> <variant>
    <vector>
    <boost/asio/any_completion_handler.hpp> <boost/asio/any_io_executor.hpp> <boost/asio/bind_cancellation_slot.hpp>
    <boost/asio/bind_executor.hpp> <boost/asio/cancellation_signal.hpp> <boost/asio/executor_work_guard.hpp>
    <boost/asio/io_context.hpp> <boost/asio/post.hpp> <boost/asio/prefer.hpp> <boost/asio/strand.hpp>
    <boost/asio/use_awaitable.hpp> <boost/asio/use_future.hpp> <boost/system/result.hpp> <boost/system/system_error.hpp>
    <fmt/format.h>)
set(TRADEMIND_PCH_PROGRAM ${TRADEMIND_PCH_ROOM} <boost/asio/co_spawn.hpp>)
# nlohmann/json costs g++ 0.8 s a file, precompiled too: it makes its templates again in each
set(TRADEMIND_PCH_CLI ${TRADEMIND_PCH_PROGRAM} <nlohmann/json.hpp> <CLI/App.hpp> <CLI/Config.hpp> <CLI/Formatter.hpp>)
set(TRADEMIND_PCH_TEST ${TRADEMIND_PCH_PROGRAM} <gtest/gtest.h> <gmock/gmock.h>)

# What a compiler compares before it takes a set: the target that compiles it and those that use it have it alike.
function(trademind_precompiled_flags target)
    target_compile_definitions(${target} PRIVATE $<TARGET_PROPERTY:fmt::fmt,INTERFACE_COMPILE_DEFINITIONS>)
    # what ccache asks for; see its manual, "Precompiled headers"
    target_compile_options(${target} PRIVATE
        $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess> "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endfunction()

function(trademind_precompile target set)
    if(NOT TRADEMIND_PCH)
        return()
    endif()
    set(owner trademind_pch_${set})
    if(NOT TARGET ${owner})
        file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/pch/${set}.cpp CONTENT "// Its precompiled headers are what is wanted.\n")
        add_library(${owner} OBJECT ${PROJECT_BINARY_DIR}/pch/${set}.cpp)
        target_link_libraries(${owner} PRIVATE Boost::headers Threads::Threads)
        if(set STREQUAL "room")
            set_target_properties(${owner} PROPERTIES POSITION_INDEPENDENT_CODE ON)
        elseif(set STREQUAL "test")
            target_link_libraries(${owner} PRIVATE GTest::gmock)
        endif()
        string(TOUPPER ${set} name)
        target_precompile_headers(${owner} PRIVATE ${TRADEMIND_PCH_${name}})
        trademind_warnings(${owner})
        trademind_precompiled_flags(${owner})
    endif()
    target_precompile_headers(${target} REUSE_FROM ${owner})
    trademind_precompiled_flags(${target})
endfunction()
