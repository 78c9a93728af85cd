# Sets `files`: every C++ source under ROOT, relative to it. For the checks of the house, which must not pass for want of any.
file(GLOB_RECURSE files RELATIVE ${ROOT}
    ${ROOT}/include/*.hpp ${ROOT}/src/*.hpp ${ROOT}/src/*.cpp ${ROOT}/tests/*.hpp ${ROOT}/tests/*.cpp ${ROOT}/docs/examples/*.cpp
    ${ROOT}/docs/examples/*.hpp)
list(LENGTH files count)
if(count EQUAL 0)
    message(FATAL_ERROR "no sources under ${ROOT}")
endif()
