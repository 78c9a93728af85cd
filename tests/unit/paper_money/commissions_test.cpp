// The numbered cases of IBKR's commissions, C1 to C40.
#include "brokers/paper/fees/commissions.hpp"
#include "brokers/paper/fees/fee_book.hpp"

#include <trademind/brokers/paper/ibkr_fees.hpp>

#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::paper;
using namespace trademind::literals;
using std::chrono::year;
using std::chrono::year_month_day;

namespace {

constexpr year_month_day summer_2026 = year{2026} / 6 / 15;

/// One order of a US stock, filled at once.
struct StockOrder {
    Side side;
    Decimal quantity, price;
    year_month_day date = summer_2026;
    Liquidity liquidity = Liquidity::removed;
    Decimal month_volume = 0;
};

Fees charge(const FeeModel& model, const StockOrder& order)
{
    Contract contract = stock("AAPL");
    FeeRequest request{contract, order.side, order.quantity, order.price};
    request.trade_date = order.date;
    request.liquidity = order.liquidity;
    request.month_volume = order.month_volume;
    return model.charge(request);
}

Fees fixed(const StockOrder& order)
{
    return charge(IbkrProFixed{}, order);
}
Fees tiered(const StockOrder& order)
{
    return charge(IbkrProTiered{}, order);
}

Fees charge(const FeeModel& model, const Contract& contract, Side side, Decimal quantity,
            Decimal price)
{
    FeeRequest request{contract, side, quantity, price};
    request.trade_date = summer_2026;
    return model.charge(request);
}

Contract call()
{
    return option("AAPL", "20261218", 200_d, OptionRight::call);
}

void expect_costs(const Fees& fees, Decimal commission, Decimal all_in)
{
    EXPECT_EQ(fees[FeeKind::commission], commission);
    EXPECT_EQ(fees.total(), all_in);
    EXPECT_EQ(fees.currency, "USD");
}

/// Commissions of the fills of one fixed-price order.
std::vector<Decimal> increments(const std::vector<std::pair<Decimal, Decimal>>& fills)
{
    FeeBook book{std::make_shared<IbkrProFixed>()};
    Contract contract = stock("AAPL");
    std::vector<Decimal> charged;
    for (auto [quantity, price] : fills) {
        FeeRequest request{contract, Side::buy, quantity, price};
        request.trade_date = summer_2026;
        charged.push_back(book.charge(OrderId{7}, request)[FeeKind::commission]);
    }
    return charged;
}

}  // namespace

TEST(Commissions, C1_minimum_of_an_order)
{
    expect_costs(fixed({Side::buy, 100_d, 25_d}), 1_d, 1.0003_d);
}

TEST(Commissions, C2_per_share)
{
    expect_costs(fixed({Side::buy, 1000_d, 25_d}), 5_d, 5.003_d);
}

TEST(Commissions, C3_maximum_of_one_percent)
{
    expect_costs(fixed({Side::buy, 1000_d, 0.25_d}), 2.50_d, 2.503_d);
}

TEST(Commissions, C4_maximum_beats_minimum)
{
    expect_costs(fixed({Side::buy, 10_d, 0.20_d}), 0.02_d, 0.02003_d);
}

TEST(Commissions, C5_maximum_beats_minimum_for_one_share)
{
    expect_costs(fixed({Side::buy, 1_d, 50_d}), 0.50_d, 0.500003_d);
}

TEST(Commissions, C6_a_real_fill)
{
    expect_costs(fixed({Side::buy, 1_d, 7.38_d}), 0.0738_d, 0.073803_d);
}

TEST(Commissions, C7_exactly_the_minimum)
{
    expect_costs(fixed({Side::buy, 200_d, 10_d}), 1_d, 1.0006_d);
}

TEST(Commissions, C8_just_above_the_minimum)
{
    expect_costs(fixed({Side::buy, 201_d, 10_d}), 1.005_d, 1.005603_d);
}

TEST(Commissions, C9_maximum_just_below_the_minimum)
{
    expect_costs(fixed({Side::buy, 100_d, 0.99_d}), 0.99_d, 0.9903_d);
}

TEST(Commissions, C10_maximum_equals_minimum)
{
    expect_costs(fixed({Side::buy, 100_d, 1_d}), 1_d, 1.0003_d);
}

TEST(Commissions, C11_maximum_of_a_large_order)
{
    expect_costs(fixed({Side::buy, 5000_d, 0.40_d}), 20_d, 20.015_d);
}

TEST(Commissions, C12_half_a_share)
{
    expect_costs(fixed({Side::buy, 0.5_d, 80_d}), 0.40_d, 0.4000015_d);
}

