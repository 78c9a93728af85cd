// A file of this process alone.
#include "base/scratch_file.hpp"

#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace trademind {
namespace {

using testing::HasSubstr;

std::span<const std::byte> bytes_of_text(std::string_view text)
{
    return std::as_bytes(std::span{text});
}

/// TMPDIR for the length of a test.
class TemporaryFolder {
public:
    explicit TemporaryFolder(const std::string& folder)
    {
        if (const char* known = std::getenv("TMPDIR")) before_ = known;
        ::setenv("TMPDIR", folder.c_str(), 1);
    }
    ~TemporaryFolder()
    {
        if (before_.empty())
            ::unsetenv("TMPDIR");
        else
            ::setenv("TMPDIR", before_.c_str(), 1);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

private:
    std::string before_;
};

TEST(ScratchFile, what_was_appended_is_read_at_its_place)
{
    auto file = ScratchFile::create().value();
    ASSERT_TRUE(file.append(bytes_of_text("hello ")));
    ASSERT_TRUE(file.append(bytes_of_text("world")));
    EXPECT_EQ(file.size(), 11U);
    std::array<char, 5> word{};
    ASSERT_TRUE(file.read(6, std::as_writable_bytes(std::span{word})));
    EXPECT_EQ(std::string_view(word.data(), word.size()), "world");
    auto moved = std::move(file);
    ASSERT_TRUE(moved.read(0, std::as_writable_bytes(std::span{word})));
    EXPECT_EQ(std::string_view(word.data(), word.size()), "hello");
}

TEST(ScratchFile, has_no_name_in_its_folder)
{
    test::TemporaryDirectory folder;
    TemporaryFolder temporary{folder.path().string()};
    auto file = ScratchFile::create().value();
    ASSERT_TRUE(file.append(bytes_of_text("x")));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(ScratchFile, behind_its_end_nothing_can_be_read)
{
    auto file = ScratchFile::create().value();
    ASSERT_TRUE(file.append(bytes_of_text("abc")));
    std::array<char, 2> room{};
    EXPECT_EQ(file.read(2, std::as_writable_bytes(std::span{room})).error(), Errc::input_output);
}

TEST(ScratchFile, a_folder_without_room_for_it_is_named)
{
    TemporaryFolder temporary{"/proc"};
    auto file = ScratchFile::create();
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error(), Errc::input_output);
    EXPECT_THAT(file.error().message, HasSubstr("'/proc'"));
}

}  // namespace
}  // namespace trademind
