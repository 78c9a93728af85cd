// Bytes in order.
#include "base/byte_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string>
#include <system_error>

#include <dlfcn.h>
#include <lzma.h>
#include <zlib.h>

namespace trademind {
namespace {

class TextBytes final : public ByteSource {
public:
    explicit TextBytes(std::string_view text) : rest_{text} {}

    Result<std::size_t> read(char* into, std::size_t size) override
    {
        std::size_t count = std::min(size, rest_.size());
        std::memcpy(into, rest_.data(), count);
        rest_.remove_prefix(count);
        return count;
    }

private:
    std::string_view rest_;
};

class FileBytes final : public ByteSource {
public:
    explicit FileBytes(const std::filesystem::path& file) : in_{file, std::ios::binary} {}

    bool is_open() const { return in_.is_open(); }
    /// The file's first bytes, which read() gives again: a pipe has no way back.
    std::string_view first()
    {
        in_.read(first_.data(), static_cast<std::streamsize>(first_.size()));
        rest_ = std::string_view{first_.data(), static_cast<std::size_t>(in_.gcount())};
        return rest_;
    }
    Result<std::size_t> read(char* into, std::size_t size) override
    {
        std::size_t known = std::min(size, rest_.size());
        if (known > 0) {
            std::memcpy(into, rest_.data(), known);
            rest_.remove_prefix(known);
            return known;
        }
        if (in_.eof()) return std::size_t{0};
        in_.read(into, static_cast<std::streamsize>(size));
        if (in_.bad()) return Error{Errc::input_output, "reading failed"};
        return static_cast<std::size_t>(in_.gcount());
    }

private:
    std::ifstream in_;
    std::array<char, 6> first_{};
    std::string_view rest_;
};

/// A function of a library that is loaded when it is first asked for and then stays. Linking it
/// would make each program that links this library link that one, too, for files that few have.
template <class Function> Function* function_of(const char* library, const char* name)
{
    void* handle = ::dlopen(library, RTLD_NOW | RTLD_LOCAL);
    // POSIX: a pointer to a function comes as a pointer to an object
    return handle ? reinterpret_cast<Function*>(::dlsym(handle, name)) : nullptr;
}

Error missing(std::string_view format, const char* library)
{
    return {Errc::not_supported,
            fmt::format("the file is compressed by {}, and {} is not installed", format, library)};
}
Error damaged(std::string_view format, std::string_view what)
{
    return {Errc::data_file, fmt::format("the {} data {}", format, what)};
}
constexpr std::string_view cut_short = "ends before its end: the file is cut short";

/// What both formats have in common: compressed bytes in a buffer.
class Compressed : public ByteSource {
protected:
    explicit Compressed(std::unique_ptr<ByteSource> from) : from_{std::move(from)} {}

    /// The next compressed bytes; none: the end.
    Result<std::string_view> refill()
    {
        auto count = from_->read(buffer_.data(), buffer_.size());
        if (!count) return count.error();
        return std::string_view{buffer_.data(), *count};
    }

private:
    std::unique_ptr<ByteSource> from_;
    std::array<char, 1 << 16> buffer_{};
};

class GzipBytes final : public Compressed {
public:
    explicit GzipBytes(std::unique_ptr<ByteSource> from) : Compressed{std::move(from)} {}
    ~GzipBytes() override
    {
        if (begun_) end_(&stream_);
    }

    Result<> begin()
    {
        auto* init = function_of<decltype(::inflateInit2_)>(library, "inflateInit2_");
        inflate_ = function_of<decltype(::inflate)>(library, "inflate");
        reset_ = function_of<decltype(::inflateReset)>(library, "inflateReset");
        end_ = function_of<decltype(::inflateEnd)>(library, "inflateEnd");
        if (!init || !inflate_ || !reset_ || !end_) return missing("gzip", library);
        constexpr int gzip_only = 16, window = 15;
        begun_ = init(&stream_, gzip_only + window, ZLIB_VERSION, int{sizeof stream_}) == Z_OK;
        return begun_ ? Result<>{} : Error{Errc::internal, "inflateInit2 failed"};
    }

