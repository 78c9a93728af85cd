// Decimal: text in and out, and doubles.
#include <trademind/decimal.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <sstream>
#include <unordered_set>

using namespace trademind;
using namespace trademind::literals;

namespace {

constexpr auto largest = "170141183460469231731687303.715884105727";

std::string reprint(std::string_view text)
{
    auto d = Decimal::parse(text);
    return d ? d->str() : "nothing";
}

}  // namespace

TEST(Decimal, KeepsEveryDigitTwsSends)
{
    for (auto text : {"0", "1", "-1", "0.00000001", "-37.63", "123456789012.123456789012",
                      "99999999999999999999999999", "0.000000000001", largest})
        EXPECT_EQ(reprint(text), text);
}

TEST(Decimal, HasOneSpellingPerValue)
{
    EXPECT_EQ(reprint("+1.50"), "1.5");
    EXPECT_EQ(reprint("00012.0"), "12");
    EXPECT_EQ(reprint("-0"), "0");
    EXPECT_EQ(reprint("-0.000"), "0");
    EXPECT_EQ(reprint(".5"), "0.5");
    EXPECT_EQ(reprint("5."), "5");
    EXPECT_EQ(reprint("-.25"), "-0.25");
}

TEST(Decimal, ReadsExponents)
{
    EXPECT_EQ(reprint("1e3"), "1000");
    EXPECT_EQ(reprint("1.5E-3"), "0.0015");
    EXPECT_EQ(reprint("+100E+0"), "100");
    EXPECT_EQ(reprint("12345e-12"), "0.000000012345");
    EXPECT_EQ(reprint("1e26"), "100000000000000000000000000");
    EXPECT_EQ(reprint("0e99999"), "0");
    EXPECT_EQ(reprint("1e-99999"), "0");
}

TEST(Decimal, RefusesWhatIsNoNumber)
{
    for (auto text : {"", " ", "-", "+", ".", "abc", "1.2.3", "1 ", " 1", "0x10", "1,000", "1e",
                      "1e+", "e5", "--1", "NaN", "Infinity", "1_000", "١"})
        EXPECT_EQ(reprint(text), "nothing") << "'" << text << "'";
}

TEST(Decimal, RefusesWhatDoesNotFit)
{
    EXPECT_EQ(reprint("170141183460469231731687303.715884105728"), "nothing");
    EXPECT_EQ(reprint("-170141183460469231731687303.715884105728"), "nothing");
    EXPECT_EQ(reprint("1e27"), "nothing");
    EXPECT_EQ(reprint("1.7976931348623157E308"), "nothing");
    EXPECT_EQ(reprint("1e999999999999999999999"), "nothing");
    EXPECT_EQ(reprint(std::string(1000, '9')), "nothing");
}

TEST(Decimal, RoundsTextBeyondTheTwelfthDigitHalfAwayFromZero)
{
    EXPECT_EQ(reprint("0.0000000000005"), "0.000000000001");
    EXPECT_EQ(reprint("0.00000000000049999"), "0");
    EXPECT_EQ(reprint("-0.0000000000005"), "-0.000000000001");
    EXPECT_EQ(reprint("0.99999999999950"), "1");
    EXPECT_EQ(reprint("1." + std::string(60, '3')), "1.333333333333");
    EXPECT_EQ(reprint("1." + std::string(60, '6')), "1.666666666667");
    EXPECT_EQ(reprint("0." + std::string(40, '0') + "9"), "0");
}

TEST(Decimal, FromCharsStopsWhereTheNumberEnds)
{
    std::string_view text = "12.5;rest";
    Decimal d = 7_d;
    auto [end, ec] = Decimal::from_chars(text.data(), text.data() + text.size(), d);
    EXPECT_EQ(ec, std::errc{});
    EXPECT_EQ(*end, ';');
    EXPECT_EQ(d, 12.5_d);

    std::string_view exponent = "3e,";
    auto at = Decimal::from_chars(exponent.data(), exponent.data() + exponent.size(), d);
    EXPECT_EQ(*at.ptr, 'e') << "an exponent without digits is not part of the number";
    EXPECT_EQ(d, 3_d);
}

