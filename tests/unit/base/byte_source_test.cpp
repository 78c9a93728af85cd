// Bytes of files, compressed or not.
#include "base/byte_source.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace trademind {
namespace {

using testing::HasSubstr;

std::filesystem::path written(std::string_view bytes)
{
    auto file =
        std::filesystem::path{testing::TempDir()} / ("byte_source_" + std::to_string(::getpid()));
    std::ofstream{file, std::ios::binary} << bytes;
    return file;
}

/// All bytes, asked for in small pieces.
Result<std::string> all_of(ByteSource& source, std::size_t piece = 3)
{
    std::string all, part(piece, '\0');
    for (;;) {
        auto count = source.read(part.data(), part.size());
        if (!count) return count.error();
        if (*count == 0) return all;
        all.append(part, 0, *count);
    }
}

Result<std::string> read(std::string_view bytes)
{
    auto file = written(bytes);
    auto source = open_bytes(file);
    std::filesystem::remove(file);
    if (!source) return source.error();
    return all_of(**source);
}

// `printf 'hello\n' | gzip -n`, `... | xz`
constexpr std::string_view gzipped{
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd\xc9\xc9\xe7\x02\x00\x20\x30\x3a\x36\x06"
    "\x00\x00\x00",
    26};
constexpr std::string_view xzipped{
    "\xfd\x37\x7a\x58\x5a\x00\x00\x04\xe6\xd6\xb4\x46\x02\x00\x21\x01\x16\x00\x00\x00\x74\x2f\xe5"
    "\xa3\x01\x00\x05\x68\x65\x6c\x6c\x6f\x0a\x00\x00\x00\xa5\x60\x97\xf1\x94\xf6\xfd\xe0\x00\x01"
    "\x1e\x06\xc1\x2f\xa4\x1d\x1f\xb6\xf3\x7d\x01\x00\x00\x00\x00\x04\x59\x5a",
    64};

TEST(ByteSource, reads_texts_and_files_as_they_are)
{
    EXPECT_EQ(all_of(*bytes_of("abcdefgh")).value(), "abcdefgh");
    EXPECT_EQ(all_of(*bytes_of("")).value(), "");
    EXPECT_EQ(read("abcdefgh").value(), "abcdefgh");
    EXPECT_EQ(read("").value(), "");
    EXPECT_EQ(read("\x1f").value(), "\x1f") << "no mark of gzip";
}

TEST(ByteSource, decompresses_by_what_the_file_is)
{
    EXPECT_EQ(read(gzipped).value(), "hello\n");
    EXPECT_EQ(read(xzipped).value(), "hello\n");
}

TEST(ByteSource, several_files_behind_each_other_are_one)
{
    EXPECT_EQ(read(std::string{gzipped} + std::string{gzipped}).value(), "hello\nhello\n");
    EXPECT_EQ(read(std::string{xzipped} + std::string{xzipped}).value(), "hello\nhello\n");
}

TEST(ByteSource, every_cut_of_compressed_data_is_an_error)
{
    for (auto whole : {gzipped, xzipped})
        for (std::size_t n = 6; n < whole.size(); ++n) {
            auto text = read(whole.substr(0, n));
            ASSERT_FALSE(text) << n;
            EXPECT_EQ(text.error(), Errc::data_file);
            EXPECT_THAT(text.error().message, HasSubstr("cut short")) << n;
        }
}

TEST(ByteSource, damaged_data_is_an_error)
{
    for (auto whole : {gzipped, xzipped}) {
        std::string bytes{whole};
        for (std::size_t at : {bytes.size() / 2, bytes.size() - 3}) bytes[at] ^= 0x55;
        auto text = read(bytes);
        ASSERT_FALSE(text);
        EXPECT_EQ(text.error(), Errc::data_file) << text.error().describe();
    }
}

TEST(ByteSource, a_pipe_is_read_from_its_first_byte_on)
{
    auto pipe =
        std::filesystem::path{testing::TempDir()} / ("byte_pipe_" + std::to_string(::getpid()));
    for (auto [written, wanted] :
         {std::pair{std::string_view{"abcdefghijkl"}, std::string_view{"abcdefghijkl"}},
          std::pair{gzipped, std::string_view{"hello\n"}},
          std::pair{xzipped, std::string_view{"hello\n"}}}) {
        std::filesystem::remove(pipe);
        ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
        std::thread writer{[&pipe, text = written] {
            std::ofstream{pipe, std::ios::binary} << text;
        }};
        auto source = open_bytes(pipe);
        ASSERT_TRUE(source);
        EXPECT_EQ(all_of(**source).value(), wanted);
        writer.join();
    }
    std::filesystem::remove(pipe);
}

TEST(ByteSource, what_is_not_there_is_named)
{
    auto none = open_bytes("/no/such/file");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error(), Errc::input_output);
    EXPECT_THAT(none.error().message, HasSubstr("/no/such/file"));
    EXPECT_FALSE(open_bytes(testing::TempDir())) << "a folder";
}

}  // namespace
}  // namespace trademind
