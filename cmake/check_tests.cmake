# Tests mirror src: fails on a test that is named after a source and stands in another room's folder, and where more sources
# than before have no test of their name. -DLIST=1 names those.
# Usage: cmake -DROOT=<source tree> -P check_tests.cmake
cmake_minimum_required(VERSION 3.25)

# Folder of sources | folder of their tests. First match wins; \1 is the room.
set(mirrors
    "^src/(base|domain|factory)/                   | \\1"
    "^src/brokers/ibkr/(wire)/                     | \\1"
    "^src/brokers/ibkr/(session|transport)/        | session"
    "^src/brokers/ibkr/                            | ibkr"
    "^src/brokers/paper/(fees|margin|ledger)/      | paper_money"
    "^src/brokers/paper/                           | paper"
    "^src/execution/([a-z_]+)/                     | execution/\\1"
    "^src/ops/                                     | ops"
    "^src/gateway/                                 | gateway"
    "^src/cli/live/                                | cli_live"
    "^src/cli/                                     | cli")
# Sources without a test of their name; may only become fewer.
set(most_untested 235)

file(GLOB_RECURSE tests RELATIVE ${ROOT}/tests/unit ${ROOT}/tests/unit/*_test.cpp)
file(GLOB_RECURSE sources RELATIVE ${ROOT} ${ROOT}/src/*.cpp)
if(NOT tests OR NOT sources)
    message(FATAL_ERROR "no tests or no sources under ${ROOT}")
endif()
set(errors "")
set(untested "")
foreach(source IN LISTS sources)
    cmake_path(GET source STEM name)
    set(folder "")
    foreach(mirror IN LISTS mirrors)
        string(REGEX MATCH "^(.*[^ ]) +\\| +(.*)$" _ "${mirror}")
        set(pattern "${CMAKE_MATCH_1}")
        set(target "${CMAKE_MATCH_2}")
        if(folder STREQUAL "" AND source MATCHES "${pattern}")
            string(REGEX REPLACE "${pattern}.*" "${target}" folder "${source}")
        endif()
    endforeach()
    if(folder STREQUAL "")
        list(APPEND errors "${source}: no folder of tests is named for it in cmake/check_tests.cmake")
    endif()
    list(APPEND places_of_${name} "${folder}/${name}_test.cpp")
    if(NOT "${folder}/${name}_test.cpp" IN_LIST tests)
        list(APPEND untested ${source})
    endif()
endforeach()
foreach(test IN LISTS tests)
    cmake_path(GET test FILENAME file)
    string(REGEX REPLACE "_test\\.cpp$" "" name "${file}")
    # names are of their floor's folder: another floor's test may have the same
    string(REGEX REPLACE "/.*" "/" floor "${test}")
    set(places ${places_of_${name}})
    list(FILTER places INCLUDE REGEX "^${floor}")
    if(places AND NOT test IN_LIST places)
        list(JOIN places " or " text)
        list(APPEND errors "tests/unit/${test}: belongs in ${text}, or needs a name of its own")
    endif()
endforeach()
list(LENGTH untested count)
if(LIST)
    list(JOIN untested "\n  " text)
    message(STATUS "without a test of their name:\n  ${text}")
endif()
if(count GREATER most_untested)
    list(APPEND errors "${count} sources have no test of their name, ${most_untested} had none: -DLIST=1 names them")
endif()
if(errors)
    list(JOIN errors "\n  " text)
    message(FATAL_ERROR "tests:\n  ${text}")
endif()
message(STATUS "tests: ${count} sources without a test of their name, none in another's folder")
