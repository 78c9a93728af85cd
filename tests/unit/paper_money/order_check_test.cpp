// Which orders an account can bear.
#include "unit/paper_money/books.hpp"

#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::paper;

namespace {

LedgerOptions with(std::shared_ptr<const MarginModel> margin)
{
    LedgerOptions options;
    options.margin = std::move(margin);
    return options;
}

Books margin_account(Decimal cash)
{
    Books b;
    b.ledger.deposit("USD", cash);
    return b;
}

Books cash_account(Decimal cash)
{
    Books b{with(std::make_shared<CashAccountMargin>())};
    b.ledger.deposit("USD", cash);
    return b;
}

LiveOrder order(InstrumentId id, Side side, Decimal quantity, Decimal price, int number = 1)
{
    LiveOrder o;
    o.id = OrderId{number};
    o.instrument = id;
    o.side = side;
    o.quantity = quantity;
    o.price = price;
    return o;
}

/// The error of a check, or none.
Error refusal(const Books& b, const LiveOrder& o)
{
    auto checked = b.ledger.check(o);
    return checked ? Error{} : checked.error();
}

bool accepts(const Books& b, const LiveOrder& o)
{
    return b.ledger.check(o).has_value();
}

}  // namespace

TEST(OrderCheck, margin_account_buys_four_times_its_equity)
{
    Books b = margin_account(10000_d);
    EXPECT_TRUE(accepts(b, order(share, Side::buy, 400_d, 100_d)));
    Error error = refusal(b, order(share, Side::buy, 400_d, 100.01_d));
    EXPECT_EQ(error, Errc::buying_power);
    EXPECT_EQ(error.message, "needs 10001 USD of margin and fees, 10000 is available");
}

TEST(OrderCheck, fees_count)
{
    Books b = margin_account(10000_d);
    LiveOrder o = order(share, Side::buy, 400_d, 100_d);
    o.fees = 0.01_d;
    EXPECT_EQ(refusal(b, o), Errc::buying_power);
}

TEST(OrderCheck, live_orders_count)
{
    Books b = margin_account(10000_d);
    ASSERT_TRUE(b.ledger.reserve(order(share, Side::buy, 300_d, 100_d, 1)));
    EXPECT_TRUE(accepts(b, order(other_share, Side::buy, 100_d, 100_d, 2)));
    EXPECT_EQ(refusal(b, order(other_share, Side::buy, 101_d, 100_d, 2)), Errc::buying_power);
    b.ledger.release(OrderId{1});
    EXPECT_TRUE(accepts(b, order(other_share, Side::buy, 101_d, 100_d, 2)));
}

TEST(OrderCheck, a_modification_takes_the_place_of_the_order)
{
    Books b = margin_account(10000_d);
    ASSERT_TRUE(b.ledger.reserve(order(share, Side::buy, 300_d, 100_d)));
    EXPECT_TRUE(accepts(b, order(share, Side::buy, 400_d, 100_d)));
    EXPECT_EQ(refusal(b, order(share, Side::buy, 401_d, 100_d)), Errc::buying_power);
    EXPECT_EQ(b.ledger.reserved(), 7500_d);  // a check changes nothing
}

TEST(OrderCheck, a_modification_that_needs_less_is_never_refused)
{
    Books b = margin_account(10000_d);
    ASSERT_TRUE(b.ledger.reserve(order(share, Side::buy, 400_d, 100_d)));
    b.trade(other_share, 100_d, 100_d);
    b.ledger.mark(other_share, 50_d);  // the account is under water now
    EXPECT_TRUE(accepts(b, order(share, Side::buy, 400_d, 99_d)));
    EXPECT_TRUE(accepts(b, order(share, Side::buy, 399_d, 100_d)));
    EXPECT_EQ(refusal(b, order(share, Side::buy, 400_d, 100.01_d)), Errc::buying_power);
}

TEST(OrderCheck, closing_is_possible_without_funds_and_prices)
{
    Books b;
    b.trade(share, 100_d, 50_d);
    b.trade(euro_share, -10_d, 50_d);
    b.ledger.forget_mark(share);
    EXPECT_EQ(b.ledger.values().available_funds, std::nullopt);
    EXPECT_TRUE(accepts(b, order(share, Side::sell, 100_d, 1_d)));
    EXPECT_TRUE(accepts(b, order(euro_share, Side::buy, 10_d, 1000_d)));
    EXPECT_EQ(refusal(b, order(share, Side::sell, 101_d, 1_d)), Errc::no_price);
}

TEST(OrderCheck, only_what_goes_beyond_closing_ties_up_funds)
{
    Books b = margin_account(10000_d);
    b.trade(share, 60_d, 100_d);
    ASSERT_TRUE(b.ledger.reserve(order(share, Side::sell, 100_d, 100_d)));
    // 40 sold short at 30% need 1,200; the 60 held free 1,500
    EXPECT_EQ(b.ledger.reserved(), 0_d);
    ASSERT_TRUE(b.ledger.reserve(order(share, Side::sell, 160_d, 100_d)));
    EXPECT_EQ(b.ledger.reserved(), 1500_d) << "100 short less what the 60 free";
    b.ledger.mark(share, 110_d);
    EXPECT_EQ(b.ledger.reserved(), 1350_d) << "of which more is freed at a higher mark";
}

