# Refuses `value_or` in what reads the wire of IBKR: it makes a value of what TWS did not say, or said in a word that is not
# known, and nothing behind it can tell. Give an optional, the enumerator `unknown`, or leave the member as it is.
# Exceptions stand below with their reasons; one that no line needs fails.
# Usage: cmake -DROOT=<source tree> -P check_wire_defaults.cmake
cmake_minimum_required(VERSION 3.25)

# file | the call as it stands | why it is right
set(exceptions
    "src/brokers/ibkr/broker/history_plan.cpp|request.end.value_or(now)|of the caller: no end means now"
    "src/brokers/ibkr/broker/market_data.cpp|heard.value_or(desk_.now())|own clock: a line that has told nothing is silent from now on"
    "src/brokers/ibkr/broker/market_data.cpp|line->missed_until.value_or(data.desk_.now())|own clock: a gap without a beginning begins now"
    "src/brokers/ibkr/session/link.cpp|now_.utc.value_or(TimePoint{})|own clock: without it no maintenance window is open"
    "src/brokers/ibkr/wire/text_writer.hpp|x.value_or(0) != 0|written, not read: unset is off on the wire"
    "src/brokers/ibkr/wire/text_writer.hpp|x.value_or(unset)|written, not read: the field's own spelling of unset"
    "include/trademind/brokers/ibkr/messages/system.hpp|id.value_or(no_request)|no_request is the protocol's word for none")

set(errors "")
set(used "")
file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/src/brokers/ibkr/*.?pp ${ROOT}/include/trademind/brokers/ibkr/*.?pp)
foreach(file IN LISTS files)
    file(STRINGS ${ROOT}/${file} lines REGEX "value_or")
    foreach(line IN LISTS lines)
        string(REGEX REPLACE "//.*" "" code "${line}")
        if(NOT code MATCHES "value_or")
            continue()
        endif()
        set(excused FALSE)
        foreach(exception IN LISTS exceptions)
            string(REPLACE "|" ";" parts "${exception}")
            list(GET parts 0 where)
            list(GET parts 1 call)
            string(FIND "${code}" "${call}" at)
            if(file STREQUAL where AND NOT at EQUAL -1)
                set(excused TRUE)
                list(APPEND used "${where}|${call}")
            endif()
        endforeach()
        if(NOT excused)
            string(STRIP "${code}" code)
            list(APPEND errors "${file}: ${code}")
        endif()
    endforeach()
endforeach()
foreach(exception IN LISTS exceptions)
    string(REPLACE "|" ";" parts "${exception}")
    list(LENGTH parts length)
    list(GET parts 0 where)
    list(GET parts 1 call)
    if(NOT length EQUAL 3)
        list(APPEND errors "${where}: an exception is a file, a call and a reason")
    endif()
    if(NOT "${where}|${call}" IN_LIST used)
        list(APPEND errors "${where}: the exception for ${call} is not used")
    endif()
endforeach()

if(errors)
    list(JOIN errors "\n  " text)
    message(FATAL_ERROR "defaults for what the wire does not say:\n  ${text}")
endif()
list(LENGTH files count)
message(STATUS "wire defaults: ${count} files checked")
