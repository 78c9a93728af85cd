// The columns of a tape.
#include "brokers/paper/tape/columns.hpp"

#include <gmock/gmock.h>

namespace trademind::paper {
namespace {

using testing::HasSubstr;

std::string header_fault(std::string_view header)
{
    auto columns = Columns::parse(header);
    if (columns) return "no fault";
    return std::to_string(columns.error().column) + ": " + columns.error().what;
}

TEST(Columns, stand_in_any_order_and_any_case)
{
    auto columns = Columns::parse("Ask_Size,symbol,ask,TIME,kind");
    ASSERT_TRUE(columns) << columns.error().what;
    EXPECT_EQ(columns->count(), 5U);
    EXPECT_EQ(columns->place_of(Column::time), 3U);
    EXPECT_EQ(columns->place_of(Column::ask_size), 0U);
    EXPECT_FALSE(columns->has(Column::bid));
    EXPECT_FALSE(columns->bars_only());
    EXPECT_TRUE(Columns::parse("symbol,close,low,high,open,time")->bars_only());
}

TEST(Columns, every_name_reads_back)
{
    for (std::size_t i = 0; i < column_count; ++i)
        EXPECT_EQ(parse_column(name_of(column_at(i))), column_at(i)) << i;
    EXPECT_FALSE(parse_column("price"));
}

TEST(Columns, a_header_says_what_it_lacks)
{
    EXPECT_THAT(header_fault("time,bid,bid_size"), HasSubstr("there is no column symbol"));
    EXPECT_THAT(header_fault("symbol,bid,bid_size"), HasSubstr("there is no column time"));
    EXPECT_THAT(header_fault("time,symbol,bid"), HasSubstr("bid needs a column bid_size"));
    EXPECT_THAT(header_fault("time,symbol,last_size"), HasSubstr("last_size needs a column last"));
    EXPECT_THAT(header_fault("time,symbol,open,high,low"), HasSubstr("low needs a column close"));
    EXPECT_THAT(header_fault("time,symbol,bid,bid_size,volume"), HasSubstr("volume needs"));
    EXPECT_THAT(header_fault("time,symbol,kind"), HasSubstr("neither bid, ask, last nor open"));
    EXPECT_THAT(header_fault("time,symbol,bid,bid_size,bid"), HasSubstr("26: the header is"));
    EXPECT_THAT(header_fault("time,symbol,bid,bid_size,bid"), HasSubstr("bid stands twice"));
    EXPECT_THAT(header_fault("time,symbol,bidsize"), HasSubstr("13: the header is"));
    EXPECT_THAT(header_fault("time,symbol,bidsize"), HasSubstr("'bidsize' is no column of a tape"));
    EXPECT_THAT(header_fault("time;symbol;bid"), HasSubstr("separated by ';'"));
    EXPECT_THAT(header_fault("time\tsymbol\tbid"), HasSubstr("separated by '\\t'"));
    EXPECT_THAT(header_fault("\xfe\xff"), HasSubstr("UTF-16"));
    EXPECT_THAT(header_fault(""), HasSubstr("the file is empty"));
}

}  // namespace
}  // namespace trademind::paper
