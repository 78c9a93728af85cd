// Words of a contract.
#include "domain/contract_words.hpp"

#include <gmock/gmock.h>

namespace trademind {
namespace {

using namespace std::chrono;

TEST(ContractWords, an_expiry_is_a_month_or_a_day_that_exists)
{
    EXPECT_EQ(expiry_date("20261218"), 2026y / December / 18);
    EXPECT_EQ(expiry_date("202612"), 2026y / December / 1);
    EXPECT_EQ(expiry_date("20240229"), 2024y / February / 29);
    for (const char* none : {"", "2026", "20260229", "202613", "20261200", "2026-12", "2026121x",
                             "+0261218", "020261218"})
        EXPECT_FALSE(expiry_date(none)) << none;
}

TEST(ContractWords, a_currency_is_three_capitals)
{
    EXPECT_TRUE(is_currency("USD"));
    for (const char* none : {"", "usd", "US", "USDT", "U.D", "U D"})
        EXPECT_FALSE(is_currency(none)) << none;
}

TEST(ContractWords, a_pair_has_its_dot_in_the_middle)
{
    EXPECT_TRUE(is_pair("EUR.USD"));
    for (const char* none : {"", "EURUSD", "BRK.B", "EU.RUSD", "EURUSD.", "ABCD.EF"})
        EXPECT_FALSE(is_pair(none)) << none;
}

}  // namespace
}  // namespace trademind
