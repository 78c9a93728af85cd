# Every numbered case of the domain is a test of that name: P1 to P80 (fills), A1 to A28, A34 and D1 to D8 (accounting), C1 to
# C40 (commissions). Fails with the ids that are not. A29 and A30 (splits) are data: tests/cases/paper/corporate_actions.txt, as are
# most of the others in domain_*.txt there. A31 to A33 and A35 are about what no paper account does: excused deficits, late fees,
# corrected executions, assignment.
# Usage: cmake -DPAPER_TEST=<program> -DMONEY_TEST=<program> -P check_cases.cmake
cmake_minimum_required(VERSION 3.25)

set(names "")
foreach(program ${PAPER_TEST} ${MONEY_TEST})
    execute_process(COMMAND ${program} --gtest_list_tests OUTPUT_VARIABLE listed COMMAND_ERROR_IS_FATAL ANY)
    string(APPEND names "${listed}")
endforeach()

set(missing "")
set(count 0)
foreach(series "P 1 80" "A 1 28" "A 34 34" "D 1 8" "C 1 40")
    separate_arguments(series)
    list(GET series 0 letter)
    list(GET series 1 first)
    list(GET series 2 last)
    foreach(number RANGE ${first} ${last})
        if(names MATCHES "[ _/]${letter}${number}[_ /\n]")
            math(EXPR count "${count} + 1")
        else()
            list(APPEND missing ${letter}${number})
        endif()
    endforeach()
endforeach()

if(missing)
    list(JOIN missing " " text)
    message(FATAL_ERROR "no test is named by: ${text}")
endif()
message(STATUS "domain cases: ${count} named by tests")
