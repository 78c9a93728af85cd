// Files of vectors: JSON Lines, plain or compressed.
#pragma once

#include <nlohmann/json.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::conformance {

using Json = nlohmann::json;

/// A file that cannot be read, or whose content is not in the format; says which and why.
class FileError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The whole content; xz and gzip files are unpacked, whatever their name.
std::string read_file(const std::string& path);

/// The vectors of a file, one for each line that is not blank. Throws FileError with the line's
/// number when a line is no object or has no id.
std::vector<Json> read_vectors(const std::string& path);

/// Bytes of a hexadecimal text; throws std::invalid_argument when it is none.
std::string unhex(std::string_view hex);
std::string hex(std::string_view bytes);

}  // namespace trademind::conformance
