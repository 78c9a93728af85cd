// Lengths of time in TWS's spelling.
#include "domain/history_text.hpp"

#include <gtest/gtest.h>

namespace trademind {
namespace {

using namespace std::chrono_literals;

TEST(BarSizes, are_those_of_TWS_and_no_others)
{
    struct Row {
        const char* text;
        std::chrono::seconds length;
    };
    for (const auto& [text, length] :
         {Row{"1 secs", 1s},       Row{"1 sec", 1s},      Row{"5 secs", 5s},
          Row{"10 secs", 10s},     Row{"15 secs", 15s},   Row{"30 secs", 30s},
          Row{"1 min", 1min},      Row{"2 mins", 2min},   Row{"3 mins", 3min},
          Row{"5 mins", 5min},     Row{"10 mins", 10min}, Row{"15 mins", 15min},
          Row{"20 mins", 20min},   Row{"30 mins", 30min}, Row{"1 hour", 1h},
          Row{"2 hours", 2h},      Row{"3 hours", 3h},    Row{"4 hours", 4h},
          Row{"8 hours", 8h},      Row{"1 day", 24h},     Row{"1 week", 7 * 24h},
          Row{"1 month", 30 * 24h}})
        EXPECT_EQ(parse_bar_size(text), length) << text;
    for (const char* text :
         {"", "1", "min", "1min", "1  min", " 1 min", "1 min ", "7 mins", "1 mins", "0 secs",
          "-5 secs", "6 hours", "2 days", "1 year", "1 D", "5 sec", "4 mins", "99999999999 secs"})
        EXPECT_FALSE(parse_bar_size(text)) << text;
}

TEST(Durations, are_a_number_and_a_letter)
{
    EXPECT_EQ(parse_history_span("60 S").value().length(), 60s);
    EXPECT_EQ(parse_history_span("1 D").value().length(), 24h);
    EXPECT_EQ(parse_history_span("2 W").value().length(), 14 * 24h);
    EXPECT_EQ(parse_history_span("3 M").value().length(), 90 * 24h);
    EXPECT_EQ(parse_history_span("1 Y").value().length(), 365 * 24h);
    for (const char* text : {"", "D", "1", "1D", "0 D", "-1 D", "1 d", "1 H", "1.5 D", "1 D ",
                             "101 Y", "99999999999 S"})
        EXPECT_FALSE(parse_history_span(text)) << text;
}

}  // namespace
}  // namespace trademind
