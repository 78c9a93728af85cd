// Reads and unpacks files of vectors.
#include "conformance/vector_file.hpp"

#include <fmt/format.h>

#include <lzma.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>

namespace trademind::conformance {

namespace {

std::string unpack_xz(const std::string& packed, const std::string& path)
{
    lzma_stream stream = LZMA_STREAM_INIT;
    if (lzma_stream_decoder(&stream, UINT64_MAX, LZMA_CONCATENATED) != LZMA_OK)
        throw FileError{path + ": no memory to unpack it"};
    std::unique_ptr<lzma_stream, void (*)(lzma_stream*)> closer{&stream, lzma_end};
    stream.next_in = reinterpret_cast<const std::uint8_t*>(packed.data());
    stream.avail_in = packed.size();
    std::string out, block(1 << 16, '\0');
    lzma_ret result = LZMA_OK;
    while (result == LZMA_OK) {
        stream.next_out = reinterpret_cast<std::uint8_t*>(block.data());
        stream.avail_out = block.size();
        result = lzma_code(&stream, LZMA_FINISH);
        out.append(block, 0, block.size() - stream.avail_out);
    }
    if (result != LZMA_STREAM_END)
        throw FileError{
            fmt::format("{}: broken xz file (error {})", path, static_cast<int>(result))};
    return out;
}

}  // namespace

std::string read_file(const std::string& path)
{
    // zlib passes files through that are not its own
    std::unique_ptr<gzFile_s, int (*)(gzFile)> file{gzopen(path.c_str(), "rb"), gzclose};
    if (!file) throw FileError{fmt::format("{}: {}", path, std::strerror(errno))};
    std::string content, block(1 << 16, '\0');
    while (int n = gzread(file.get(), block.data(), static_cast<unsigned>(block.size()))) {
        if (n < 0) {
            int code = 0;
            const char* text = gzerror(file.get(), &code);
            throw FileError{
                fmt::format("{}: {}", path, code == Z_ERRNO ? std::strerror(errno) : text)};
        }
        content.append(block, 0, static_cast<std::size_t>(n));
    }
    int code = 0;
    gzerror(file.get(), &code);
    if (code == Z_BUF_ERROR) throw FileError{path + ": cut gzip file"};
    constexpr std::string_view xz_magic{
        "\xFD"
        "7zXZ\0",
        6};
    return content.starts_with(xz_magic) ? unpack_xz(content, path) : content;
}

std::vector<Json> read_vectors(const std::string& path)
{
    std::string content = read_file(path);
    std::vector<Json> vectors;
    std::size_t number = 0;
    for (std::string_view rest = content; !rest.empty();) {
        ++number;
        auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        Json vector;
        try {
            vector = Json::parse(line);
        } catch (const Json::exception& error) {
            throw FileError{fmt::format("{}:{}: {}", path, number, error.what())};
        }
        if (!vector.is_object() || !vector.contains("id") || !vector["id"].is_string())
            throw FileError{fmt::format("{}:{}: a vector is an object with an id", path, number)};
        vectors.push_back(std::move(vector));
    }
    return vectors;
}

std::string unhex(std::string_view hex)
{
    auto digit = [](char c) -> int {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        throw std::invalid_argument{fmt::format("'{}' is no hexadecimal digit", c)};
    };
    if (hex.size() % 2 != 0) throw std::invalid_argument{"odd number of hexadecimal digits"};
    std::string bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2)
        bytes += static_cast<char>(digit(hex[i]) << 4 | digit(hex[i + 1]));
    return bytes;
}

std::string hex(std::string_view bytes)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (char c : bytes) {
        auto byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

}  // namespace trademind::conformance
