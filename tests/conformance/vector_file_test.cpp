// Files of vectors: every packing, every fault with its line.
#include "conformance/vector_file.hpp"

#include <gtest/gtest.h>

#include <lzma.h>
#include <zlib.h>

#include <cstdint>
#include <filesystem>
#include <fstream>

namespace trademind::conformance {
namespace {

class VectorFile : public testing::Test {
protected:
    VectorFile() { std::filesystem::create_directories(folder_); }
    ~VectorFile() override { std::filesystem::remove_all(folder_); }

    std::string write(const char* name, std::string_view content) const
    {
        auto path = (folder_ / name).string();
        std::ofstream{path, std::ios::binary}.write(content.data(),
                                                    static_cast<std::streamsize>(content.size()));
        return path;
    }
    std::string error_of(const std::string& path) const
    {
        try {
            read_vectors(path);
        } catch (const FileError& error) {
            return error.what();
        }
        return "read";
    }

    static constexpr std::string_view two = "{\"id\":\"a\"}\n{\"id\":\"b\",\"x\":[1]}\n";

private:
    std::filesystem::path folder_ = std::filesystem::temp_directory_path() /
                                    (std::string{"vector_file_test_"} +
                                     testing::UnitTest::GetInstance()->current_test_info()->name());
};

std::string pack_xz(std::string_view content)
{
    std::string packed(1000, '\0');
    std::size_t size = 0;
    auto result = lzma_easy_buffer_encode(
        6, LZMA_CHECK_CRC64, nullptr, reinterpret_cast<const std::uint8_t*>(content.data()),
        content.size(), reinterpret_cast<std::uint8_t*>(packed.data()), &size, packed.size());
    EXPECT_EQ(result, LZMA_OK);
    packed.resize(size);
    return packed;
}

TEST_F(VectorFile, PlainLinesAreRead)
{
    auto vectors = read_vectors(write("plain", two));
    ASSERT_EQ(vectors.size(), 2U);
    EXPECT_EQ(vectors[0]["id"], "a");
    EXPECT_EQ(vectors[1]["x"][0], 1);
}

TEST_F(VectorFile, LastLineNeedsNoEndAndBlankLinesAreNone)
{
    EXPECT_EQ(read_vectors(write("plain", "{\"id\":\"a\"}\n\n  \r\n{\"id\":\"b\"}")).size(), 2U);
    EXPECT_TRUE(read_vectors(write("empty", "")).empty());
}

TEST_F(VectorFile, XzIsUnpackedWhateverItsName)
{
    EXPECT_EQ(read_vectors(write("packed", pack_xz(two))).size(), 2U);
    EXPECT_EQ(read_vectors(write("joined", pack_xz(two) + pack_xz(two))).size(), 4U);
}

TEST_F(VectorFile, GzipIsUnpacked)
{
    auto path = write("packed", "");
    auto file = gzopen(path.c_str(), "wb");
    gzwrite(file, two.data(), static_cast<unsigned>(two.size()));
    gzclose(file);
    EXPECT_EQ(read_vectors(path).size(), 2U);
    auto packed = read_file(path);
    EXPECT_EQ(packed, two);
}

TEST_F(VectorFile, CutOnesAreErrors)
{
    auto packed = pack_xz(two);
    EXPECT_NE(error_of(write("cut.xz", packed.substr(0, packed.size() - 12))).find("broken xz"),
              std::string::npos);
    auto path = write("whole.gz", "");
    auto file = gzopen(path.c_str(), "wb");
    gzwrite(file, two.data(), static_cast<unsigned>(two.size()));
    gzclose(file);
    std::filesystem::resize_file(path, std::filesystem::file_size(path) - 6);
    EXPECT_NE(error_of(path), "read");
}

TEST_F(VectorFile, WhatIsNoVectorIsNamedByItsLine)
{
    EXPECT_NE(error_of(write("a", "{\"id\":\"a\"}\n{]\n")).find("a:2: "), std::string::npos);
    EXPECT_NE(error_of(write("b", "[1]\n")).find("b:1: a vector is an object"), std::string::npos);
    EXPECT_NE(error_of(write("c", "{\"id\":5}\n")).find("c:1: "), std::string::npos);
    EXPECT_NE(error_of(write("d", "{}\n")).find("d:1: "), std::string::npos);
}

TEST_F(VectorFile, MissingFilesAndFoldersAreErrors)
{
    EXPECT_NE(error_of("/nowhere/at/all.jsonl").find("No such file"), std::string::npos);
    EXPECT_NE(error_of("/tmp"), "read");
}

TEST(Hex, GoesBothWays)
{
    EXPECT_EQ(unhex("00fF7a"), std::string("\0\xff\x7a", 3));
    EXPECT_EQ(hex(std::string_view{"\0\xff\x7a", 3}), "00ff7a");
    EXPECT_THROW(unhex("0"), std::invalid_argument);
    EXPECT_THROW(unhex("0g"), std::invalid_argument);
}

}  // namespace
}  // namespace trademind::conformance
