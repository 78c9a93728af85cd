# Reads every #include of the library and fails on one that a room may not have.
# Usage: cmake -DROOT=<source tree> -P check_layers.cmake
cmake_minimum_required(VERSION 3.25)

# Rooms: where a room's files are, and the rooms that it may include besides itself. First match wins.
set(rooms
    "base      | ^src/(base|domain)/                                        | "
    "everything| ^include/trademind/trademind\\.hpp                         | base wire client ibkr paper paper_models config execution_api router_api ops factory"
    "wire      | ^(src/brokers/ibkr/wire/|include/trademind/brokers/ibkr/messages/) | base"
    "session   | ^src/brokers/ibkr/session/                                 | base wire"
    "transport | ^src/brokers/ibkr/transport/                               | base wire session"
    "client    | ^(src/brokers/ibkr/client/|include/trademind/brokers/ibkr/) | base wire session transport"
    "translation | ^src/brokers/ibkr/translation/                           | base wire"
    "ibkr      | ^(src/brokers/ibkr/broker/|include/trademind/brokers/(unsafe_)?ibkr\\.hpp) | base wire session transport client translation"
    "paper_models   | ^include/trademind/brokers/paper/(calendar|corporate_actions|ibkr_fees|models|options|saved_account|tape|tape_recorder)\\.hpp | base"
    "paper_money    | ^src/brokers/paper/(fees|margin|ledger)/              | base paper_models"
    "paper_market   | ^src/brokers/paper/(market|models|tape)/              | base paper_models"
    "paper_orders   | ^src/brokers/paper/orders/                            | base paper_models paper_market"
    "paper_matching | ^src/brokers/paper/matching/                          | base paper_models paper_market paper_orders"
    "paper_engine   | ^src/brokers/paper/engine/                            | base paper_models paper_money paper_market paper_orders paper_matching"
    "paper_store    | ^src/brokers/paper/store/                             | base paper_models paper_money paper_market paper_orders paper_matching paper_engine"
    "paper     | ^(src/brokers/paper/|include/trademind/brokers/(unsafe_)?paper)      | base paper_models paper_money paper_market paper_orders paper_matching paper_engine paper_store"
    "config    | ^(src/execution/config/|include/trademind/execution/(config|risk_limits)\\.hpp) | base client ibkr paper paper_models"
    "execution_api | ^include/trademind/execution/(alerts|broker_services|execution_observer|journal|kill_switch|metrics|risk)\\.hpp | base config"
    "router_api | ^include/trademind/execution/router\\.hpp                  | base config execution_api"
    "journal_file | ^src/execution/journal_file/                            | base config execution_api"
    "journal   | ^src/execution/journal/                                    | base config execution_api journal_file"
    "orders    | ^src/execution/orders/                                     | base journal execution_api"
    "risk      | ^src/execution/risk/                                       | base config execution_api journal orders"
    "kill_switch | ^src/execution/kill_switch/                              | base config execution_api journal orders risk"
    "tracking  | ^src/execution/tracking/                                   | base config execution_api journal orders risk kill_switch"
    "readiness | ^src/execution/readiness/                                  | base config execution_api journal orders risk kill_switch tracking"
    "reconciliation | ^src/execution/reconciliation/                        | base config execution_api journal orders risk kill_switch tracking readiness"
    "router    | ^src/execution/router/                                     | base config execution_api router_api journal journal_file orders risk kill_switch tracking readiness reconciliation signal"
    "signal    | ^src/execution/signal/                                     | base config execution_api router_api"
    "drill     | ^src/ops/drill/                                            | base config execution_api router_api paper paper_models factory"
    "ops       | ^(src/ops/|include/trademind/execution/(operations|strategy_report)\\.hpp) | base config execution_api router_api journal_file"
    "gateway   | ^(src/gateway/|include/trademind/gateway\\.hpp)            | base wire transport translation"
    "factory   | ^(src/factory/|include/trademind/execution)                | base client ibkr wire paper paper_models config execution_api router_api journal orders risk kill_switch router ops"
    "cli       | ^src/cli/                                                  | base everything wire transport client ibkr paper paper_models config execution_api router_api ops factory gateway"
    "base      | ^include/trademind/                                        | ")

