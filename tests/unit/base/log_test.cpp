// The log: levels, and the sink that tests put in its place.
#include "base/log.hpp"

#include <trademind/time.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <sys/stat.h>

using namespace trademind;

namespace {

std::vector<std::string> lines;
void keep(log::Level level, std::string_view line)
{
    lines.push_back(std::to_string(static_cast<int>(level)) + ' ' + std::string{line});
}

class Log : public testing::Test {
protected:
    void SetUp() override
    {
        lines.clear();
        before_ = log::set_sink(keep);
    }
    void TearDown() override
    {
        log::set_sink(before_);
        log::set_level(log::Level::warning);
    }

private:
    log::Sink before_{};
};

}  // namespace

TEST_F(Log, WritesWarningsAndErrorsUnlessTold)
{
    log::debug("a {}", 1);
    log::info("b {}", 2);
    log::warning("c {}", 3);
    log::error("d {}", 4);
    EXPECT_EQ(lines, (std::vector<std::string>{"3 c 3", "4 d 4"}));
}

TEST_F(Log, one_call_is_one_line_whatever_is_in_it)
{
    log::warning("order {} refused", std::string{"a\nb\r\0c\x1b[2J", 10});
    log::warning("100 \xe2\x82\xac");
    EXPECT_EQ(lines, (std::vector<std::string>{"3 order a\\nb\\r\\x00c\\x1b[2J refused",
                                               "3 100 \xe2\x82\xac"}));
}

TEST_F(Log, WritesWhatTheLevelLetsThrough)
{
    log::set_level(log::Level::debug);
    EXPECT_TRUE(log::enabled(log::Level::debug));
    EXPECT_FALSE(log::enabled(log::Level::trace));
    log::debug("a {}", 1);
    log::set_level(log::Level::off);
    log::error("silent");
    EXPECT_EQ(lines, std::vector<std::string>{"1 a 1"});
}

TEST_F(Log, ReturnsTheSinkBefore)
{
    EXPECT_EQ(log::set_sink(nullptr), &keep);
    EXPECT_EQ(log::set_sink(keep), nullptr);
}

namespace {

/// A folder of its own, and lines to standard error again at the end.
class LogFile : public testing::Test {
protected:
    void SetUp() override
    {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        before_ = log::set_sink(nullptr);
    }
    void TearDown() override
    {
        EXPECT_TRUE(log::write_to({}));
        log::set_sink(before_);
        std::filesystem::remove_all(folder_);
    }
    static std::string text(const std::filesystem::path& file)
    {
        EXPECT_TRUE(log::flush(std::chrono::seconds{10}));
        std::stringstream all;
        all << std::ifstream{file}.rdbuf();
        return all.str();
    }

    std::filesystem::path folder_ = std::filesystem::path{testing::TempDir()} /
                                    testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::path file_ = folder_ / "trademind.log";

private:
    log::Sink before_{};
};

}  // namespace

TEST_F(LogFile, has_each_line_that_was_written)
{
    ASSERT_TRUE(log::write_to({file_, 10'000, 2}));
    log::error("order {} refused", 7);
    EXPECT_NE(text(file_).find("order 7 refused\n"), std::string::npos);
}

TEST_F(LogFile, times_are_utc_and_marked_so)
{
    ASSERT_TRUE(log::write_to({file_, 10'000, 2}));
    auto before = std::chrono::floor<std::chrono::seconds>(system_clock()->now());
    log::error("a line");
    auto line = text(file_);
    // "[2026-11-24T15:30:00.123Z] ..."
    ASSERT_GT(line.size(), 26U);
    auto time = parse_time(line.substr(1, 24));
    ASSERT_TRUE(time) << line;
    EXPECT_GE(*time, before);
    EXPECT_LE(*time, system_clock()->now());
}

TEST_F(LogFile, IsRotatedAndOldOnesAreDropped)
{
    ASSERT_TRUE(log::write_to({file_, 1'000, 2}));
    for (int i = 0; i < 60; ++i) log::error("line {} {}", i, std::string(80, '.'));
    ASSERT_TRUE(log::flush(std::chrono::seconds{10}));
    EXPECT_TRUE(std::filesystem::exists(folder_ / "trademind.1.log"));
    EXPECT_TRUE(std::filesystem::exists(folder_ / "trademind.2.log"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "trademind.3.log"));
    EXPECT_LE(std::filesystem::file_size(file_), 1'000U);
    EXPECT_NE(text(file_).find("line 59 "), std::string::npos);
}

TEST_F(LogFile, ThatCannotBeWrittenIsAnErrorAndChangesNothing)
{
    ASSERT_TRUE(log::write_to({file_, 10'000, 2}));
    std::ofstream{folder_ / "plain"} << "a file, not a folder";
    auto refused = log::write_to({folder_ / "plain" / "trademind.log", 10'000, 2});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::input_output);
    log::error("still here");
    EXPECT_NE(text(file_).find("still here"), std::string::npos);
}

TEST_F(LogFile, is_for_its_owner_only_and_so_are_the_rotated_ones)
{
    ASSERT_TRUE(log::write_to({file_, 1'000, 2}));
    for (int i = 0; i < 60; ++i) log::error("line {} {}", i, std::string(80, '.'));
    ASSERT_TRUE(log::flush(std::chrono::seconds{10}));
    for (const auto& file : std::filesystem::directory_iterator{folder_})
        EXPECT_EQ(file.status().permissions(), std::filesystem::perms{0600}) << file.path();
}

TEST_F(LogFile, of_another_kind_is_refused_by_name_and_waits_for_nothing)
{
    auto fifo = folder_ / "fifo";
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    auto refused = log::write_to({fifo, 10'000, 2});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("is a FIFO"), std::string::npos);
    EXPECT_FALSE(log::write_to({folder_, 10'000, 2}));
    EXPECT_TRUE(log::write_to({"/dev/null", 10'000, 2}));
}

TEST_F(Log, LevelsAreReadByName)
{
    EXPECT_EQ(log::parse_level("warning"), log::Level::warning);
    EXPECT_EQ(log::parse_level("INFO"), log::Level::info);
    EXPECT_EQ(log::parse_level("loud"), std::nullopt);
}
