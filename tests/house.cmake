# Tests of the house itself: layers, includes, files, headers, and what is installed.
add_test(NAME layers COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${PROJECT_SOURCE_DIR}/cmake/check_layers.cmake)
add_test(NAME includes COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${PROJECT_SOURCE_DIR}/cmake/check_includes.cmake)
add_test(NAME files COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${PROJECT_SOURCE_DIR}/cmake/check_files.cmake)
add_test(NAME readme COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${PROJECT_SOURCE_DIR}/cmake/check_readme.cmake)
add_test(NAME checklist COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${PROJECT_SOURCE_DIR}/cmake/check_checklist.cmake)
add_test(NAME checklist.can_fail COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR}
    -DWORK=${PROJECT_BINARY_DIR}/checklist -P ${CMAKE_CURRENT_SOURCE_DIR}/layers/check_checklist_test.cmake)
add_test(NAME deploy.install_gateway COMMAND ${CMAKE_COMMAND} -DSCRIPT=${PROJECT_SOURCE_DIR}/docs/deploy/install_gateway.sh
    -DWORK=${PROJECT_BINARY_DIR}/install_gateway -P ${CMAKE_CURRENT_SOURCE_DIR}/install/install_gateway_test.cmake)
add_test(NAME layers.can_fail COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR}
    -DWORK=${PROJECT_BINARY_DIR}/layers -P ${CMAKE_CURRENT_SOURCE_DIR}/layers/check_layers_test.cmake)
file(GLOB refused RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/must_not_compile CONFIGURE_DEPENDS must_not_compile/*.cpp)
foreach(file IN LISTS refused)
    cmake_path(GET file STEM name)
    add_test(NAME must_not_compile.${name} COMMAND ${CMAKE_COMMAND} -DCOMPILER=${CMAKE_CXX_COMPILER} -DINCLUDE=${PROJECT_SOURCE_DIR}/include
        -DSOURCE=${CMAKE_CURRENT_SOURCE_DIR}/must_not_compile/${file} -P ${CMAKE_CURRENT_SOURCE_DIR}/must_not_compile/check.cmake)
    set_tests_properties(must_not_compile.${name} PROPERTIES TIMEOUT 300)
endforeach()
if(CMAKE_VERIFY_INTERFACE_HEADER_SETS)
    add_test(NAME headers.alone COMMAND ${CMAKE_COMMAND} --build ${PROJECT_BINARY_DIR} --target all_verify_interface_header_sets)
    set_tests_properties(headers.alone PROPERTIES RUN_SERIAL ON TIMEOUT 900)
endif()
if(NOT TRADEMIND_COVERAGE)
    set(consumer_flags "")
    if(TRADEMIND_SANITIZE)
        string(JOIN " " consumer_flags -fsanitize=${TRADEMIND_SANITIZE} ${TRADEMIND_COROUTINE_OPTIONS})
    endif()
    add_test(NAME install.consumer COMMAND ${CMAKE_COMMAND}
        -DBUILD=${PROJECT_BINARY_DIR} -DWORK=${PROJECT_BINARY_DIR}/install_test -DSOURCE=${CMAKE_CURRENT_SOURCE_DIR}/install
        -DCOMPILER=${CMAKE_CXX_COMPILER} "-DFLAGS=${consumer_flags}" -P ${CMAKE_CURRENT_SOURCE_DIR}/install/run.cmake)
    set_tests_properties(install.consumer PROPERTIES TIMEOUT 300)
endif()
