// A lock that one program holds, and that others see.
#include "base/file_lock.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace trademind {
namespace {

class FileLockTest : public testing::Test {
protected:
    trademind::test::TemporaryDirectory directory;
    std::filesystem::path folder = directory.path();
};

TEST_F(FileLockTest, one_holds_it_and_the_other_is_told_why_not)
{
    auto file = folder / "a.lock";
    auto first = FileLock::take(file, "in use");
    ASSERT_TRUE(first) << first.error().describe();
    auto second = FileLock::take(file, "in use");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error(), Errc::input_output);
    EXPECT_EQ(second.error().message, "in use");
    EXPECT_TRUE(FileLock::is_held(file).value());
    FileLock kept = std::move(*first);
    EXPECT_TRUE(FileLock::is_held(file).value());
    kept = FileLock{};
    EXPECT_FALSE(FileLock::is_held(file).value());
    EXPECT_TRUE(FileLock::take(file, "in use"));
}

TEST_F(FileLockTest, what_was_never_locked_is_free_and_what_cannot_be_known_is_an_error)
{
    EXPECT_FALSE(FileLock::is_held(folder / "none").value());
    EXPECT_FALSE(FileLock::is_held(folder / "none" / "either").value());
    EXPECT_FALSE(FileLock::take(folder / "none" / "either", "in use"));
}

TEST_F(FileLockTest, a_removed_lock_file_is_made_anew)
{
    auto file = folder / "a.lock";
    auto first = FileLock::take(file, "in use");
    ASSERT_TRUE(first);
    first->remove();
    EXPECT_FALSE(std::filesystem::exists(file));
    EXPECT_TRUE(FileLock::take(file, "in use")) << "another file of the same name";
}

}  // namespace
}  // namespace trademind