TEST(Decimal, FromCharsLeavesTheValueAloneOnAnError)
{
    Decimal d = 7_d;
    for (std::string_view text : {"x", "1e27", ""}) {
        auto [end, ec] = Decimal::from_chars(text.data(), text.data() + text.size(), d);
        EXPECT_NE(ec, std::errc{}) << text;
        EXPECT_EQ(d, 7_d);
    }
    std::string_view big = "1e27";
    EXPECT_EQ(Decimal::from_chars(big.data(), big.data() + big.size(), d).ec,
              std::errc::result_out_of_range);
}

TEST(Decimal, PrintsItsLimits)
{
    EXPECT_EQ(Decimal::max().str(), largest);
    EXPECT_EQ(Decimal::min().str(), std::string{"-"} + largest);
    EXPECT_LE(Decimal::min().str().size(), Decimal::max_chars);
}

TEST(Decimal, GoesToStreams)
{
    std::ostringstream out;
    out << -12.50_d;
    EXPECT_EQ(out.str(), "-12.5");
}

TEST(Decimal, TakesTheShortestTextOfADouble)
{
    EXPECT_EQ(Decimal::from_double(0.1).value(), 0.1_d);
    EXPECT_EQ(Decimal::from_double(189.1).value(), 189.1_d);
    EXPECT_EQ(Decimal::from_double(-0.0).value(), 0_d);
    EXPECT_EQ(Decimal::from_double(1e-12).value(), 0.000000000001_d);
    EXPECT_EQ(Decimal::from_double(123456.789012345).value(), 123456.789012345_d);
    EXPECT_EQ(Decimal::from_double(1e26).value().str(), "100000000000000000000000000");
    EXPECT_EQ(Decimal::from_double(0.1 + 0.2).value().str(), "0.3")
        << "0.30000000000000004 rounds at the twelfth digit";
}

TEST(Decimal, HasNoValueForDoublesThatAreNone)
{
    EXPECT_FALSE(Decimal::from_double(std::nan("")));
    EXPECT_FALSE(Decimal::from_double(std::numeric_limits<double>::infinity()));
    EXPECT_FALSE(Decimal::from_double(-std::numeric_limits<double>::infinity()));
    EXPECT_FALSE(Decimal::from_double(1.7976931348623157E308));
    EXPECT_FALSE(Decimal::from_double(1.71e26));
}

TEST(Decimal, GoesBackToTheSameDouble)
{
    for (double x : {0.0, 0.1, -0.1, 189.1, 1e-12, 0.01, 37.63, -12345.678901, 1e15, 9.5e20, 1e26})
        EXPECT_EQ(Decimal::from_double(x).value().to_double(), x);
}

TEST(Decimal, ComparesAndHashesByValue)
{
    EXPECT_LT(-1_d, 0_d);
    EXPECT_LT(1.4999_d, 1.5_d);
    EXPECT_EQ(1.50_d, 1.5_d);
    EXPECT_GT(Decimal::max(), Decimal::min());
    std::unordered_set<Decimal> set{1.5_d, 1.50_d, 2_d, -2_d};
    EXPECT_EQ(set.size(), 3U);
}

TEST(Decimal, KnowsItsSign)
{
    EXPECT_EQ((-3_d).sign(), -1);
    EXPECT_EQ((0_d).sign(), 0);
    EXPECT_EQ((0.1_d).sign(), 1);
    EXPECT_TRUE((0_d).is_zero());
    EXPECT_TRUE((-7_d).is_integer());
    EXPECT_FALSE((0.5_d).is_integer());
    EXPECT_EQ((-0.5_d).abs(), 0.5_d);
    EXPECT_EQ(Decimal::min().abs(), Decimal::max());
}
