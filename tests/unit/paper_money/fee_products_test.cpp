// Fees beyond the numbered cases: every product, plan and fee of the price lists.
#include "brokers/paper/fees/commissions.hpp"

#include <trademind/brokers/paper/ibkr_fees.hpp>

#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::paper;
using namespace trademind::literals;
using std::chrono::year;
using std::chrono::year_month_day;

namespace {

/// A request that may be refined before it is charged.
class Request {
public:
    Request(Contract contract, Side side, Decimal quantity, Decimal price)
        : contract_{std::move(contract)}, terms{contract_, side, quantity, price}
    {
        terms.trade_date = year{2026} / 6 / 15;
    }
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

    Fees fixed() const { return IbkrProFixed{}.charge(terms); }
    Fees tiered() const { return IbkrProTiered{}.charge(terms); }
    Fees lite() const { return IbkrLite{}.charge(terms); }

private:
    Contract contract_;

public:
    FeeRequest terms;
};

Contract aapl_call()
{
    return option("AAPL", "20261218", 200_d, OptionRight::call);
}

Decimal option_commission(Decimal month_volume, Decimal contracts, Decimal premium)
{
    Request r{aapl_call(), Side::buy, contracts, premium};
    r.terms.month_volume = month_volume;
    return r.fixed()[FeeKind::commission];
}

}  // namespace

TEST(StockFees, a_sliver_of_a_share_costs_a_cent)
{
    Request sliver{stock("AAPL"), Side::buy, 0.001_d, 50_d};
    EXPECT_EQ(sliver.fixed()[FeeKind::commission], 0.01_d);
    EXPECT_EQ(sliver.tiered()[FeeKind::commission], 0.01_d);
    Request whole{stock("AAPL"), Side::buy, 1_d, 0.05_d};
    EXPECT_EQ(whole.fixed()[FeeKind::commission], 0.0005_d);
}

TEST(StockFees, all_tiers)
{
    Request r{stock("AAPL"), Side::buy, 200000000_d, 5_d};
    EXPECT_EQ(r.tiered()[FeeKind::commission], 300000_d * 0.0035_d + 2700000_d * 0.0020_d +
                                                   17000000_d * 0.0015_d + 80000000_d * 0.0010_d +
                                                   100000000_d * 0.0005_d);
}

TEST(StockFees, tiers_include_their_upper_end)
{
    Request r{stock("AAPL"), Side::buy, 1000_d, 5_d};
    r.terms.month_volume = 299000_d;
    EXPECT_EQ(r.tiered()[FeeKind::commission], 3.5_d);
    r.terms.month_volume = 300000_d;
    EXPECT_EQ(r.tiered()[FeeKind::commission], 2_d);
}

TEST(StockFees, below_a_dollar_the_venue_takes_part_of_the_value)
{
    Request r{stock("PENY"), Side::buy, 1000_d, 0.50_d};
    EXPECT_EQ(r.tiered()[FeeKind::exchange], 1.50_d);
    r.terms.liquidity = Liquidity::added;
    EXPECT_EQ(r.tiered()[FeeKind::exchange], 0_d);
}

TEST(StockFees, venues_can_differ)
{
    IbkrRates rates = IbkrRates::published();
    rates.venues["IEX"] = {0.0009_d, 0_d};
    Request r{stock("AAPL"), Side::buy, 1000_d, 25_d};
    r.terms.venue = "IEX";
    EXPECT_EQ(IbkrProTiered{rates}.charge(r.terms)[FeeKind::exchange], 0.90_d);
    r.terms.venue = "ARCA";
    EXPECT_EQ(IbkrProTiered{rates}.charge(r.terms)[FeeKind::exchange], 3_d);
}

TEST(StockFees, fixed_pricing_pays_no_venue)
{
    Fees fees = Request{stock("AAPL"), Side::sell, 1000_d, 25_d}.fixed();
    EXPECT_EQ(fees[FeeKind::exchange], 0_d);
    EXPECT_EQ(fees[FeeKind::clearing], 0_d);
    EXPECT_EQ(fees[FeeKind::exchange_pass_through], 0_d);
}

