# Tests of the house itself: layers, includes, files, and what is installed.
add_test(NAME layers COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${PROJECT_SOURCE_DIR}/cmake/check_layers.cmake)
add_test(NAME includes COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${PROJECT_SOURCE_DIR}/cmake/check_includes.cmake)
add_test(NAME files COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${PROJECT_SOURCE_DIR}/cmake/check_files.cmake)
add_test(NAME wire_defaults COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${PROJECT_SOURCE_DIR}/cmake/check_wire_defaults.cmake)
add_test(NAME house.tests COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${PROJECT_SOURCE_DIR}/cmake/check_tests.cmake)
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
add_executable(fatal_test support/fatal_test.cpp)
target_link_libraries(fatal_test PRIVATE trademind_test_main GTest::gmock)
trademind_warnings(fatal_test)
trademind_precompile(fatal_test test)
add_test(NAME support.fatal_test_is_named
    COMMAND bash -c "$<TARGET_FILE:fatal_test> --gtest_brief=1 2>&1 | grep -F 'ended by a signal in: Fatal.IsNamed'")
if(NOT TRADEMIND_COVERAGE)
    set(consumer_flags "")
    if(TRADEMIND_SANITIZE)
        string(JOIN " " consumer_flags -fsanitize=${TRADEMIND_SANITIZE} ${TRADEMIND_COROUTINE_OPTIONS})
    endif()
    add_test(NAME install.consumer COMMAND ${CMAKE_COMMAND}
        -DBUILD=${PROJECT_BINARY_DIR} -DWORK=${PROJECT_BINARY_DIR}/install_test -DSOURCE=${CMAKE_CURRENT_SOURCE_DIR}/install
        -DCOMPILER=${CMAKE_CXX_COMPILER} "-DFLAGS=${consumer_flags}" -P ${CMAKE_CURRENT_SOURCE_DIR}/install/run.cmake)
    set_tests_properties(install.consumer PROPERTIES TIMEOUT 900 COST 60 FIXTURES_SETUP installed)
    file(GLOB examples CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/examples/*.cpp)
    foreach(example IN LISTS examples)
        cmake_path(GET example STEM example)
        add_test(NAME example.${example} COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/roads/example.py
            --bin ${CMAKE_RUNTIME_OUTPUT_DIRECTORY} --examples ${PROJECT_BINARY_DIR}/install_test/examples
            --config ${PROJECT_SOURCE_DIR}/config/ibkr_config.yaml ${example})
        set_tests_properties(example.${example} PROPERTIES TIMEOUT 120 FIXTURES_REQUIRED installed)
    endforeach()
endif()
