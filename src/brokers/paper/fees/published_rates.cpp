// The published rates of IBKR, the SEC, FINRA, OCC and others, as data.
#include <trademind/brokers/paper/ibkr_fees.hpp>

namespace trademind::paper {
namespace {

using namespace trademind::literals;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::nullopt_t without_end = std::nullopt;

void set_stocks(IbkrRates& r)
{
    r.stock_fixed = {{{without_end, 0.005_d}}, 1_d, 0.01_d};
    r.stock_tiered = {{{300000_d, 0.0035_d},
                       {3000000_d, 0.0020_d},
                       {20000000_d, 0.0015_d},
                       {100000000_d, 0.0010_d},
                       {without_end, 0.0005_d}},
                      0.35_d,
                      0.01_d};
    r.stock_lite = {{{without_end, 0_d}}, 0_d, 0.01_d};
    r.stock_lite.fractional_minimum = 0_d;
    r.stock_canada = {{{without_end, 0.01_d}}, 1_d, 0.005_d};
    r.venue_default = {0.0030_d, -0.0020_d};
    r.stock_clearing = 0.00020_d;
    r.exchange_pass_through = 0.000175_d;
    r.regulator_pass_through = 0.000563_d;
}

void set_options(IbkrRates& r)
{
    r.option_tiers = {{10000_d, 0.25_d, 0.50_d, 0.65_d},
                      {50000_d, 0.25_d, 0.50_d, 0.50_d},
                      {100000_d, 0.25_d, 0.25_d, 0.25_d},
                      {without_end, 0.15_d, 0.15_d, 0.15_d}};
    r.option_minimum = 1_d;
    r.option_direct = 1_d;
    r.option_lite = 0.65_d;
    // a flat 55.00 from 2,751 contracts on is the same as a maximum
    r.option_clearing = RateTable{std::vector<DatedRate>{{{}, 0.02_d, 55_d}}};
}

void set_futures(IbkrRates& r)
{
    std::vector<VolumeTier> standard{
        {1000_d, 0.85_d}, {10000_d, 0.65_d}, {20000_d, 0.45_d}, {without_end, 0.25_d}};
    std::vector<VolumeTier> micro{
        {1000_d, 0.25_d}, {10000_d, 0.20_d}, {20000_d, 0.15_d}, {without_end, 0.10_d}};
    r.futures = {0.85_d, standard, 1.50_d};
    for (const char* symbol : {"ES", "NQ", "RTY", "YM"})
        r.futures_by_symbol[symbol] = {0.85_d, standard, 1.38_d};
    for (const char* symbol : {"MES", "MNQ", "M2K", "MYM", "MGC", "SIL", "MCL", "MHG"})
        r.futures_by_symbol[symbol] = {0.25_d, micro, 0.35_d};
    for (const char* symbol : {"E7", "J7"})
        r.futures_by_symbol[symbol] = {0.50_d, {{without_end, 0.50_d}}, 0.85_d};
    for (const char* symbol : {"M6A", "M6B", "M6E", "MCD", "MJY", "MSF"})
        r.futures_by_symbol[symbol] = {0.15_d, {{without_end, 0.15_d}}, 0.24_d};
    r.futures_regulatory = 0.02_d;
}

void set_others(IbkrRates& r)
{
    r.forex = {{1000000000_d, 0.000020_d, 2.00_d},
               {2000000000_d, 0.000015_d, 1.50_d},
               {5000000000_d, 0.000010_d, 1.25_d},
               {without_end, 0.000008_d, 1.00_d}};
    r.crypto_rate = 0.0018_d;
    r.crypto_minimum = 1.75_d;
    r.crypto_maximum_rate = 0.01_d;
}

void set_regulators(IbkrRates& r)
{
    const year_month_day always{};
    auto table = [](std::vector<DatedRate> rates) { return RateTable{std::move(rates)}; };
    r.sec = table({{year{2023} / 2 / 27, 0.0000080_d},
                   {year{2024} / 5 / 22, 0.0000278_d},
                   {year{2025} / 5 / 14, 0_d},
                   {year{2026} / 4 / 4, 0.0000206_d}});
    r.trading_activity_stock = table({{always, 0.000166_d, 8.30_d},
                                      {year{2026} / 1 / 1, 0.000195_d, 9.79_d},
                                      {year{2026} / 10 / 1, 0_d},
                                      {year{2027} / 1 / 1, 0.000232_d, 11.61_d},
                                      {year{2028} / 1 / 1, 0.000240_d, 12.05_d}});
    r.trading_activity_option = table({{always, 0.00279_d},
                                       {year{2026} / 1 / 1, 0.00329_d},
                                       {year{2026} / 10 / 1, 0_d},
                                       {year{2027} / 1 / 1, 0.00329_d}});
    r.audit_trail = table({{year{2024} / 5 / 22, 0.000072_d}, {year{2025} / 5 / 14, 0.000003_d}});
    r.options_regulatory = 0.02685_d;
}

}  // namespace

IbkrRates IbkrRates::published()
{
    IbkrRates rates;
    set_stocks(rates);
    set_options(rates);
    set_futures(rates);
    set_others(rates);
    set_regulators(rates);
    return rates;
}

}  // namespace trademind::paper