TEST(OrderCheck, missing_prices_are_named)
{
    Books b = margin_account(10000_d);
    b.trade(other_share, 1_d, 10_d);
    b.ledger.forget_mark(other_share);
    Error error = refusal(b, order(share, Side::buy, 1_d, 100_d));
    EXPECT_EQ(error, Errc::no_price);
    EXPECT_NE(error.message.find("XYZ"), std::string::npos) << error.message;
}

TEST(OrderCheck, missing_exchange_rate_is_named)
{
    Books b = margin_account(10000_d);
    Error error = refusal(b, order(euro_share, Side::buy, 1_d, 100_d));
    EXPECT_EQ(error, Errc::no_price);
    EXPECT_NE(error.message.find("EUR"), std::string::npos) << error.message;
    b.ledger.mark(eur_usd, 1.10_d);
    EXPECT_TRUE(accepts(b, order(euro_share, Side::buy, 1_d, 100_d)));
}

TEST(OrderCheck, foreign_orders_are_converted)
{
    Books b = margin_account(11000_d);
    b.ledger.mark(eur_usd, 1.10_d);
    EXPECT_TRUE(accepts(b, order(euro_share, Side::buy, 400_d, 100_d)));
    EXPECT_EQ(refusal(b, order(euro_share, Side::buy, 401_d, 100_d)), Errc::buying_power);
}

TEST(OrderCheck, short_sale_in_a_margin_account)
{
    Books b = margin_account(3000_d);
    EXPECT_TRUE(accepts(b, order(share, Side::sell, 100_d, 100_d)));
    EXPECT_EQ(refusal(b, order(share, Side::sell, 101_d, 100_d)), Errc::buying_power);
}

TEST(OrderCheck, nothing_on_credit_below_2000)
{
    Books b = margin_account(1999_d);
    EXPECT_TRUE(accepts(b, order(share, Side::buy, 19_d, 100_d)));
    EXPECT_EQ(refusal(b, order(share, Side::buy, 20_d, 100_d)), Errc::buying_power);
    EXPECT_EQ(refusal(b, order(share, Side::sell, 1_d, 100_d)), Errc::buying_power);
    b.ledger.deposit("USD", 1_d);
    EXPECT_TRUE(accepts(b, order(share, Side::buy, 21_d, 100_d)));
    EXPECT_TRUE(accepts(b, order(share, Side::sell, 1_d, 100_d)));
}

TEST(OrderCheck, cash_account_spends_what_it_has)
{
    Books b = cash_account(1000_d);
    EXPECT_TRUE(accepts(b, order(share, Side::buy, 10_d, 100_d)));
    Error error = refusal(b, order(share, Side::buy, 10_d, 100.01_d));
    EXPECT_EQ(error, Errc::buying_power);
    EXPECT_EQ(error.message, "needs 1000.1 USD of settled cash, 1000 is free");
}

TEST(OrderCheck, cash_account_waits_for_settlement)
{
    Books b = cash_account(1000_d);
    b.trade(share, 10_d, 100_d);
    b.trade(share, -10_d, 100_d);
    EXPECT_EQ(refusal(b, order(share, Side::buy, 1_d, 100_d)), Errc::buying_power);
    b.ledger.begin_day(monday + std::chrono::days{1});
    EXPECT_TRUE(accepts(b, order(share, Side::buy, 10_d, 100_d)));
}

TEST(OrderCheck, cash_account_holds_no_shorts)
{
    Books b = cash_account(10000_d);
    b.trade(share, 60_d, 10_d);
    EXPECT_TRUE(accepts(b, order(share, Side::sell, 60_d, 10_d)));
    Error error = refusal(b, order(share, Side::sell, 100_d, 10_d));
    EXPECT_EQ(error, Errc::rejected);
    EXPECT_EQ(error.message, "ABC cannot be sold short in this account, 60 are held");
}

TEST(OrderCheck, cash_account_keeps_currencies_apart)
{
    Books b = cash_account(10000_d);
    b.ledger.mark(eur_usd, 1.10_d);
    EXPECT_EQ(refusal(b, order(euro_share, Side::buy, 1_d, 100_d)), Errc::buying_power);
    b.ledger.deposit("EUR", 100_d);
    EXPECT_TRUE(accepts(b, order(euro_share, Side::buy, 1_d, 100_d)));
}

