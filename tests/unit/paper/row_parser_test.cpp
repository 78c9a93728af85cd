// Rows of a tape, by kind.
#include "brokers/paper/tape/row_parser.hpp"

#include <gmock/gmock.h>

namespace trademind::paper {
namespace {

using namespace literals;
using testing::HasSubstr;

constexpr std::string_view all_kinds =
    "time,symbol,bid,bid_size,ask,ask_size,last,last_size,open,high,low,close,volume,kind,"
    "aggressor";

RowResult<ParsedRow> parse_cells(std::string_view line, SecurityType type = SecurityType::stock,
                                 std::string_view header = all_kinds)
{
    Columns columns = Columns::parse(header).value();
    std::vector<Cell> parts;
    if (auto fault = split_row(line, parts)) return *fault;
    EXPECT_EQ(parts.size(), columns.count()) << line;
    RowCells cells{columns, parts};
    auto time = read_time(cells[Column::time]);
    if (!time) return time.error();
    return parse_row(cells, *time, type);
}

MarketChange change_of(std::string_view line, SecurityType type = SecurityType::stock)
{
    auto row = parse_cells(line, type);
    EXPECT_TRUE(row) << row.error().what;
    return std::get<MarketChange>(row.value());
}

std::string row_fault(std::string_view line, SecurityType type = SecurityType::stock)
{
    auto row = parse_cells(line, type);
    return row ? "no fault" : std::to_string(row.error().column) + ": " + row.error().what;
}

constexpr std::string_view row_start = "2026-01-05T14:30:00Z,A,";

std::string row_of(std::string_view cells)
{
    return std::string{row_start} + std::string{cells};
}

TEST(RowParser, halts_auctions_and_aggressors_have_their_columns)
{
    EXPECT_EQ(change_of(row_of(",,,,,,,,,,,halt,")).halted, true);
    EXPECT_EQ(change_of(row_of("1,5,2,5,,,,,,,,resume,")).halted, false);
    EXPECT_EQ(change_of(row_of(",,,,3,7,,,,,,opening,")).print, PrintKind::opening);
    EXPECT_EQ(change_of(row_of(",,,,3,7,,,,,,closing,")).print, PrintKind::closing);
    EXPECT_EQ(change_of(row_of(",,,,3,7,,,,,,trade,buy")).aggressor, Side::buy);
    EXPECT_EQ(change_of(row_of(",,,,3,7,,,,,,print,SELL")).aggressor, Side::sell);
    auto plain = change_of(row_of("1,5,2,5,3,7,,,,,,,"));
    EXPECT_FALSE(plain.halted);
    EXPECT_FALSE(plain.aggressor);
    EXPECT_EQ(plain.print, PrintKind::regular);
    EXPECT_EQ(plain.last, 3_d);
}

TEST(RowParser, a_bar_is_a_row_of_its_own)
{
    for (std::string_view cells : {",,,,,,1,3,1,2,100,bar,", ",,,,,,1,3,1,2,100,,"}) {
        auto parsed = parse_cells(row_of(cells));
        ASSERT_TRUE(parsed) << parsed.error().what;
        ASSERT_TRUE(std::holds_alternative<Bar>(parsed.value()));
        EXPECT_EQ(std::get<Bar>(parsed.value()).volume, 100_d);
    }
}

TEST(RowParser, a_kind_has_its_cells_and_no_others)
{
    EXPECT_THAT(row_fault(row_of("1,5,2,5,3,7,,,,,,quote,")), HasSubstr("32: a quote has no last"));
    EXPECT_THAT(row_fault(row_of("1,5,,,3,7,,,,,,trade,")), HasSubstr("24: a trade has no bid"));
    EXPECT_THAT(row_fault(row_of("1,5,2,5,,,,,,,,trade,")), HasSubstr("a trade has no bid"));
    EXPECT_THAT(row_fault(row_of(",,,,,,,,,,,trade,")), HasSubstr("needs a last"));
    EXPECT_THAT(row_fault(row_of(",,,,,,,,,,,opening,")), HasSubstr("needs a last"));
    EXPECT_THAT(row_fault(row_of("1,5,,,,,1,3,1,2,,bar,")), HasSubstr("a bar has no bid"));
    EXPECT_THAT(row_fault(row_of(",,,,,,1,3,1,2,,bar,buy")), HasSubstr("a bar has no aggressor"));
    EXPECT_THAT(row_fault(row_of("1,5,2,5,,,,3,,,,,")),
                HasSubstr("a row that is no bar has no high"));
    EXPECT_THAT(row_fault(row_of(",,,,,,,3,1,2,,bar,")), HasSubstr("open '' is not a number"));
    EXPECT_THAT(row_fault(row_of("1,5,2,5,,,,,,,,quoted,")), HasSubstr("kind 'quoted' is none of"));
    EXPECT_THAT(row_fault(row_of(",,,,3,7,,,,,,trade,me")), HasSubstr("neither buy nor sell"));
    EXPECT_THAT(row_fault(row_of("1,5,2,5,,,,,,,,,buy")),
                HasSubstr("only a trade has an aggressor"));
}

TEST(RowParser, prices_below_zero_are_prices_of_what_may_have_them)
{
    constexpr std::string_view below = "-37.64,5,-37.63,5,-37.64,1,,,,,,,";
    for (SecurityType type : {SecurityType::future, SecurityType::future_option,
                              SecurityType::combo, SecurityType::continuous_future})
        EXPECT_EQ(change_of(row_of(below), type).bid, -37.64_d);
    for (SecurityType type : {SecurityType::stock, SecurityType::option, SecurityType::forex,
                              SecurityType::crypto, SecurityType::index})
        EXPECT_THAT(row_fault(row_of(below), type), HasSubstr("24: bid '-37.64' is negative"));
    EXPECT_THAT(row_fault(row_of(below)),
                HasSubstr("without a column security_type it is a US stock"));
    EXPECT_EQ(change_of(row_of("0,5,0.01,5,0,1,,,,,,,"), SecurityType::future).last, 0_d);
}

TEST(RowParser, moments_are_counted_in_four_units)
{
    auto read = [](std::string_view text) {
        auto time = read_time({text, 1});
        return time ? format_time(*time) : time.error().what;
    };
    for (std::string_view same :
         {"1767623400", "1767623400000", "1767623400000000", "1767623400000000000", "1767623400.0",
          "1767623400.000000000", "2026-01-05T14:30:00Z", "2026-01-05 14:30:00+00:00"})
        EXPECT_EQ(read(same), "2026-01-05T14:30:00Z");
    EXPECT_EQ(read("1767623400123"), "2026-01-05T14:30:00.123Z");
    EXPECT_EQ(read("1767623400123456"), "2026-01-05T14:30:00.123456Z");
    EXPECT_EQ(read("1767623400123456789"), "2026-01-05T14:30:00.123456789Z");
    EXPECT_EQ(read("1767623400.5"), "2026-01-05T14:30:00.5Z");
    EXPECT_EQ(read("946684800"), "2000-01-01T00:00:00Z");
    for (std::string_view none :
         {"20260105", "20260105143000", "17676234000", "-1767623400", "1767623400.", "1e9", "",
          "1767623400.0000000001", "17676234000000", "9999999999999999999", "0"})
        EXPECT_THAT(read(none), HasSubstr("is not ISO 8601")) << none;
}

TEST(RowParser, numbers_are_read_as_a_decimal_reads_them)
{
    for (std::string_view text : {"0",
                                  "007",
                                  "1.",
                                  ".5",
                                  ".",
                                  "",
                                  "189.97",
                                  "1e3",
                                  "-3.25",
                                  "+4",
                                  "1.2.3",
                                  "1,5",
                                  "x",
                                  "12345678901234567",
                                  "123456789012345678",
                                  "0.000000000001",
                                  "99999.123456789012",
                                  "1.000000000000",
                                  "999999999.99",
                                  "12345678901.1234"}) {
        auto number = read_number("bid", Cell{text, 1});
        auto expected = Decimal::parse(text);
        ASSERT_EQ(number.has_value(), expected.has_value()) << text;
        if (expected) {
            EXPECT_EQ(*number, *expected) << text;
        }
    }
    EXPECT_FALSE(read_number("bid", Cell{"0.0000000000001", 1})) << "more than twelve decimals";
}

}  // namespace
}  // namespace trademind::paper
