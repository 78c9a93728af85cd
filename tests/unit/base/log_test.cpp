// The log: levels, and the sink that tests put in its place.
#include "base/log.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

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