TEST(StockFees, total_can_be_a_rebate)
{
    Request r{stock("AAPL"), Side::buy, 1000000_d, 25_d};
    r.terms.liquidity = Liquidity::added;
    r.terms.month_volume = 200000000_d;
    EXPECT_LT(r.tiered().total(), 0_d);
}

TEST(StockFees, canadian_stocks)
{
    // 0.01 CAD a share, at least 1.00, at most half a percent
    Contract contract = stock("RY").on("TSE").in("CAD");
    Fees fees = Request{contract, Side::sell, 500_d, 20_d}.fixed();
    EXPECT_EQ(fees.currency, "CAD");
    EXPECT_EQ(fees.total(), 5_d);
    EXPECT_EQ((Request{contract, Side::buy, 50_d, 20_d}.fixed().total()), 1_d);
    EXPECT_EQ((Request{contract, Side::buy, 50_d, 2_d}.fixed().total()), 0.50_d);
    EXPECT_EQ((Request{contract, Side::buy, 500_d, 20_d}.tiered().total()), 5_d);
    EXPECT_EQ((Request{contract, Side::buy, 500_d, 20_d}.lite().total()), 5_d);
}

TEST(StockFees, other_currencies_pay_no_us_regulators)
{
    Fees fees = Request{stock("SAP").in("EUR"), Side::sell, 1000_d, 25_d}.fixed();
    EXPECT_EQ(fees.currency, "EUR");
    EXPECT_EQ(fees.total(), 12.50_d) << "0.05% of the value";
    EXPECT_FALSE(fees.assumed);
}

TEST(StockFees, each_market_has_its_rate_and_its_minimum)
{
    auto fee = [](const char* currency, Decimal quantity, Decimal price) {
        return Request{stock("X").in(currency), Side::buy, quantity, price}.fixed().total();
    };
    EXPECT_EQ(fee("AUD", 400_d, 50_d), 16_d);
    EXPECT_EQ(fee("AUD", 1_d, 50_d), 6_d);
    EXPECT_EQ(fee("GBP", 1_d, 50_d), 3_d);
    EXPECT_EQ(fee("CHF", 1_d, 50_d), 5_d);
    EXPECT_EQ(fee("HKD", 100_d, 50_d), 18_d);
    EXPECT_EQ(fee("JPY", 100_d, 2000_d), 160_d);
}

TEST(StockFees, a_market_without_a_list_is_charged_by_value_and_says_so)
{
    Fees fees = Request{stock("X").in("ZAR"), Side::buy, 100_d, 50_d}.fixed();
    EXPECT_EQ(fees.currency, "ZAR");
    EXPECT_EQ(fees.total(), 5_d);
    EXPECT_TRUE(fees.assumed);
}

TEST(OptionFees, numbers_of_the_us_list_stay_in_dollars)
{
    Contract contract = option("X", "20261218", 100_d, OptionRight::call);
    contract.currency = "KRW";
    Fees fees = Request{contract, Side::buy, 2_d, 10_d}.fixed();
    EXPECT_EQ(fees.currency, "USD");
    EXPECT_TRUE(fees.assumed);
    contract.currency = "EUR";
    Fees euro = Request{contract, Side::buy, 2_d, 10_d}.fixed();
    EXPECT_EQ(euro.currency, "EUR");
    EXPECT_EQ(euro.total(), 3_d);
}

TEST(StockFees, lite_sales_pay_sec_and_taf)
{
    Fees fees = Request{stock("AAPL"), Side::sell, 1000_d, 25_d}.lite();
    EXPECT_EQ(fees[FeeKind::commission], 0_d);
    EXPECT_EQ(fees[FeeKind::audit_trail], 0_d);
    EXPECT_EQ(fees.total(), 0.515_d + 0.195_d);
    EXPECT_EQ((Request{stock("AAPL"), Side::buy, 0.5_d, 25_d}.lite().total()), 0_d);
}

