// The one file that is compiled with the path of the tree: the others can come from a compiler
// cache.
#include "support/source_dir.hpp"

std::filesystem::path trademind::test::source_dir()
{
    return TRADEMIND_SOURCE_DIR;
}