    Result<std::size_t> read(char* into, std::size_t size) override
    {
        auto limited = static_cast<uInt>(std::min<std::size_t>(size, 1U << 30U));
        stream_.next_out = reinterpret_cast<Bytef*>(into);
        stream_.avail_out = limited;
        while (stream_.avail_out == limited) {
            if (stream_.avail_in == 0) {
                auto more = refill();
                if (!more) return more.error();
                if (more->empty()) {
                    if (inside_) return damaged("gzip", cut_short);
                    return std::size_t{0};
                }
                // zlib writes nothing there
                stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(more->data()));
                stream_.avail_in = static_cast<uInt>(more->size());
            }
            inside_ = true;
            int state = inflate_(&stream_, Z_NO_FLUSH);
            if (state == Z_STREAM_END) {
                // a file may be several, one behind the other
                inside_ = false;
                if (reset_(&stream_) != Z_OK) return Error{Errc::internal, "inflateReset failed"};
            } else if (state != Z_OK) {
                return damaged("gzip", "is damaged");
            }
        }
        return std::size_t{limited - stream_.avail_out};
    }

private:
    static constexpr auto library = "libz.so.1";
    z_stream stream_{};
    bool begun_ = false, inside_ = true;
    decltype(::inflate)* inflate_ = nullptr;
    decltype(::inflateReset)* reset_ = nullptr;
    decltype(::inflateEnd)* end_ = nullptr;
};

class XzBytes final : public Compressed {
public:
    explicit XzBytes(std::unique_ptr<ByteSource> from) : Compressed{std::move(from)} {}
    ~XzBytes() override
    {
        if (end_) end_(&stream_);
    }

    Result<> begin()
    {
        auto* init = function_of<decltype(::lzma_stream_decoder)>(library, "lzma_stream_decoder");
        code_ = function_of<decltype(::lzma_code)>(library, "lzma_code");
        auto* end = function_of<decltype(::lzma_end)>(library, "lzma_end");
        if (!init || !code_ || !end) return missing("xz", library);
        constexpr std::uint64_t most_memory = 256U << 20U;
        if (init(&stream_, most_memory, LZMA_CONCATENATED) != LZMA_OK)
            return Error{Errc::internal, "lzma_stream_decoder failed"};
        end_ = end;
        return {};
    }

    Result<std::size_t> read(char* into, std::size_t size) override
    {
        stream_.next_out = reinterpret_cast<std::uint8_t*>(into);
        stream_.avail_out = size;
        while (stream_.avail_out == size && !ended_) {
            if (stream_.avail_in == 0 && !drained_) {
                auto more = refill();
                if (!more) return more.error();
                drained_ = more->empty();
                stream_.next_in = reinterpret_cast<const std::uint8_t*>(more->data());
                stream_.avail_in = more->size();
            }
            auto state = code_(&stream_, drained_ ? LZMA_FINISH : LZMA_RUN);
            ended_ = state == LZMA_STREAM_END;
            if (state == LZMA_BUF_ERROR) return damaged("xz", cut_short);
            if (state == LZMA_MEMLIMIT_ERROR)
                return damaged("xz", "needs more than 256 MiB to be read");
            if (state != LZMA_OK && !ended_) return damaged("xz", "is damaged");
        }
        return size - stream_.avail_out;
    }

private:
    static constexpr auto library = "liblzma.so.5";
    lzma_stream stream_ = LZMA_STREAM_INIT;
    bool drained_ = false, ended_ = false;
    decltype(::lzma_code)* code_ = nullptr;
    decltype(::lzma_end)* end_ = nullptr;
};

template <class Source>
Result<std::unique_ptr<ByteSource>> decompressed(std::unique_ptr<ByteSource> bytes)
{
    auto source = std::make_unique<Source>(std::move(bytes));
    if (auto begun = source->begin(); !begun) return begun.error();
    return std::unique_ptr<ByteSource>{std::move(source)};
}

}  // namespace

Result<std::unique_ptr<ByteSource>> open_bytes(const std::filesystem::path& file)
{
    using Type = std::filesystem::file_type;
    std::error_code ignored;
    auto type = std::filesystem::status(file, ignored).type();
    // a device may have no end
    bool is_fit = type == Type::regular || type == Type::fifo;
    auto bytes = std::make_unique<FileBytes>(is_fit ? file : std::filesystem::path{});
    if (!bytes->is_open())
        return Error{Errc::input_output, fmt::format("cannot read '{}'", file.string())};
    auto first = bytes->first();
    constexpr std::string_view gzip{"\x1f\x8b"}, xz{"\xfd\x37zXZ\0", 6};
    if (first.starts_with(gzip)) return decompressed<GzipBytes>(std::move(bytes));
    if (first == xz) return decompressed<XzBytes>(std::move(bytes));
    return std::unique_ptr<ByteSource>{std::move(bytes)};
}

std::unique_ptr<ByteSource> bytes_of(std::string_view text)
{
    return std::make_unique<TextBytes>(text);
}

}  // namespace trademind