TEST(StockFees, free_trading_is_free)
{
    Request r{stock("AAPL").in("EUR"), Side::sell, 1000_d, 25_d};
    EXPECT_EQ(NoFees{}.charge(r.terms), Fees{"EUR"});
}

TEST(OptionFees, bands_of_premium)
{
    EXPECT_EQ(option_commission(0_d, 100_d, 0.0499_d), 25_d);
    EXPECT_EQ(option_commission(0_d, 100_d, 0.05_d), 50_d);
    EXPECT_EQ(option_commission(0_d, 100_d, 0.0999_d), 50_d);
    EXPECT_EQ(option_commission(0_d, 100_d, 0.10_d), 65_d);
}

TEST(OptionFees, bands_of_monthly_volume)
{
    EXPECT_EQ(option_commission(10000_d, 100_d, 1_d), 50_d);
    EXPECT_EQ(option_commission(10000_d, 100_d, 0.03_d), 25_d);
    EXPECT_EQ(option_commission(50000_d, 100_d, 1_d), 25_d);
    EXPECT_EQ(option_commission(100000_d, 100_d, 1_d), 15_d);
    // across an edge: the last of one band and the first of the next
    EXPECT_EQ(option_commission(9990_d, 20_d, 1_d), 10_d * 0.65_d + 10_d * 0.50_d);
}

TEST(OptionFees, direct_routing_costs_a_dollar_each)
{
    Request r{aapl_call().on("CBOE"), Side::buy, 10_d, 1.17_d};
    EXPECT_EQ(r.fixed()[FeeKind::commission], 10_d);
}

TEST(OptionFees, lite_is_65_cents_with_the_minimum)
{
    EXPECT_EQ((Request{aapl_call(), Side::buy, 1_d, 0.03_d}.lite()[FeeKind::commission]), 1_d);
    EXPECT_EQ((Request{aapl_call(), Side::buy, 10_d, 0.03_d}.lite()[FeeKind::commission]), 6.50_d);
}

TEST(OptionFees, surcharges_and_venue_fees_where_configured)
{
    IbkrRates rates = IbkrRates::published();
    rates.option_surcharge["SPX"] = 0.66_d;
    rates.option_exchange = 0.30_d;
    Contract spx = option("SPX", "20261218", 5000_d, OptionRight::put);
    Fees fees = IbkrProFixed{rates}.charge(Request{spx, Side::buy, 10_d, 5_d}.terms);
    EXPECT_EQ(fees[FeeKind::surcharge], 6.60_d);
    EXPECT_EQ(fees[FeeKind::exchange], 3_d);
    EXPECT_EQ((Request{spx, Side::buy, 10_d, 5_d}.fixed()[FeeKind::surcharge]), 0_d);
}

TEST(OptionFees, trading_activity_fee_over_time)
{
    Request r{aapl_call(), Side::sell, 1000_d, 1_d};
    r.terms.trade_date = year{2025} / 12 / 31;
    EXPECT_EQ(r.fixed()[FeeKind::trading_activity], 2.79_d);
    r.terms.trade_date = year{2026} / 1 / 1;
    EXPECT_EQ(r.fixed()[FeeKind::trading_activity], 3.29_d);
    r.terms.trade_date = year{2026} / 12 / 31;
    EXPECT_EQ(r.fixed()[FeeKind::trading_activity], 0_d);
}

TEST(OptionFees, an_exercise_pays_the_sec_on_the_strike)
{
    // assigned on a call: 100 shares are sold at 200
    Request r{stock("AAPL"), Side::sell, 100_d, 200_d};
    r.terms.charge = Charge::exercise;
    EXPECT_EQ(r.fixed().total(), 20000_d * 0.0000206_d);
    EXPECT_EQ(r.fixed()[FeeKind::sec], r.fixed().total());
    r.terms.side = Side::buy;
    EXPECT_EQ(r.fixed().total(), 0_d);
}

