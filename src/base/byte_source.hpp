// Bytes in order: of a file, compressed or not, or of a text.
#pragma once

#include <trademind/result.hpp>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string_view>

namespace trademind {

class ByteSource {
public:
    ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;
    virtual ~ByteSource() = default;

    /// Writes up to `size` bytes to `into` and returns how many; 0: the end. Errors: the file's
    /// (Errc::input_output), and compressed data that is damaged or ends early (Errc::data_file).
    virtual Result<std::size_t> read(char* into, std::size_t size) = 0;
};

/// The file's bytes, decompressed where its first bytes say gzip or xz, whatever its name is. The
/// libraries for that, libz and liblzma, are loaded when such a file is met: without one it is
/// Errc::not_supported.
Result<std::unique_ptr<ByteSource>> open_bytes(const std::filesystem::path& file);
/// The bytes of a text, which must outlive the source.
std::unique_ptr<ByteSource> bytes_of(std::string_view text);

}  // namespace trademind
