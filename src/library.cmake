# All rooms as one archive, trademind::broker, with the public headers.
get_property(rooms GLOBAL PROPERTY TRADEMIND_ROOMS)
add_library(trademind_broker STATIC)
add_library(trademind::broker ALIAS trademind_broker)
foreach(room IN LISTS rooms)
    target_sources(trademind_broker PRIVATE $<TARGET_OBJECTS:${room}>)
endforeach()
file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/*.hpp)
list(FILTER headers EXCLUDE REGEX "/trademind/gateway\\.hpp$")  # of trademind::gateway
target_sources(trademind_broker PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${headers})
target_compile_features(trademind_broker PUBLIC cxx_std_20)
target_link_libraries(trademind_broker
    PUBLIC Boost::headers Threads::Threads
    PRIVATE fmt::fmt spdlog::spdlog yaml-cpp SQLite::SQLite3)
set_target_properties(trademind_broker PROPERTIES EXPORT_NAME broker OUTPUT_NAME trademind-broker LINKER_LANGUAGE CXX)
trademind_warnings(trademind_broker)
