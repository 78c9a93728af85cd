// Types of configuration values: what each accepts, refuses and prints.
#include "execution/config/value_types.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trademind::config {
namespace {

using namespace literals;
using namespace std::chrono_literals;

template <class T> void accepts(const ValueType<T>& type, std::string_view text, const T& value)
{
    auto parsed = type.parse(text);
    ASSERT_TRUE(parsed) << text << ": " << parsed.complaint();
    EXPECT_EQ(*parsed, value) << text;
    auto again = type.parse(type.print(value));
    ASSERT_TRUE(again) << type.print(value) << ": " << again.complaint();
    EXPECT_EQ(*again, value) << type.print(value);
}
template <class T> void refuses(const ValueType<T>& type, std::string_view text)
{
    auto parsed = type.parse(text);
    EXPECT_FALSE(parsed) << text;
    EXPECT_FALSE(parsed.complaint().empty()) << text;
}

TEST(ConfigValues, durations)
{
    auto type = duration(1ms, 1h);
    accepts<Duration>(type, "5 s", 5s);
    accepts<Duration>(type, "1.5 s", 1500ms);
    accepts<Duration>(type, "200ms", 200ms);
    accepts<Duration>(type, "3 min", 180s);
    accepts<Duration>(type, "1 h", 1h);
    for (auto text : {"5", "", "s", "-5 s", "0 s", "2 h", "5 days", "5 s s", "1e30 s"})
        refuses(type, text);
    accepts<Duration>(duration(1s, 1h, true), "5", 5s);
}

TEST(ConfigValues, percents)
{
    accepts<Decimal>(percent(90), "0%", 0_d);
    accepts<Decimal>(percent(90), "2.5 %", 0.025_d);
    for (auto text : {"5", "91%", "-1%", "x", "5 USD", ""}) refuses(percent(90), text);
    accepts<std::optional<Decimal>>(percent_limit(100), "off", std::nullopt);
    accepts<std::optional<Decimal>>(percent_limit(100), "10%", 0.1_d);
    refuses(percent_limit(100), "0%");
    refuses(percent_limit(100), "unlimited");
}

TEST(ConfigValues, money)
{
    auto type = money_limit("USD");
    accepts<std::optional<Decimal>>(type, "50000", 50000_d);
    accepts<std::optional<Decimal>>(type, "0.01 USD", 0.01_d);
    accepts<std::optional<Decimal>>(type, "unlimited", std::nullopt);
    for (auto text : {"50,000", "5 EUR", "0", "-1 USD", "1e30", "nan", "off", "5%"})
        refuses(type, text);
    refuses(config::money("USD"), "unlimited");
    for (auto text : {"50k USD", "50k", "5 M", "50,000 USD", "50 000 USD", "USD 50000", "50000 $"})
        EXPECT_EQ(type.parse(text).complaint(),
                  "must be a number in digits and its currency, such as \"50000 USD\" (no k or M, "
                  "no separators)")
            << text;
    EXPECT_EQ(type.parse("5 EUR").complaint(), "is in EUR but risk.currency is USD");
}

TEST(ConfigValues, hosts)
{
    auto type = host();
    for (auto text : {"127.0.0.1", "localhost", "tws-1.example.org", "::1", "fe80::1%eth0"})
        accepts<std::string>(type, text, text);
    for (auto text : {"", " ", "127.0.0.1:7497", "a b", "http://x", "tws/1", "h\n"})
        refuses(type, text);
    EXPECT_NE(type.parse("127.0.0.1:7497").complaint().find("broker.ibkr.port"), std::string::npos);
}

TEST(ConfigValues, limits_of_equity)
{
    auto type = equity_limit("USD");
    accepts(type, "2%", MoneyLimit::of_equity(0.02_d));
    accepts(type, "2x", MoneyLimit::of_equity(2_d));
    accepts(type, "2000 USD", MoneyLimit::amount(2000_d));
    accepts(type, "unlimited", MoneyLimit{});
    for (auto text : {"2", "0%", "-2x", "2000 EUR", "", "x"}) refuses(type, text);
}

TEST(ConfigValues, numbers_and_words)
{
    accepts<std::int64_t>(whole(1, 65535, ""), "7497", 7497);
    for (auto text : {"0", "65536", "7497.0", "0x1", "", " 1"}) refuses(whole(1, 65535, ""), text);
    accepts<std::optional<int>>(count_limit("orders"), "10", 10);
    refuses(count_limit("orders"), "1.5");
    refuses(count_limit("orders"), "1000001");
    accepts<std::optional<Decimal>>(quantity_limit(), "0.5", 0.5_d);
    refuses(quantity_limit(), "10 shares");
    accepts(flag(), "true", true);
    refuses(flag(), "yes");
    accepts<std::string>(currency_code(), "EUR", "EUR");
    refuses(currency_code(), "eur");
}

TEST(ConfigValues, separators_between_digits_are_named)
{
    auto complaint = [](const auto& type, std::string_view text) {
        return type.parse(text).complaint();
    };
    EXPECT_THAT(complaint(percent(90), "2,5%"), testing::HasSubstr("has \",\" between digits"));
    EXPECT_THAT(complaint(duration(1ms, 1h), "1,5 s"), testing::HasSubstr("between digits"));
    EXPECT_THAT(complaint(whole(1, 65535, ""), "7,497"), testing::HasSubstr("between digits"));
    EXPECT_THAT(complaint(count_limit(""), "1.000,5"), testing::HasSubstr("between digits"));
    EXPECT_THAT(complaint(by_currency(false), "5,000 EUR"), testing::HasSubstr("between digits"));
    EXPECT_THAT(complaint(speed(), "1,5x"), testing::HasSubstr("between digits"));
    EXPECT_TRUE(by_currency(false).parse("5000 EUR,300 USD"));
}

TEST(ConfigValues, lists)
{
    using Words = std::vector<std::string>;
    accepts<Words>(symbols("all"), "AAPL, BRK B", {"AAPL", "BRK B"});
    accepts<Words>(symbols("all"), "all", {});
    refuses(symbols("all"), ", ");
    accepts<std::vector<SecurityType>>(security_types(), "STK, OPT",
                                       {SecurityType::stock, SecurityType::option});
    refuses(security_types(), "STOCK");
}

}  // namespace
}  // namespace trademind::config