TEST(Commissions, C13_sale_with_regulatory_fees)
{
    Fees fees = fixed({Side::sell, 100_d, 25_d});
    expect_costs(fees, 1_d, 1.0713_d);
    EXPECT_EQ(fees[FeeKind::sec], 0.0515_d);
    EXPECT_EQ(fees[FeeKind::trading_activity], 0.0195_d);
    EXPECT_EQ(fees[FeeKind::audit_trail], 0.0003_d);
}

TEST(Commissions, C14_sale_of_a_thousand)
{
    expect_costs(fixed({Side::sell, 1000_d, 25_d}), 5_d, 5.713_d);
}

TEST(Commissions, C15_trading_activity_fee_at_its_maximum)
{
    Fees fees = fixed({Side::sell, 60000_d, 10_d});
    expect_costs(fees, 300_d, 322.33_d);
    EXPECT_EQ(fees[FeeKind::trading_activity], 9.79_d);
}

TEST(Commissions, C16_without_sec_fee_in_2025)
{
    expect_costs(fixed({Side::sell, 1000_d, 25_d, year{2025} / 6 / 2}), 5_d, 5.169_d);
}

TEST(Commissions, C17_trading_activity_holiday)
{
    expect_costs(fixed({Side::sell, 1000_d, 25_d, year{2026} / 10 / 15}), 5_d, 5.518_d);
}

TEST(Commissions, C18_trading_activity_fee_of_2027)
{
    expect_costs(fixed({Side::sell, 1000_d, 25_d, year{2027} / 1 / 4}), 5_d, 5.75_d);
}

TEST(Commissions, C19_tiered_minimum)
{
    EXPECT_EQ(tiered({Side::buy, 100_d, 25_d})[FeeKind::commission], 0.35_d);
}

TEST(Commissions, C20_tiered_removing_liquidity)
{
    Fees fees = tiered({Side::buy, 1000_d, 25_d});
    expect_costs(fees, 3.50_d, 6.705583_d);
    EXPECT_EQ(fees[FeeKind::exchange], 3_d);
    EXPECT_EQ(fees[FeeKind::clearing], 0.20_d);
    EXPECT_EQ(fees[FeeKind::exchange_pass_through], 0.0006125_d);
    EXPECT_EQ(fees[FeeKind::regulator_pass_through], 0.0019705_d);
    EXPECT_EQ(fees[FeeKind::audit_trail], 0.003_d);
}

TEST(Commissions, C21_tiered_sale)
{
    Fees fees = tiered({Side::sell, 1000_d, 25_d});
    expect_costs(fees, 3.50_d, 7.415583_d);
    EXPECT_EQ(fees[FeeKind::sec], 0.515_d);
    EXPECT_EQ(fees[FeeKind::trading_activity], 0.195_d);
}

TEST(Commissions, C22_tiered_adding_liquidity)
{
    Fees fees = tiered({Side::buy, 1000_d, 25_d, summer_2026, Liquidity::added});
    expect_costs(fees, 3.50_d, 1.705583_d);
    EXPECT_EQ(fees[FeeKind::exchange], -2_d);
}

TEST(Commissions, C23_tiers_are_marginal)
{
    EXPECT_EQ(tiered({Side::buy, 400000_d, 5_d})[FeeKind::commission], 1250_d);
}

TEST(Commissions, C24_tier_crossed_within_an_order)
{
    StockOrder order{Side::buy, 20000_d, 5_d, summer_2026, Liquidity::removed, 290000_d};
    EXPECT_EQ(tiered(order)[FeeKind::commission], 55_d);
}

TEST(Commissions, C25_published_example_of_2021)
{
    IbkrRates rates = IbkrRates::published();
    rates.sec = 0.000008_d;
    rates.trading_activity_stock =
        RateTable{std::vector<DatedRate>{{year{2021} / 1 / 1, 0.000166_d, 7.27_d}}};
    rates.regulator_pass_through = 0.00056_d;
    rates.audit_trail = 0_d;
    Fees fees = charge(IbkrProTiered{rates}, {Side::sell, 200000_d, 5_d, year{2021} / 6 / 1});
    expect_costs(fees, 700_d, 1355.7845_d);
    EXPECT_EQ(fees[FeeKind::exchange], 600_d);
    EXPECT_EQ(fees[FeeKind::clearing], 40_d);
    EXPECT_EQ(fees[FeeKind::sec], 8_d);
    EXPECT_EQ(fees[FeeKind::regulator_pass_through], 0.392_d);
    EXPECT_EQ(fees[FeeKind::exchange_pass_through], 0.1225_d);
    EXPECT_EQ(fees[FeeKind::trading_activity], 7.27_d);
}