TEST(OrderCheck, cash_account_converts_what_it_has)
{
    Books b = cash_account(1100_d);
    EXPECT_TRUE(accepts(b, order(eur_usd, Side::buy, 1000_d, 1.10_d)));
    EXPECT_EQ(refusal(b, order(eur_usd, Side::buy, 1001_d, 1.10_d)), Errc::buying_power);
    EXPECT_EQ(refusal(b, order(eur_usd, Side::sell, 1_d, 1.10_d)), Errc::buying_power);
    b.ledger.deposit("EUR", 50_d);
    EXPECT_TRUE(accepts(b, order(eur_usd, Side::sell, 50_d, 1.10_d)));
    ASSERT_TRUE(b.ledger.reserve(order(eur_usd, Side::sell, 50_d, 1.10_d)));
    EXPECT_EQ(b.ledger.reserved(eur_usd, Side::sell), 50_d);
}

TEST(OrderCheck, long_options_are_paid_in_full)
{
    Books b = margin_account(2000_d);
    EXPECT_TRUE(accepts(b, order(call_option, Side::buy, 4_d, 5_d)));
    EXPECT_EQ(refusal(b, order(call_option, Side::buy, 4_d, 5.01_d)), Errc::buying_power);
}

TEST(OrderCheck, short_options_need_the_price_of_the_underlying)
{
    Books b = margin_account(10000_d);
    Error error = refusal(b, order(call_option, Side::sell, 1_d, 5_d));
    EXPECT_EQ(error, Errc::no_price);
    EXPECT_NE(error.message.find("underlying"), std::string::npos);
    b.ledger.mark(share, 100_d);
    // 20% of 100, at the money, times 100
    EXPECT_TRUE(accepts(b, order(call_option, Side::sell, 5_d, 5_d)));
    EXPECT_EQ(refusal(b, order(call_option, Side::sell, 6_d, 5_d)), Errc::buying_power);
}

TEST(OrderCheck, an_option_held_can_be_sold_without_any_price)
{
    Books b = margin_account(10000_d);
    b.trade(call_option, 2_d, 5_d);
    b.ledger.forget_mark(call_option);
    EXPECT_TRUE(accepts(b, order(call_option, Side::sell, 2_d, 5_d)));
    EXPECT_TRUE(b.ledger.reserve(order(call_option, Side::sell, 2_d, 5_d)));
    EXPECT_EQ(b.ledger.reserved(), 0_d);
}

TEST(OrderCheck, without_margin_everything_is_accepted)
{
    Books b{with(std::make_shared<NoMargin>())};
    EXPECT_TRUE(accepts(b, order(share, Side::buy, 1000000_d, 1000_d)));
    EXPECT_TRUE(accepts(b, order(call_option, Side::sell, 1000_d, 1000_d)));
    ASSERT_TRUE(b.ledger.reserve(order(share, Side::buy, 1000000_d, 1000_d)));
    EXPECT_EQ(b.ledger.reserved(), 0_d);
}

TEST(OrderCheck, an_order_too_large_to_value_is_an_error)
{
    Books b = margin_account(10000_d);
    LiveOrder o = order(share, Side::buy, 100000000000000000000_d, 100000000000_d);
    EXPECT_EQ(refusal(b, o), Errc::overflow);
    auto reserved = b.ledger.reserve(o);
    ASSERT_FALSE(reserved);
    EXPECT_EQ(reserved.error(), Errc::overflow);
    EXPECT_TRUE(b.ledger.reservations().empty());
}

TEST(OrderCheck, a_user_model_decides)
{
    /// Half of the value to open anything, and no shorts.
    class HalfMargin final : public MarginModel {
    public:
        AccountKind account_kind() const override { return AccountKind::margin; }
        std::optional<MarginRequirement> of_position(const MarginInput& in) const override
        {
            Decimal half = in.value() / 2_d;
            return MarginRequirement{half, half, half};
        }
        std::optional<Decimal> of_opening(const MarginInput& in) const override
        {
            return in.value() / 2_d;
        }
        bool allows_short(const Contract&) const override { return false; }
        Decimal leverage() const override { return 2; }
    };
    Books b{with(std::make_shared<HalfMargin>())};
    b.ledger.deposit("USD", 1000_d);
    EXPECT_EQ(b.ledger.values().buying_power, 2000_d);
    EXPECT_TRUE(accepts(b, order(share, Side::buy, 20_d, 100_d)));
    EXPECT_EQ(refusal(b, order(share, Side::buy, 21_d, 100_d)), Errc::buying_power);
    EXPECT_EQ(refusal(b, order(share, Side::sell, 1_d, 100_d)), Errc::rejected);
}

TEST(OrderCheck, buying_power_is_what_the_check_allows)
{
    Books b = margin_account(10000_d);
    b.trade(share, 10_d, 100_d);
    ASSERT_TRUE(b.ledger.reserve(order(share, Side::buy, 100_d, 100_d, 1)));
    Decimal power = b.ledger.values().buying_power.value();
    EXPECT_EQ(power, (10000_d - 250_d - 2500_d) * 4_d);
    EXPECT_TRUE(accepts(b, order(other_share, Side::buy, power, 1_d, 2)));
    EXPECT_FALSE(accepts(b, order(other_share, Side::buy, power + 1_d, 1_d, 2)));
}
