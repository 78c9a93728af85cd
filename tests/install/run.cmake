# Installs BUILD into WORK/tree, builds the consumer against it with CMake and with pkg-config, and runs both. Builds the examples
# that were installed, copied out, in the same way, into WORK/examples.
function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE code)
    if(NOT code EQUAL 0)
        list(JOIN ARGN " " line)
        message(FATAL_ERROR "failed (${code}): ${line}")
    endif()
endfunction()

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/tree)
set(documents ${WORK}/tree/share/doc/trademind-broker)
foreach(file LICENSE README.md config/ibkr_config.yaml config/paper.yaml docs/IBKR_SETUP.md docs/deploy/compose.yaml docs/examples/CMakeLists.txt)
    if(NOT EXISTS ${documents}/${file})
        message(FATAL_ERROR "${file} is not installed below ${documents}")
    endif()
endforeach()

file(COPY ${documents}/docs/examples DESTINATION ${WORK}/copied)
run(${CMAKE_COMMAND} -S ${WORK}/copied/examples -B ${WORK}/examples -G Ninja -DCMAKE_PREFIX_PATH=${WORK}/tree
    -DCMAKE_CXX_COMPILER=${COMPILER} "-DCMAKE_CXX_FLAGS=${FLAGS} -Wall -Wextra -Werror" -DCMAKE_BUILD_TYPE=Debug)
run(${CMAKE_COMMAND} --build ${WORK}/examples)

run(${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/consumer -G Ninja -DCMAKE_PREFIX_PATH=${WORK}/tree
    -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_CXX_FLAGS=${FLAGS} -DCMAKE_BUILD_TYPE=Debug)
run(${CMAKE_COMMAND} --build ${WORK}/consumer)
run(${WORK}/consumer/consumer)

file(GLOB_RECURSE description ${WORK}/tree/trademind-broker.pc)
cmake_path(GET description PARENT_PATH pkgconfig_dir)
set(ENV{PKG_CONFIG_PATH} ${pkgconfig_dir})
separate_arguments(flags UNIX_COMMAND "${FLAGS}")
execute_process(COMMAND pkg-config --cflags --libs trademind-broker
    OUTPUT_VARIABLE options OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
separate_arguments(options UNIX_COMMAND "${options}")
run(${COMPILER} -std=c++20 ${flags} ${SOURCE}/consumer.cpp -o ${WORK}/by_pkg_config ${options})
run(${WORK}/by_pkg_config)