TEST(Commissions, C26_option_minimum)
{
    Fees fees = charge(IbkrProFixed{}, call(), Side::buy, 1_d, 2_d);
    EXPECT_EQ(fees[FeeKind::commission], 1_d);
}

TEST(Commissions, C27_options_per_contract)
{
    EXPECT_EQ(charge(IbkrProFixed{}, call(), Side::buy, 2_d, 5_d)[FeeKind::commission], 1.30_d);
}

TEST(Commissions, C28_option_premium_below_ten_cents)
{
    EXPECT_EQ(charge(IbkrProFixed{}, call(), Side::buy, 3_d, 0.075_d)[FeeKind::commission], 1.50_d);
}

TEST(Commissions, C29_option_premium_below_five_cents)
{
    EXPECT_EQ(charge(IbkrProFixed{}, call(), Side::buy, 5_d, 0.03_d)[FeeKind::commission], 1.25_d);
}

TEST(Commissions, C30_options_bought_all_in)
{
    Fees fees = charge(IbkrProFixed{}, call(), Side::buy, 10_d, 1.17_d);
    expect_costs(fees, 6.50_d, 6.9685_d);
    EXPECT_EQ(fees[FeeKind::options_regulatory], 0.2685_d);
    EXPECT_EQ(fees[FeeKind::clearing], 0.20_d);
}

TEST(Commissions, C31_options_sold_all_in)
{
    Fees fees = charge(IbkrProFixed{}, call(), Side::sell, 10_d, 1.17_d);
    expect_costs(fees, 6.50_d, 7.025502_d);
    EXPECT_EQ(fees[FeeKind::trading_activity], 0.0329_d);
    EXPECT_EQ(fees[FeeKind::sec], 0.024102_d);
}

TEST(Commissions, C32_option_clearing_is_flat_for_large_trades)
{
    Fees fees = charge(IbkrProFixed{}, call(), Side::buy, 3000_d, 1.17_d);
    EXPECT_EQ(fees[FeeKind::clearing], 55_d);
    EXPECT_EQ(charge(IbkrProFixed{}, call(), Side::buy, 2750_d, 1.17_d)[FeeKind::clearing], 55_d);
    EXPECT_EQ(charge(IbkrProFixed{}, call(), Side::buy, 2749_d, 1.17_d)[FeeKind::clearing],
              54.98_d);
}

TEST(Commissions, C33_one_es_future)
{
    Fees fees = charge(IbkrProFixed{}, future("ES", "202612", "CME"), Side::buy, 1_d, 5000.25_d);
    expect_costs(fees, 0.85_d, 2.25_d);
    EXPECT_EQ(fees[FeeKind::exchange], 1.38_d);
    EXPECT_EQ(fees[FeeKind::futures_regulatory], 0.02_d);
}

TEST(Commissions, C34_futures_tiers)
{
    Fees fees = charge(IbkrProTiered{}, future("ES", "202612", "CME"), Side::buy, 1500_d, 5000_d);
    EXPECT_EQ(fees[FeeKind::commission], 1175_d);
}

TEST(Commissions, C35_forex_minimum)
{
    expect_costs(charge(IbkrProFixed{}, forex("EUR", "USD"), Side::buy, 40000_d, 1.25_d), 2_d, 2_d);
}

TEST(Commissions, C36_forex_part_of_the_value)
{
    expect_costs(charge(IbkrProFixed{}, forex("EUR", "USD"), Side::buy, 200000_d, 1.25_d), 5_d,
                 5_d);
}

TEST(Commissions, C37_partial_fills_pay_the_minimum_once)
{
    EXPECT_EQ(increments({{50_d, 10_d}, {100_d, 10_d}, {150_d, 10_d}}),
              (std::vector{1_d, 0_d, 0.50_d}));
}

TEST(Commissions, C38_partial_fills_below_the_maximum)
{
    EXPECT_EQ(increments({{40_d, 0.50_d}, {60_d, 0.50_d}}), (std::vector{0.20_d, 0.30_d}));
}

TEST(Commissions, C39_partial_fills_at_different_prices)
{
    EXPECT_EQ(increments({{100_d, 0.40_d}, {100_d, 0.60_d}}), (std::vector{0.40_d, 0.60_d}));
}

TEST(Commissions, C40_lite_is_free)
{
    expect_costs(charge(IbkrLite{}, {Side::buy, 1000_d, 25_d}), 0_d, 0_d);
}
