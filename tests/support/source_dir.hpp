// Where the project's files are, for tests that read some.
#pragma once

#include <filesystem>

namespace trademind::test {

/// The top of the source tree.
std::filesystem::path source_dir();

}  // namespace trademind::test
