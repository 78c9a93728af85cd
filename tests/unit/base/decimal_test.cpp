// Decimal: text, arithmetic, rounding and overflow.
#include <trademind/decimal.hpp>

#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::literals;

TEST(Decimal, KeepsEveryDigitTwsSends)
{
    for (auto text : {"0", "1", "-1", "0.00000001", "-37.63", "123456789012.123456789012",
                      "99999999999999999999999999", "0.000000000001"})
        EXPECT_EQ(Decimal::parse(text).value().str(), text);
}
