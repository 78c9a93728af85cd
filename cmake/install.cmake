# Install, export, find_package(trademind-broker) and pkg-config.
include(CMakePackageConfigHelpers)