# One door a library: an include that fits the first pattern stands only in files that fit the second.
set(doors
    "yaml-cpp/             | ^src/execution/config"
    "spdlog/               | ^src/base/log\\.cpp$"
    "sqlite3\\.h           | ^src/base/database\\.cpp$"
    "(zlib|lzma|dlfcn)\\.h | ^src/base/byte_source\\.cpp$"
    "protozero/            | ^src/brokers/ibkr/wire/"
    "CLI/                  | ^src/cli/"
    "nlohmann/             | ^src/cli/"
    "boost/asio/(ip/|read|write|connect) | ^src/(brokers/ibkr/transport|gateway)/"
    "boost/asio/(steady_timer|system_timer|high_resolution_timer|deadline_timer) | ^src/base/system_clock\\.cpp$"
    "(fmt|spdlog|yaml-cpp|sqlite3|protozero|CLI|nlohmann)[/.] | ^src/")

# The floors below the transport know of Asio only what an error and a cancellation are.
set(sansio_rooms wire session)
set(sansio_may "^boost/asio/(error|cancellation_type)\\.hpp$")

set(errors "")
macro(report text)
    list(APPEND errors "${text}")
endmacro()

# Sets `room` and `may` for a path; empty where the path belongs to no room.
function(find_room path)
    foreach(line IN LISTS rooms)
        string(REGEX MATCH "^([a-z_]+) *\\| *(.*[^ ]) *\\| *(.*)$" _ "${line}")
        set(name ${CMAKE_MATCH_1})
        set(pattern "${CMAKE_MATCH_2}")
        set(allowed "${CMAKE_MATCH_3}")
        if(path MATCHES "${pattern}")
            separate_arguments(allowed)
            set(room ${name} PARENT_SCOPE)
            set(may ${name} ${allowed} PARENT_SCOPE)
            return()
        endif()
    endforeach()
    set(room "" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/include/*.hpp ${ROOT}/src/*.hpp ${ROOT}/src/*.cpp)
list(LENGTH files count)
if(count EQUAL 0)
    message(FATAL_ERROR "no sources under ${ROOT}")
endif()

foreach(file IN LISTS files)
    find_room(${file})
    if(room STREQUAL "")
        report("${file}: belongs to no room of cmake/check_layers.cmake")
        continue()
    endif()
    set(own_room ${room})
    set(own_may ${may})
    file(STRINGS ${ROOT}/${file} lines REGEX "^[ \t]*#[ \t]*include")
    foreach(line IN LISTS lines)
        if(NOT line MATCHES "include[ \t]*([<\"])([^>\"]+)[>\"]")
            report("${file}: cannot read '${line}'")
            continue()
        endif()
        set(quote "${CMAKE_MATCH_1}")
        set(included "${CMAKE_MATCH_2}")
        set(target "")
        if(included MATCHES "^trademind/")
            set(target include/${included})
        elseif(quote STREQUAL "\"")
            set(target src/${included})
            if(file MATCHES "^include/")
                report("${file}: a public header includes the private \"${included}\"")
            endif()
        endif()
        if(target)
            find_room(${target})
            if(NOT EXISTS ${ROOT}/${target})
                report("${file}: \"${included}\" is not written from src/ or include/")
            elseif(NOT room IN_LIST own_may)
                report("${file}: room ${own_room} may not include \"${included}\" of room ${room}")
            endif()
            continue()
        endif()
        foreach(door IN LISTS doors)
            string(REGEX MATCH "^(.*[^ ]) +\\| +(.*)$" _ "${door}")
            set(what "${CMAKE_MATCH_1}")
            set(where "${CMAKE_MATCH_2}")
            if(included MATCHES "^${what}" AND NOT file MATCHES "${where}")
                report("${file}: <${included}> belongs behind ${where}")
            endif()
        endforeach()
        if(included MATCHES "^boost/asio" AND own_room IN_LIST sansio_rooms AND NOT included MATCHES "${sansio_may}")
            report("${file}: room ${own_room} does no input or output: no <${included}>")
        endif()
        if(file MATCHES "^include/" AND included MATCHES "/" AND NOT included MATCHES "^(boost/(asio|system)[/.]|sys/)")
            report("${file}: public headers include std, Boost.Asio and Boost.System only, not <${included}>")
        endif()
    endforeach()
    # time comes from trademind::Clock
    if(NOT file STREQUAL "src/base/system_clock.cpp")
        file(STRINGS ${ROOT}/${file} clocks REGEX "(system|steady|high_resolution)_clock::now|sleep_for|sleep_until")
        foreach(line IN LISTS clocks)
            string(STRIP "${line}" line)
            report("${file}: takes the time past trademind::Clock: ${line}")
        endforeach()
    endif()
endforeach()

if(errors)
    list(JOIN errors "\n  " text)
    message(FATAL_ERROR "layers:\n  ${text}")
endif()
message(STATUS "layers: ${count} files, every include allowed")
