# Keeps the house's rules on files: a first sentence, at most 450 lines that are not blank, nothing left undone.
# Usage: cmake -DROOT=<source tree> -P check_files.cmake
cmake_minimum_required(VERSION 3.25)

set(errors "")
include(${CMAKE_CURRENT_LIST_DIR}/sources.cmake)

foreach(file IN LISTS files)
    file(READ ${ROOT}/${file} text)
    if(NOT text MATCHES "^// ")
        list(APPEND errors "${file}: does not start with a sentence that says what it is")
    endif()
    # brackets and semicolons mean something in a CMake list
    string(REGEX REPLACE "[][;\\]" "." text "${text}")
    string(REGEX REPLACE "[ \t]+\n" "\n" text "${text}")
    string(REGEX REPLACE "\n+" ";" lines "${text}")
    list(LENGTH lines length)
    if(length GREATER 450)
        list(APPEND errors "${file}: ${length} lines; one idea a file, at most 450")
    endif()
    if(text MATCHES "(TO[D]O|FIX[M]E|GTEST_[S]KIP|DISABLED[_])")
        list(APPEND errors "${file}: ${CMAKE_MATCH_1}")
    endif()
endforeach()

if(errors)
    list(JOIN errors "\n  " text)
    message(FATAL_ERROR "files:\n  ${text}")
endif()
message(STATUS "files: ${count} checked")
