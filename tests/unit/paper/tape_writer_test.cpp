// What is written reads back the same.
#include "brokers/paper/tape/tape_writer.hpp"

#include <gmock/gmock.h>

#include <random>
#include <sstream>
#include <string>

namespace trademind::paper {
namespace {

using namespace literals;

std::string written(const Tape& tape)
{
    std::ostringstream out;
    write_tape(tape, out);
    return out.str();
}

TimePoint moment(int second)
{
    return *parse_time("2026-01-05T14:30:00Z") + std::chrono::seconds{second};
}

TEST(TapeWriter, plain_quotes_have_the_plain_columns)
{
    Tape tape;
    tape.rows.emplace_back(tape.index_of(stock("A")), MarketChange{moment(0)}.with_bid(1_d, 5_d));
    EXPECT_EQ(written(tape),
              "time,symbol,bid,bid_size,ask,ask_size,last,last_size\n"
              "2026-01-05T14:30:00Z,A,1,5,,,,\n");
}

TEST(TapeWriter, optional_columns_come_with_what_stands_in_them)
{
    Tape tape;
    auto a = tape.index_of(stock("A"));
    auto es = tape.index_of(future("ES", "202612", "CME").with_multiplier(50_d));
    tape.details[es] = ContractDetails{tape.contracts[es]};
    tape.details[es].minimum_tick = 0.25_d;
    tape.rows.emplace_back(a, MarketChange{moment(0)}
                                  .with_print(1.5_d, 9_d, PrintKind::opening)
                                  .with_aggressor(Side::buy));
    tape.rows.emplace_back(es, MarketChange{moment(1)}.with_bid(-1.25_d, 2_d).with_halt(false));
    EXPECT_EQ(written(tape),
              "time,symbol,bid,bid_size,ask,ask_size,last,last_size,kind,aggressor,security_type,"
              "exchange,expiry,multiplier,tick\n"
              "2026-01-05T14:30:00Z,A,,,,,1.5,9,opening,buy,,,,,\n"
              "2026-01-05T14:30:01Z,ES,-1.25,2,,,,,resume,,FUT,CME,202612,50,0.25\n");
    auto read = parse_tape(written(tape));
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_EQ(*read, tape);
}

TEST(TapeWriter, a_made_up_market_comes_back_whole)
{
    GeneratorOptions options;
    options.rows_per_day = 300;
    Tape tape = generate_tape(options);
    auto read = parse_tape(written(tape));
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_EQ(*read, tape);
}

TEST(TapeWriter, a_halt_with_an_official_print_becomes_two_rows)
{
    Tape tape;
    tape.rows.emplace_back(tape.index_of(stock("A")), MarketChange{moment(0)}
                                                          .with_bid(1_d, 5_d)
                                                          .with_print(2_d, 3_d, PrintKind::closing)
                                                          .with_halt(true));
    auto read = parse_tape(written(tape));
    ASSERT_TRUE(read) << read.error().describe();
    ASSERT_EQ(read->rows.size(), 2U);
    EXPECT_EQ(read->rows[0].change, MarketChange{moment(0)}.with_bid(1_d, 5_d).with_halt(true));
    EXPECT_EQ(read->rows[1].change,
              MarketChange{moment(0)}.with_print(2_d, 3_d, PrintKind::closing));
    EXPECT_EQ(written(*read), written(tape));
}

TEST(TapeWriter, bars_come_back_whole)
{
    Tape tape;
    Bar bar;
    bar.time = moment(0);
    bar.open = bar.low = 1_d;
    bar.high = bar.close = 2_d;
    tape.bars.emplace_back(tape.index_of(forex("EUR", "USD")), bar);
    auto read = parse_tape(written(tape));
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_EQ(*read, tape);
}

TEST(TapeWriter, whatever_is_read_is_written_and_read_again)
{
    constexpr std::string_view seed =
        "time,symbol,bid,bid_size,ask,ask_size,last,last_size,kind,aggressor,security_type,expiry,"
        "strike,right,tick\n"
        "1767623400,SPY,1,2,3,4,5,6,opening,buy,,,,,0.01\n"
        "1767623401123,SPY,,,,,5,1,trade,,OPT,20261218,500,C,0.05\n"
        "2026-01-05T14:40:00Z,CL,-1.5,1,0,2,,,halt,,FUT,202605,,,\n"
        "2026-01-05T14:41:00Z,EUR.USD,1.1,1e6,1.2,1000000,,,resume,,CASH,,,,\n";
    constexpr std::string_view letters = ",\"\n0123456789.-+eTZaB ";
    std::mt19937_64 random{7};
    int read = 0;
    for (int i = 0; i < 5000; ++i) {
        std::string text{seed};
        for (auto changes = 1 + random() % 3; changes > 0; --changes) {
            auto at = random() % text.size();
            if (random() % 2 == 0)
                text[at] = letters[random() % letters.size()];
            else
                text.insert(at, 1, letters[random() % letters.size()]);
        }
        auto tape = parse_tape(text);
        if (!tape) continue;
        ++read;
        auto again = parse_tape(written(*tape));
        ASSERT_TRUE(again) << again.error().describe() << '\n' << text;
        ASSERT_EQ(written(*again), written(*tape)) << text;
    }
    EXPECT_GT(read, 100);
}

}  // namespace
}  // namespace trademind::paper
