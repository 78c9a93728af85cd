# Every name of the standard library that a file uses comes from a header that it includes, itself or through headers of ours:
# precompiled headers and files that are compiled together hide what is missing. And nothing assigns to an erased handler.
# Usage: cmake -DROOT=<source tree> -P check_includes.cmake
cmake_minimum_required(VERSION 3.25)

# Header: its names.
set(standard
    "algorithm: all_of any_of binary_search clamp copy count count_if equal_range fill find find_if find_if_not for_each is_sorted lower_bound max max_element min min_element none_of partition partition_point remove remove_if replace reverse search sort stable_sort transform unique upper_bound"
    "array: array"
    "atomic: atomic atomic_bool atomic_int"
    "charconv: from_chars to_chars"
    "chrono: chrono"
    "cmath: abs fabs floor isfinite isnan llround log lround pow round sqrt"
    "compare: partial_ordering strong_ordering weak_ordering"
    "condition_variable: condition_variable"
    "csignal: raise signal"
    "cstdint: int16_t int32_t int64_t int8_t uint16_t uint32_t uint64_t uint8_t uintptr_t"
    "cstdio: FILE fclose fflush fopen fputs fwrite printf puts snprintf"
    "cstdlib: abort exit free getenv malloc strtod strtol"
    "cstring: memcmp memcpy memmove memset strcmp strerror strlen"
    "deque: deque"
    "exception: current_exception exception exception_ptr rethrow_exception"
    "filesystem: filesystem"
    "fstream: fstream ifstream ofstream"
    "functional: bind function greater hash invoke less plus ref"
    "future: async future future_error future_status promise"
    "iomanip: put_time setfill setprecision setw"
    "iostream: cerr cin clog cout"
    "iterator: back_inserter distance inserter istreambuf_iterator next prev"
    "limits: numeric_limits"
    "list: list"
    "map: map multimap"
    "memory: dynamic_pointer_cast enable_shared_from_this make_shared make_unique shared_ptr static_pointer_cast unique_ptr weak_ptr"
    "mutex: call_once lock_guard mutex once_flag recursive_mutex scoped_lock unique_lock"
    "numeric: accumulate gcd iota lcm reduce"
    "optional: make_optional nullopt optional"
    "random: mt19937 mt19937_64 random_device uniform_int_distribution"
    "regex: regex regex_match regex_search smatch"
    "set: multiset set"
    "shared_mutex: shared_lock shared_mutex"
    "span: span"
    "sstream: istringstream ostringstream stringstream"
    "stdexcept: invalid_argument length_error logic_error out_of_range runtime_error"
    "string: getline stod stoi stoll string to_string"
    "string_view: string_view"
    "system_error: errc error_category error_code make_error_code system_error"
    "thread: jthread this_thread thread"
    "tuple: apply forward_as_tuple make_tuple tie tuple tuple_element_t tuple_size_v"
    "unordered_map: unordered_map"
    "unordered_set: unordered_set"
    "utility: as_const exchange forward index_sequence integer_sequence make_index_sequence make_pair move pair"
    "variant: get_if holds_alternative monostate variant visit"
    "vector: vector")
foreach(line IN LISTS standard)
    string(REGEX MATCH "^([a-z_]+): (.*)$" _ "${line}")
    set(header ${CMAKE_MATCH_1})
    string(REPLACE " " ";" names "${CMAKE_MATCH_2}")
    foreach(name IN LISTS names)
        set(home_of_${name} ${header})
    endforeach()
endforeach()

# Headers that stand for others, by the standard or by their own interface.
set(brings_string string_view utility)
set(brings_fstream string iterator)
set(brings_sstream string iterator)
set(brings_filesystem string chrono)
set(brings_system_error string)
set(brings_stdexcept string exception)
set(brings_charconv system_error)
set(brings_future exception system_error utility)
foreach(header algorithm map memory optional set tuple unordered_map variant vector functional deque)
    set(brings_${header} utility)
endforeach()
list(APPEND brings_map tuple)
list(APPEND brings_thread chrono)
list(APPEND brings_mutex chrono)
list(APPEND brings_condition_variable mutex chrono)

set(errors "")
include(${CMAKE_CURRENT_LIST_DIR}/sources.cmake)

# Sets given_<file>: the standard headers that a file has, itself or through ours.
function(read_includes file)
    set_property(GLOBAL PROPERTY "given_${file}" "")
    file(STRINGS ${ROOT}/${file} lines REGEX "^#include ")
    set(given "")
    foreach(line IN LISTS lines)
        if(line MATCHES "^#include <([a-z_]+)>")
            list(APPEND given ${CMAKE_MATCH_1} ${brings_${CMAKE_MATCH_1}})
        elseif(line MATCHES "^#include <gtest/" OR line MATCHES "^#include <gmock/")
            list(APPEND given string string_view vector memory map set tuple utility sstream)
        elseif(line MATCHES "^#include [<\"]([^>\"]+)[>\"]")
            set(included ${CMAKE_MATCH_1})
            cmake_path(GET file PARENT_PATH beside)
            foreach(folder include src tests ${beside})
                set(ours ${folder}/${included})
                if(EXISTS ${ROOT}/${ours})
                    get_property(known GLOBAL PROPERTY "given_${ours}" SET)
                    if(NOT known)
                        read_includes(${ours})
                    endif()
                    get_property(more GLOBAL PROPERTY "given_${ours}")
                    list(APPEND given ${more})
                    break()
                endif()
            endforeach()
        endif()
    endforeach()
    list(REMOVE_DUPLICATES given)
    set_property(GLOBAL PROPERTY "given_${file}" "${given}")
endfunction()

foreach(file IN LISTS files)
    get_property(known GLOBAL PROPERTY "given_${file}" SET)
    if(NOT known)
        read_includes(${file})
    endif()
    get_property(given GLOBAL PROPERTY "given_${file}")
    file(READ ${ROOT}/${file} text)
    string(REGEX MATCHALL "std::[a-z_0-9]+" names "${text}")
    list(REMOVE_DUPLICATES names)
    foreach(name IN LISTS names)
        string(SUBSTRING ${name} 5 -1 name)
        if(DEFINED home_of_${name} AND NOT home_of_${name} IN_LIST given)
            list(APPEND errors "${file}: std::${name} without <${home_of_${name}}>")
        endif()
    endforeach()
endforeach()

include(${CMAKE_CURRENT_LIST_DIR}/check_handlers.cmake)

if(errors)
    list(JOIN errors "\n  " text)
    message(FATAL_ERROR "includes:\n  ${text}")
endif()
message(STATUS "includes: ${count} files, every name of the standard library has its header")
