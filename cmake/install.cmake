# Install, export, find_package(trademind-broker) and pkg-config.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/trademind-broker)

install(TARGETS trademind_broker trademind_gateway EXPORT trademind-broker
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT trademind-broker FILE trademind-brokerTargets.cmake NAMESPACE trademind:: DESTINATION ${package_dir})

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/trademind-brokerConfig.cmake.in
    ${PROJECT_BINARY_DIR}/trademind-brokerConfig.cmake INSTALL_DESTINATION ${package_dir})
# before 1.0 a minor version may break
write_basic_package_version_file(${PROJECT_BINARY_DIR}/trademind-brokerConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES
    ${PROJECT_BINARY_DIR}/trademind-brokerConfig.cmake
    ${PROJECT_BINARY_DIR}/trademind-brokerConfigVersion.cmake
    DESTINATION ${package_dir})

# from the .pc file back to the prefix: an installed tree may be moved
file(RELATIVE_PATH pc_to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${PROJECT_SOURCE_DIR}/cmake/trademind-broker.pc.in ${PROJECT_BINARY_DIR}/trademind-broker.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/trademind-broker.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
# documents, samples and examples in the folders of the source tree: links between them hold
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/config DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN *.yaml)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs DESTINATION ${CMAKE_INSTALL_DOCDIR} PATTERN secrets EXCLUDE)
if(TARGET trademind)
    install(TARGETS trademind RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
