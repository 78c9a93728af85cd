// Files that a command writes where its line says: what they replace, and what they never do.
#include "cli/output_file.hpp"
#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace trademind::cli {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class OutputFileTest : public testing::Test {
protected:
    Result<> write(const fs::path& to, const std::string& what = "report 2")
    {
        auto out = OutputFile::open(to, {"report ", "{\"report\""});
        if (!out) return out.error();
        if (auto written = out->append(what); !written) return written;
        return out->finish();
    }
    static std::string text(const fs::path& of)
    {
        std::stringstream all;
        all << std::ifstream{of}.rdbuf();
        return all.str();
    }
    std::size_t files() const
    {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator{directory.path()}, fs::directory_iterator{}));
    }

    trademind::test::TemporaryDirectory directory;
    fs::path file = directory / "out";
};

TEST_F(OutputFileTest, is_made_new_and_replaces_what_began_alike)
{
    ASSERT_TRUE(write(file));
    EXPECT_EQ(text(file), "report 2");
    for (const char* before : {"report 1, and much more of it", "{\"report\": 1}", ""}) {
        std::ofstream{file} << before;
        ASSERT_TRUE(write(file)) << before;
        EXPECT_EQ(text(file), "report 2") << before;
    }
    EXPECT_EQ(files(), 1U) << "nothing stays beside it";
}

TEST_F(OutputFileTest, never_replaces_anything_else)
{
    for (const char* before : {"broker: {type: paper}\n", "SQLite format 3", "repor", "x"}) {
        std::ofstream{file} << before;
        auto refused = write(file);
        ASSERT_FALSE(refused) << before;
        EXPECT_EQ(refused.error(), Errc::input_output);
        EXPECT_THAT(refused.error().message, HasSubstr(file.string()));
        EXPECT_THAT(refused.error().message, HasSubstr("not overwritten"));
        EXPECT_EQ(text(file), before);
    }
}

TEST_F(OutputFileTest, says_before_the_work_what_could_not_be_written)
{
    EXPECT_THAT(OutputFile::judge(directory.path(), {"x"}).error().message, HasSubstr("folder"));
    EXPECT_THAT(OutputFile::judge(directory / "no" / "out", {"x"}).error().message,
                HasSubstr("there is no folder " + (directory / "no").string()));
    EXPECT_TRUE(OutputFile::judge(file, {"x"}));
    EXPECT_EQ(files(), 0U);
}

TEST_F(OutputFileTest, that_is_not_finished_changes_nothing)
{
    std::ofstream{file} << "report 1";
    {
        auto out = OutputFile::open(file, {"report "}).value();
        ASSERT_TRUE(out.append("report 2"));
        EXPECT_EQ(text(file), "report 1");
    }
    EXPECT_EQ(text(file), "report 1");
    EXPECT_EQ(files(), 1U);
}

TEST_F(OutputFileTest, leads_through_a_link_and_leaves_it)
{
    fs::create_directory(directory / "other");
    auto target = directory / "other" / "target";
    fs::create_symlink(target, file);
    ASSERT_TRUE(write(file));
    EXPECT_TRUE(fs::is_symlink(file));
    EXPECT_EQ(text(target), "report 2");
    std::ofstream{target} << "something else";
    EXPECT_FALSE(write(file));
}

TEST_F(OutputFileTest, writes_to_a_device_or_a_pipe_and_never_takes_its_place)
{
    ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
    int reader = ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    ASSERT_GE(reader, 0);
    ASSERT_TRUE(write(file));
    char got[16] = {};
    EXPECT_EQ(::read(reader, got, sizeof got), 8);
    EXPECT_STREQ(got, "report 2");
    ::close(reader);
    EXPECT_TRUE(fs::is_fifo(file));
    EXPECT_TRUE(write("/dev/null"));
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

}  // namespace
}  // namespace trademind::cli