TEST(FuturesFees, families)
{
    EXPECT_EQ((Request{future("MES", "202612", "CME"), Side::buy, 3_d, 5000_d}.fixed().total()),
              1.86_d);
    EXPECT_EQ((Request{future("GC", "202612", "COMEX"), Side::buy, 1_d, 1477.3_d}.fixed().total()),
              2.37_d);
    auto commission = [](const char* symbol) {
        return Request{future(symbol, "202612", "CME"), Side::buy, 1_d, 1_d}
            .fixed()[FeeKind::commission];
    };
    EXPECT_EQ(commission("CL"), 0.85_d);
    EXPECT_EQ(commission("MGC"), 0.25_d);
    EXPECT_EQ(commission("E7"), 0.50_d);
    EXPECT_EQ(commission("M6E"), 0.15_d);
}

TEST(FuturesFees, tiers_of_micros_and_no_minimum)
{
    Request r{future("MES", "202612", "CME"), Side::buy, 30000_d, 5000_d};
    EXPECT_EQ(r.tiered()[FeeKind::commission],
              1000_d * 0.25_d + 9000_d * 0.20_d + 10000_d * 0.15_d + 10000_d * 0.10_d);
    r.terms.quantity = 1_d;
    EXPECT_EQ(r.tiered()[FeeKind::commission], 0.25_d);
}

TEST(FuturesFees, futures_options_have_exchange_fees_of_their_own)
{
    Contract contract = future_option("ES", "202612", 5000_d, OptionRight::call, "CME");
    EXPECT_EQ((Request{contract, Side::buy, 1_d, 10_d}.fixed().total()), 1.42_d);
}

TEST(FuturesFees, are_charged_in_the_currency_of_their_rates)
{
    auto fee = [](const char* symbol, const char* currency) {
        return Request{future(symbol, "202612", "X").in(currency), Side::buy, 2_d, 100_d}.fixed();
    };
    EXPECT_EQ(fee("FDAX", "EUR").currency, "EUR");
    EXPECT_EQ(fee("FDAX", "EUR").total(), 4_d);
    EXPECT_EQ(fee("HSI", "HKD").total(), 81.08_d);
    EXPECT_EQ(fee("N225M", "JPY").total(), 192_d);
    EXPECT_EQ(fee("BRR", "USD").total(), 22.04_d);
    EXPECT_EQ(fee("10Y", "USD").total(), 1.14_d);
    Fees unknown = fee("KOSPI", "KRW");
    EXPECT_EQ(unknown.currency, "USD") << "never a number of another currency";
    EXPECT_TRUE(unknown.assumed);
}

TEST(CfdFees, of_an_index_are_part_of_the_value)
{
    EXPECT_EQ((Request{cfd("IBUS500"), Side::buy, 1_d, 70000_d}.fixed().total()), 1.40_d);
    EXPECT_EQ((Request{cfd("IBUS500"), Side::buy, 1_d, 700_d}.fixed().total()), 1_d);
    EXPECT_EQ((Request{cfd("AAPL"), Side::buy, 1000_d, 25_d}.fixed().total()), 5_d);
}

TEST(ForexFees, are_paid_in_the_base_currency)
{
    Request r{forex("USD", "JPY"), Side::buy, 1000000_d, 150_d};
    r.terms.base_rate = 0.008_d;
    r.terms.base_currency = "EUR";
    Fees fees = r.fixed();
    EXPECT_EQ(fees.currency, "EUR");
    EXPECT_EQ(fees.total(), 24_d);  // 150,000,000 JPY = 1,200,000 EUR at 0.2 basis points
}

