// Prices in pence and cents: one magnifier, everywhere that a price becomes money.
#include "unit/execution/risk/desk_of_checks.hpp"

namespace trademind::risk {
namespace {

using namespace literals;

/// A future quoted in 1/magnifier of its currency, 450 to 450.5, of 5000 units.
class Magnifiers : public Checks, public testing::WithParamInterface<int> {
protected:
    Magnifiers() : future_{&list("ZC", 634)}
    {
        limits().allowed_security_types = {SecurityType::stock, SecurityType::future,
                                           SecurityType::combo};
    }
    Instrument& list(const char* symbol, std::int64_t id)
    {
        auto contract = future(symbol, "202612", "CBOT").with_id(id);
        contract.multiplier = 5000_d;
        auto& added = state.book.add(contract);
        ContractDetails details{contract};
        details.price_magnifier = GetParam();
        state.book.set_details(added, details);
        Quote q{contract};
        q.bid = 450_d;
        q.ask = 450.5_d;
        state.book.set_quote(added, q, at.uptime);
        return added;
    }
    /// What so many of the price's unit are worth.
    Decimal money(Decimal price) const { return price * 5000_d / Decimal{GetParam()}; }
    void without_quote() { future_->quote.reset(); }

    Instrument* future_;
};

TEST_P(Magnifiers, of_an_order)
{
    auto order = buy(future_->contract, 1_d).limit(450.25_d);
    limits().max_order_value = money(450.25_d);
    EXPECT_EQ(reason(order), RiskReason::ok);
    limits().max_order_value = money(450.25_d) - 0.01_d;
    EXPECT_EQ(reason(order), RiskReason::max_order_value);
    limits().max_order_value = money(450.5_d);
    EXPECT_EQ(reason(buy(future_->contract, 1_d)), RiskReason::ok) << "at the ask";
}

TEST_P(Magnifiers, of_a_position)
{
    state.book.set_position(*future_, 2_d, 450_d, at.uptime);
    EXPECT_EQ(future_->exposure.long_value, 2_d * money(450.25_d));
    without_quote();
    state.book.refresh(*future_);
    EXPECT_EQ(future_->exposure.long_value, 2_d * money(450_d)) << "a row in the unit of quotes";
    state.book.set_position(*future_, 2_d, 450_d / Decimal{GetParam()}, at.uptime,
                            2_d * money(450_d));
    EXPECT_EQ(future_->exposure.long_value, 2_d * money(450_d)) << "or in dollars";
    state.book.set_position(*future_, -2_d, 450_d, at.uptime, -2_d * money(450_d));
    EXPECT_EQ(future_->exposure.short_value, -2_d * money(450_d));
}

TEST_P(Magnifiers, of_the_legs_of_a_combo)
{
    auto& far = list("ZCN", 635);
    auto spread =
        combo("ZC", {ComboLeg{634, 1, Side::buy, "CBOT"}, ComboLeg{635, 2, Side::sell, "CBOT"}})
            .on("CBOT");
    auto& joined = state.book.add(spread);
    state.book.set_legs(joined, {Leg{future_, 1_d, Side::buy}, Leg{&far, 2_d, Side::sell}});
    limits().max_order_value = money(450.5_d) + 2_d * money(450_d);
    EXPECT_EQ(reason(buy(spread, 1_d)), RiskReason::ok);
    limits().max_order_value = *limits().max_order_value - 0.01_d;
    EXPECT_EQ(reason(buy(spread, 1_d)), RiskReason::max_order_value);
}

TEST_P(Magnifiers, of_an_amount_of_money)
{
    // an order by cash of a stock in pence
    auto& shares = *instrument;
    shares.details->price_magnifier = GetParam();
    limits().max_order_size = Decimal{GetParam()} * 10_d;
    EXPECT_EQ(reason(buy(contract, {}).for_cash(1000.2_d)), RiskReason::ok) << "at 100.02";
    EXPECT_EQ(reason(buy(contract, {}).for_cash(1000.3_d)), RiskReason::max_order_size);
}

INSTANTIATE_TEST_SUITE_P(AsTwsSendsThem, Magnifiers, testing::Values(1, 10, 100, 1000));

}  // namespace
}  // namespace trademind::risk
