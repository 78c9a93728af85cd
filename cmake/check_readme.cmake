# The program that README shows is the one that is compiled.
# Usage: cmake -DROOT=<source tree> -P check_readme.cmake
file(READ ${ROOT}/README.md readme)
file(READ ${ROOT}/docs/examples/place_order.cpp example)
string(FIND "${readme}" "```cpp\n${example}```" at)
if(at EQUAL -1)
    message(FATAL_ERROR "README.md does not show docs/examples/place_order.cpp as it is")
endif()
# brackets mean something in a CMake list
string(REPLACE "](" "@link(" readme "${readme}")
string(REGEX MATCHALL "@link\\([^)#:]+\\)" links "${readme}")
foreach(link IN LISTS links)
    string(REGEX REPLACE "@link\\((.*)\\)" "\\1" path "${link}")
    if(NOT EXISTS ${ROOT}/${path})
        message(SEND_ERROR "README.md links to ${path}, which is not there")
    endif()
endforeach()
