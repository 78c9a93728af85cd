// Tapes: reading, refusing, writing, generating.
#include <trademind/brokers/paper/tape.hpp>

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace trademind::paper {
namespace {

using namespace literals;
using testing::HasSubstr;

constexpr std::string_view header = "time,symbol,bid,bid_size,ask,ask_size,last,last_size\n";

Result<Tape> parse(std::string_view rows)
{
    return parse_tape(std::string{header} + std::string{rows}, "t.csv");
}

std::string fault_of(std::string_view rows)
{
    auto tape = parse(rows);
    if (tape) return "no fault";
    EXPECT_EQ(tape.error(), Errc::data_file);
    return tape.error().message;
}

TEST(Tape, reads_quotes_and_trades_with_empty_cells_unchanged)
{
    auto tape = parse(
        "2026-01-05T14:30:00Z,AAPL,10.01,300,10.02,100,,\n"
        "2026-01-05T14:30:00.5Z,MSFT,,,,,20.5,7\n"
        "2026-01-05T14:30:01Z,AAPL,,,10.03,,,\n");
    ASSERT_TRUE(tape) << tape.error().describe();
    ASSERT_EQ(tape->rows.size(), 3U);
    ASSERT_EQ(tape->contracts.size(), 2U);
    EXPECT_EQ(tape->contracts[1], stock("MSFT"));
    EXPECT_EQ(tape->rows[0].change.bid, 10.01_d);
    EXPECT_EQ(tape->rows[0].change.ask_size, 100_d);
    EXPECT_FALSE(tape->rows[0].change.last);
    EXPECT_EQ(tape->rows[1].contract, 1U);
    EXPECT_EQ(tape->rows[1].change.last_size, 7_d);
    EXPECT_EQ(tape->rows[2].contract, 0U);
    EXPECT_FALSE(tape->rows[2].change.bid);
    EXPECT_EQ(tape->rows[2].change.ask, 10.03_d);
}

TEST(Tape, takes_windows_line_ends_and_empty_lines)
{
    auto tape = parse_tape(
        "time,symbol,bid,bid_size,ask,ask_size,last,last_size\r\n"
        "2026-01-05T14:30:00Z,AAPL,10.01,300,10.02,100,,\r\n\r\n");
    ASSERT_TRUE(tape) << tape.error().describe();
    EXPECT_EQ(tape->rows.size(), 1U);
}

TEST(Tape, names_file_line_and_column_of_what_is_wrong)
{
    EXPECT_THAT(fault_of("2026-01-05T14:30:00Z,AAPL,10.01,300,10.02,100,,\n"
                         "2026-01-05T14:30:01Z,AAPL,10.01,x,10.02,100,,\n"),
                HasSubstr("t.csv:3:33: bid_size 'x' is not a number"));
    EXPECT_THAT(fault_of("2026-01-05 14:30:00,AAPL,1,1,2,1,,\n"), HasSubstr("t.csv:2:1: time"));
    EXPECT_THAT(fault_of("2026-01-05T14:30:00Z,,1,1,2,1,,\n"),
                HasSubstr("t.csv:2:22: symbol is empty"));
    EXPECT_THAT(fault_of("2026-01-05T14:30:00Z,AAPL,1,1,2,1,\n"), HasSubstr("7 cells"));
    EXPECT_THAT(fault_of("2026-01-05T14:30:00Z,AAPL,1,1,2,1,,,\n"), HasSubstr("more than 8"));
    EXPECT_THAT(fault_of("2026-01-05T14:30:00Z,AAPL,-2,1,2,1,,\n"), HasSubstr("negative"));
    EXPECT_THAT(fault_of("2026-01-05T14:30:00Z,AAPL,1,-1,2,1,,\n"), HasSubstr("negative"));
    EXPECT_THAT(fault_of("2026-01-05T14:30:00Z,AAPL,,,,,0,5\n"), HasSubstr("last '0'"));
    EXPECT_THAT(fault_of("2026-01-05T14:30:00Z,AAPL,,,,,5,\n"), HasSubstr("last_size"));
    EXPECT_THAT(fault_of("2026-01-05T14:30:01Z,AAPL,1,1,2,1,,\n"
                         "2026-01-05T14:30:00Z,AAPL,1,1,2,1,,\n"),
                HasSubstr("t.csv:3:1: time goes back"));
}

TEST(Tape, a_symbol_is_a_word)
{
    for (const auto& symbol : {std::string{" AAPL"}, std::string{"AAPL "}, std::string{" "},
                               std::string{"A\tB"}, std::string{"A\0B", 3}, std::string{"A\x7f"}}) {
        EXPECT_THAT(fault_of("2026-01-05T14:30:00Z," + symbol + ",1,1,2,1,,\n"),
                    HasSubstr("t.csv:2:22: symbol '"))
            << symbol;
        auto bars = parse_tape("time,symbol,open,high,low,close,volume\n2026-01-05T14:30:00Z," +
                                   symbol + ",1,1,1,1,1\n",
                               "t.csv");
        ASSERT_FALSE(bars) << symbol;
        EXPECT_THAT(bars.error().message, HasSubstr("t.csv:2:22: symbol '"));
    }
    EXPECT_THAT(fault_of("2026-01-05T14:30:00Z," + std::string{"A\0B", 3} + ",1,1,2,1,,\n"),
                HasSubstr("symbol 'A\\x00B' has a control character"));
    auto classes = parse_tape(
        "time,symbol,bid,bid_size,ask,ask_size,last,last_size\n"
        "2026-01-05T14:30:00Z,BRK B,1,1,2,1,,\n");
    EXPECT_TRUE(classes) << "TWS's spelling of a class of shares";
}

TEST(Tape, a_byte_order_mark_is_skipped)
{
    auto tape = parse_tape(
        "\xef\xbb\xbf"
        "time,symbol,bid,bid_size,ask,ask_size,last,last_size\r\n"
        "2026-01-05T14:30:00Z,AAPL,10.01,300,10.02,100,,\r\n");
    ASSERT_TRUE(tape) << tape.error().describe();
    EXPECT_EQ(tape->rows.size(), 1U);
}

TEST(Tape, an_empty_file_says_what_belongs_there)
{
    for (const char* nothing : {"", "\xef\xbb\xbf"}) {
        auto tape = parse_tape(nothing, "t.csv");
        ASSERT_FALSE(tape);
        EXPECT_THAT(
            tape.error().message,
            HasSubstr("t.csv:1:1: the file is empty; its first line must be 'time,symbol,"));
    }
}

TEST(Tape, an_empty_file_on_disk_says_so_as_well)
{
    auto file = std::filesystem::path{testing::TempDir()} / "empty_tape.csv";
    std::ofstream{file}.close();
    auto tape = read_tape(file);
    std::filesystem::remove(file);
    ASSERT_FALSE(tape);
    EXPECT_THAT(tape.error().message, HasSubstr("empty_tape.csv:1:1: the file is empty"));
}

TEST(Tape, refuses_what_it_cannot_take_exactly)
{
    EXPECT_THAT(fault_of("2026-01-05T14:30:00Z,A,1e25,1,,,,\n"), HasSubstr("t.csv:2:24: bid"));
    EXPECT_THAT(fault_of("2026-01-05T14:30:00Z,A,1,99999999999999,,,,\n"),
                HasSubstr("t.csv:2:26: bid_size"));
    EXPECT_THAT(fault_of("2026-01-05T14:30:00Z,A,1.0000000000001,1,,,,\n"),
                HasSubstr("t.csv:2:24: bid '1.0000000000001' has more than 12 decimals"));
    EXPECT_EQ(fault_of("2026-01-05T14:30:00Z,A,1.00000000000000000,1,,,,\n"), "no fault");
    EXPECT_THAT(fault_of("2300-01-05T14:30:00Z,A,1,1,,,,\n"),
                HasSubstr("t.csv:2:1: time '2300-01-05T14:30:00Z' is out of range"));
    EXPECT_THAT(fault_of("2026-01-05T14:30:00Z," + std::string(5000, 'A') + ",1,1,,,,\n"),
                HasSubstr("t.csv:2:22: symbol of 5000 letters"));
    EXPECT_THAT(fault_of(""), HasSubstr("t.csv:2:1: no row"));
}

TEST(Tape, reads_what_other_programs_write)
{
    const std::string plain =
        std::string{header} + "2026-01-05T14:30:00Z,BRK B,10.01,300,10.02,100,,\n";
    for (const auto& text : {
             "\xef\xbb\xbf" + plain,
             std::string{header} + "2026-01-05 14:30:00+00:00,BRK B,10.01,300,10.02,100,,\n",
             "\"time\",\"symbol\",\"bid\",\"bid_size\",\"ask\",\"ask_size\",\"last\",\"last_"
             "size\"\r\n"
             "\"2026-01-05T14:30:00Z\",\"BRK "
             "B\",\"10.01\",\"300\",\"10.02\",\"100\",\"\",\"\"\r\n" +
                 std::string{},
         }) {
        auto tape = parse_tape(text, "t.csv");
        ASSERT_TRUE(tape) << text << tape.error().describe();
        ASSERT_EQ(tape->rows.size(), 1U);
        EXPECT_EQ(tape->contracts.front(), stock("BRK B"));
        EXPECT_EQ(tape->rows.front().change.time, parse_time("2026-01-05T14:30:00Z"));
        EXPECT_EQ(tape->rows.front().change.ask_size, 100_d);
        EXPECT_FALSE(tape->rows.front().change.last);
    }
    auto bars = parse_tape(
        "\xef\xbb\xbftime,symbol,open,high,low,close,volume\n"
        "2026-01-05 14:30:00+0000,\"AAPL\",10,11,9,10.5,\n",
        "t.csv");
    ASSERT_TRUE(bars) << bars.error().describe();
    EXPECT_EQ(bars->bars.size(), 1U);
}

TEST(Tape, names_what_it_sees_where_it_cannot_read)
{
    EXPECT_THAT(fault_of("2026-01-05T14:30:00+01:00,AAPL,1,1,2,1,,\n"),
                HasSubstr("is at the offset +01:00"));
    EXPECT_THAT(fault_of("2026-01-05 14:30:00,AAPL,1,1,2,1,,\n"), HasSubstr("names no zone"));
    EXPECT_THAT(fault_of("2026-01-05T14:30:00Z,AAPL,\"1,000\",1,2,1,,\n"),
                HasSubstr("t.csv:2:27: bid '1,000' is not a number"));
    EXPECT_THAT(fault_of("2026-01-05T14:30:00Z,\"AAPL,1,1,2,1,,\n"), HasSubstr("not closed"));
    EXPECT_THAT(fault_of("2026-01-05T14:30:00Z,\"AAPL\"x,1,1,2,1,,\n"),
                HasSubstr("goes on behind its closing quote"));
    auto whole = [](std::string_view text) {
        auto tape = parse_tape(text, "t.csv");
        return tape ? "no fault" : tape.error().message;
    };
    EXPECT_THAT(whole("time;symbol;bid\n"), HasSubstr("separated by ';'"));
    EXPECT_THAT(whole("\xff\xfet\0i\0"), HasSubstr("UTF-16"));
    EXPECT_THAT(whole("Date,Open,High\n"), HasSubstr("the header is 'Date,Open,High'"));
}

TEST(Tape, columns_stand_in_any_order)
{
    auto tape = parse_tape(
        "ask_size,ask,symbol,time,bid,bid_size\n"
        "100,10.02,AAPL,2026-01-05T14:30:00Z,10.01,300\n");
    ASSERT_TRUE(tape) << tape.error().describe();
    EXPECT_EQ(tape->rows[0].change, MarketChange{*parse_time("2026-01-05T14:30:00Z")}
                                        .with_bid(10.01_d, 300_d)
                                        .with_ask(10.02_d, 100_d));
}

TEST(Tape, rows_name_their_contracts)
{
    auto tape = parse_tape(
        "time,symbol,security_type,exchange,expiry,strike,right,multiplier,tick,last,last_size\n"
        "1767623400,SPY,,,,,,,,500,1\n"
        "1767623401,SPY,OPT,,20261218,500,C,,0.05,5,1\n"
        "1767623402,CL,FUT,NYMEX,202605,,,1000,0.01,-37.63,1\n"
        "1767623403,SPY,,SMART,,,,,,501,1\n"
        "1767623404,CL,FUT,NYMEX,202605,,,1000,0.01,-37.64,1\n");
    ASSERT_TRUE(tape) << tape.error().describe();
    ASSERT_EQ(tape->contracts.size(), 3U);
    EXPECT_EQ(tape->contracts[0], stock("SPY"));
    EXPECT_EQ(tape->contracts[1], option("SPY", "20261218", 500_d, OptionRight::call));
    EXPECT_EQ(tape->contracts[2], future("CL", "202605", "NYMEX").with_multiplier(1000_d));
    EXPECT_EQ(tape->rows[3].contract, 0U);
    EXPECT_EQ(tape->rows[4].change.last, -37.64_d);
    EXPECT_EQ(tape->details_of(1).minimum_tick, 0.05_d);
    EXPECT_FALSE(tape->details_of(0).minimum_tick);
}

TEST(Tape, one_contract_has_one_tick)
{
    auto tape = parse_tape(
        "time,symbol,tick,last,last_size\n"
        "1767623400,A,0.01,5,1\n"
        "1767623401,A,,5,1\n",
        "t.csv");
    ASSERT_FALSE(tape);
    EXPECT_THAT(tape.error().message, HasSubstr("t.csv:3:14: A has another tick or magnifier"));
}

TEST(Tape, has_bars_or_rows_of_other_kinds)
{
    constexpr std::string_view both = "time,symbol,last,last_size,open,high,low,close,kind\n";
    auto parse_both = [&](const char* rows) {
        auto tape = parse_tape(std::string{both} + rows, "t.csv");
        return tape ? "no fault" : tape.error().message;
    };
    EXPECT_EQ(parse_both("1767623400,A,,,1,2,1,2,bar\n1767623401,A,,,1,2,1,2,\n"), "no fault");
    EXPECT_THAT(parse_both("1767623400,A,,,1,2,1,2,bar\n1767623401,A,5,1,,,,,trade\n"),
                HasSubstr("t.csv:3:22: a row that is no bar on a tape of bars"));
    EXPECT_THAT(parse_both("1767623400,A,5,1,,,,,\n1767623401,A,,,1,2,1,2,\n"),
                HasSubstr("t.csv:3:24: a bar on a tape of quotes and trades"));
}

TEST(Tape, a_line_has_a_bound)
{
    EXPECT_THAT(fault_of("2026-01-05T14:30:00Z,A,1,1,2,1,,\n" + std::string(100'000, 'x')),
                HasSubstr("t.csv:3:1: the line is longer than 65536 bytes"));
}

TEST(Tape, compressed_files_are_read_as_what_they_hold)
{
    auto folder = std::filesystem::path{testing::TempDir()};
    auto file = folder / "compressed_tape.csv";
    std::ofstream{file} << header << "2026-01-05T14:30:00Z,AAPL,10.01,300,10.02,100,,\n";
    auto plain = read_tape(file);
    ASSERT_TRUE(plain) << plain.error().describe();
    auto packed = folder / "compressed_tape.packed";
    // what xz makes is read in byte_source_test.cpp
    auto command = "gzip -c '" + file.string() + "' > '" + packed.string() + "'";
    ASSERT_EQ(std::system(command.c_str()), 0);
    auto tape = read_tape(packed);
    ASSERT_TRUE(tape) << tape.error().describe();
    EXPECT_EQ(*tape, *plain);
    std::filesystem::resize_file(packed, std::filesystem::file_size(packed) - 4);
    auto cut = read_tape(packed);
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error(), Errc::data_file);
    EXPECT_THAT(cut.error().message, HasSubstr("cut short"));
    std::filesystem::remove(packed);
    std::filesystem::remove(file);
}

TEST(Tape, needs_its_header)
{
    auto tape = parse_tape("time,symbol,bid\n", "t.csv");
    ASSERT_FALSE(tape);
    EXPECT_THAT(tape.error().message, HasSubstr("t.csv:1:1: the header"));
}

TEST(Tape, every_cut_of_a_line_is_a_fault_or_a_shorter_tape)
{
    const std::string line = "2026-01-05T14:30:00Z,AAPL,10.01,300,10.02,100,10,5";
    for (std::size_t n = 1; n < line.size(); ++n) {
        auto tape = parse(line.substr(0, n));
        // cutting inside the last number still leaves a number; everything before must fail
        EXPECT_TRUE(!tape || n > line.rfind(',')) << line.substr(0, n);
    }
}

TEST(Tape, a_missing_file_is_named)
{
    auto tape = read_tape("/no/such/tape.csv");
    ASSERT_FALSE(tape);
    EXPECT_EQ(tape.error(), Errc::input_output);
    EXPECT_THAT(tape.error().message, HasSubstr("/no/such/tape.csv"));
}

TEST(Tape, what_is_written_reads_back_the_same)
{
    GeneratorOptions options;
    options.rows_per_day = 500;
    options.auction_prints = false;
    Tape made = generate_tape(options);
    std::ostringstream out;
    write_tape(made, out);
    auto read = parse_tape(out.str());
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_EQ(read->rows.size(), made.rows.size());
    std::ostringstream again;
    write_tape(*read, again);
    EXPECT_EQ(out.str(), again.str());
}

TEST(Generator, the_same_seed_makes_the_same_tape)
{
    GeneratorOptions options;
    EXPECT_EQ(generate_tape(options), generate_tape(options));
    GeneratorOptions other;
    other.seed = 2;
    EXPECT_NE(generate_tape(options), generate_tape(other));
}

TEST(Generator, quotes_are_sound_and_in_order_of_time)
{
    GeneratorOptions options;
    options.days = 6;
    options.rows_per_day = 400;
    Tape tape = generate_tape(options);
    ASSERT_GT(tape.rows.size(), 2400U);
    TimePoint before{};
    for (const auto& row : tape.rows) {
        EXPECT_GE(row.change.time, before);
        before = row.change.time;
        std::chrono::weekday day{std::chrono::floor<std::chrono::days>(row.change.time)};
        EXPECT_NE(day, std::chrono::Saturday);
        EXPECT_NE(day, std::chrono::Sunday);
        if (row.change.bid) {
            EXPECT_LT(*row.change.bid, *row.change.ask);
            EXPECT_TRUE(row.change.bid->is_multiple_of(0.01_d));
            EXPECT_GE(*row.change.bid_size, 100_d);
        } else {
            EXPECT_GT(*row.change.last, 0_d);
        }
    }
}

}  // namespace
}  // namespace trademind::paper
