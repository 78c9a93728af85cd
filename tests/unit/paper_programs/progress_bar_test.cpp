// The progress bar: seen by persons only, and gone at the end.
#include "cli/progress_bar.hpp"

#include <gtest/gtest.h>

#include <sstream>

using trademind::cli::ProgressBar;

namespace {

TEST(ProgressBarTest, draws_each_percent_once)
{
    std::ostringstream out;
    ProgressBar bar{out, true};
    bar.show(0.25);
    EXPECT_EQ(out.str(), "\r[##########..............................] 25%");
    bar.show(0.2501);
    EXPECT_EQ(out.str(), "\r[##########..............................] 25%") << "no new picture";
    out.str("");
    bar.show(0.5);
    EXPECT_EQ(out.str(), "\r[####################....................] 50%");
}

TEST(ProgressBarTest, stays_between_nothing_and_all)
{
    std::ostringstream out;
    ProgressBar bar{out, true};
    bar.show(-1);
    EXPECT_EQ(out.str(), "\r[........................................] 0%");
    out.str("");
    bar.show(7);
    EXPECT_EQ(out.str(), "\r[########################################] 100%");
}

TEST(ProgressBarTest, wipes_itself_away)
{
    std::ostringstream out;
    {
        ProgressBar bar{out, true};
        bar.show(1);
        out.str("");
    }
    EXPECT_EQ(out.str(), '\r' + std::string(47, ' ') + '\r');
}

TEST(ProgressBarTest, is_silent_where_nobody_looks_on)
{
    std::ostringstream out;
    {
        ProgressBar bar{out, false};
        bar.show(0.5);
        bar.clear();
    }
    EXPECT_EQ(out.str(), "");
}

TEST(ProgressBarTest, leaves_no_trace_where_it_never_drew)
{
    std::ostringstream out;
    {
        ProgressBar bar{out, true};
    }
    EXPECT_EQ(out.str(), "");
}

}  // namespace
