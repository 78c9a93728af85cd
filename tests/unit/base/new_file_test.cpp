// Files that are made new.
#include "base/new_file.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>
#include <string>

#include <unistd.h>

namespace trademind {
namespace {

using testing::HasSubstr;

class NewFiles : public testing::Test {
protected:
    NewFiles()
        : path_{std::filesystem::path{testing::TempDir()} /
                ("new_file_" + std::to_string(::getpid()))}
    {
        std::filesystem::remove(path_);
    }
    ~NewFiles() override { std::filesystem::remove(path_); }
    std::string content() const
    {
        std::ostringstream text;
        text << std::ifstream{path_}.rdbuf();
        return text.str();
    }
    std::filesystem::path path_;
};

TEST_F(NewFiles, grow_by_what_is_appended)
{
    auto file = NewFile::create(path_);
    ASSERT_TRUE(file) << file.error().describe();
    EXPECT_EQ(content(), "");
    EXPECT_TRUE(file->append("one\n"));
    EXPECT_TRUE(file->append(""));
    EXPECT_TRUE(file->append("two\n"));
    EXPECT_TRUE(file->sync());
    EXPECT_EQ(content(), "one\ntwo\n");
}

TEST_F(NewFiles, never_replace_what_is_there)
{
    std::ofstream{path_} << "mine";
    auto file = NewFile::create(path_);
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error(), Errc::input_output);
    EXPECT_THAT(file.error().message, HasSubstr("exists already: it is not overwritten"));
    EXPECT_EQ(content(), "mine");
    std::filesystem::remove(path_);
    std::filesystem::create_symlink("/no/such/place", path_);
    EXPECT_FALSE(NewFile::create(path_)) << "a link that leads nowhere";
}

TEST_F(NewFiles, are_gone_when_they_are_discarded)
{
    auto file = NewFile::create(path_);
    ASSERT_TRUE(file);
    file->discard();
    EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(NewFiles, name_the_folder_that_is_missing)
{
    auto file = NewFile::create("/no/such/folder/x.csv");
    ASSERT_FALSE(file);
    EXPECT_THAT(file.error().message, HasSubstr("/no/such/folder/x.csv"));
}

}  // namespace
}  // namespace trademind
