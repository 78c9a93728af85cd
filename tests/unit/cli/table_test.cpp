// Tables and numbers as a person reads them.
#include "cli/table.hpp"

#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::cli;
using namespace trademind::literals;

TEST(Table, AlignsItsColumns)
{
    Table table{{{"Name"}, {"Value", Align::right}, {"Why"}}};
    table.add({"a", "1.5", "because"});
    table.add({"longer", "12,345.00"});
    EXPECT_EQ(table.str(),
              "Name        Value  Why\n"
              "------  ---------  -------\n"
              "a             1.5  because\n"
              "longer  12,345.00\n");
}

TEST(Table, IsEmptyWithoutRows)
{
    Table table{{{"Name"}}};
    EXPECT_TRUE(table.empty());
    EXPECT_EQ(table.str(), "Name\n----\n");
    EXPECT_THROW(table.add({"a", "b"}), std::logic_error);
}

TEST(Grouped, HasThousandsAndPlaces)
{
    EXPECT_EQ(grouped(0_d), "0.00");
    EXPECT_EQ(grouped(1_d), "1.00");
    EXPECT_EQ(grouped(999.5_d), "999.50");
    EXPECT_EQ(grouped(1000_d), "1,000.00");
    EXPECT_EQ(grouped(1'234'567.891_d), "1,234,567.89");
    EXPECT_EQ(grouped(-1234.5_d), "-1,234.50");
    EXPECT_EQ(grouped(-999_d), "-999.00");
    EXPECT_EQ(grouped(0.005_d), "0.01");
    EXPECT_EQ(grouped(-0.004_d), "0.00");
    EXPECT_EQ(grouped(0.35_d, 4), "0.3500");
    EXPECT_EQ(grouped(1'000'000_d, 0), "1,000,000");
}

TEST(Grouped, ShowsWhatIsUnknown)
{
    EXPECT_EQ(grouped(std::optional<Decimal>{}), "-");
    EXPECT_EQ(grouped(std::optional{12_d}), "12.00");
    EXPECT_EQ(plain(std::nullopt), "-");
    EXPECT_EQ(plain(0.125_d), "0.125");
}

TEST(Table, ACellStaysOnItsLine)
{
    Table table{{{"Text"}}};
    table.add({"a\nb\x1b[2J"});
    EXPECT_EQ(table.str(), "Text\n-----------\na\\nb\\x1b[2J\n");
}