TEST(ForexFees, monthly_bands_have_their_own_minimum)
{
    auto fee = [](Decimal month, Decimal value) {
        Request r{forex("EUR", "USD"), Side::buy, value, 1_d};
        r.terms.month_volume = month;
        return r.fixed().total();
    };
    EXPECT_EQ(fee(0_d, 1000000_d), 20_d);
    EXPECT_EQ(fee(0_d, 1000_d), 2_d);
    EXPECT_EQ(fee(1000000000_d, 1000000_d), 15_d);
    EXPECT_EQ(fee(1000000000_d, 1000_d), 1.50_d);
    EXPECT_EQ(fee(2000000000_d, 1000000_d), 10_d);
    EXPECT_EQ(fee(2000000000_d, 1000_d), 1.25_d);
    EXPECT_EQ(fee(5000000000_d, 1000000_d), 8_d);
    EXPECT_EQ(fee(5000000000_d, 1000_d), 1_d);
}

TEST(CryptoFees, part_of_the_value_within_limits)
{
    EXPECT_EQ((Request{crypto("BTC"), Side::buy, 0.5_d, 60000_d}.fixed().total()), 54_d);
    EXPECT_EQ((Request{crypto("BTC"), Side::buy, 0.005_d, 60000_d}.fixed().total()), 1.75_d);
    EXPECT_EQ((Request{crypto("BTC"), Side::buy, 0.001_d, 60000_d}.fixed().total()), 0.60_d);
}

TEST(Rates, change_with_the_trade_date)
{
    IbkrRates rates = IbkrRates::published();
    auto sec = [&](year_month_day date) { return rates.sec.at(date).rate; };
    EXPECT_EQ(sec(year{2013} / 10 / 8), 0.0000174_d);
    EXPECT_EQ(sec(year{2024} / 5 / 21), 0.000008_d);
    EXPECT_EQ(sec(year{2024} / 5 / 22), 0.0000278_d);
    EXPECT_EQ(sec(year{2025} / 5 / 13), 0.0000278_d);
    EXPECT_EQ(sec(year{2025} / 5 / 14), 0_d);
    EXPECT_EQ(sec(year{2026} / 4 / 3), 0_d);
    EXPECT_EQ(sec(year{2026} / 4 / 4), 0.0000206_d);
    EXPECT_EQ(sec(year{2040} / 1 / 1), 0.0000206_d);

    auto taf = [&](year_month_day date) { return rates.trading_activity_stock.at(date); };
    EXPECT_EQ(taf(year{2025} / 12 / 31).maximum, 8.30_d);
    EXPECT_EQ(taf(year{2026} / 9 / 30).rate, 0.000195_d);
    EXPECT_EQ(taf(year{2026} / 10 / 1).rate, 0_d);
    EXPECT_EQ(taf(year{2027} / 6 / 1).maximum, 11.61_d);
    EXPECT_EQ(taf(year{2028} / 1 / 1).rate, 0.000240_d);
    EXPECT_EQ(rates.audit_trail.at(year{2024} / 8 / 31).rate, 0_d) << "there was none";
    EXPECT_EQ(rates.audit_trail.at(year{2024} / 9 / 1).rate, 0.000072_d);
}

TEST(Rates, tables_sort_themselves_and_may_be_empty)
{
    RateTable table{{{year{2026} / 1 / 1, 2_d}, {year{2025} / 1 / 1, 1_d}}};
    EXPECT_EQ(table.at(year{2024} / 12 / 31).rate, 0_d) << "before it was charged";
    EXPECT_EQ(table.at(year{2025} / 6 / 1).rate, 1_d);
    EXPECT_EQ(table.at(year{2026} / 6 / 1).rate, 2_d);
    EXPECT_EQ(RateTable{}.at(year{2026} / 1 / 1).rate, 0_d);
}

TEST(Rates, every_fee_has_a_name)
{
    for (std::size_t i = 0; i < fee_kinds; ++i)
        EXPECT_NE(to_string(static_cast<FeeKind>(i)), "?") << i;
}
