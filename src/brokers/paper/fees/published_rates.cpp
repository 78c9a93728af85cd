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
    r.stock_by_currency["CAD"] = {{{without_end, 0.01_d}}, 1_d, 0.005_d};
    struct ByValue {
        const char* currency;
        Decimal rate, minimum;
    };
    for (const ByValue& list : {ByValue{"EUR", 0.0005_d, 3_d}, ByValue{"GBP", 0.0005_d, 3_d},
                                ByValue{"CHF", 0.0005_d, 5_d}, ByValue{"SEK", 0.0005_d, 49_d},
                                ByValue{"NOK", 0.0005_d, 49_d}, ByValue{"DKK", 0.0005_d, 49_d},
                                ByValue{"AUD", 0.0008_d, 6_d}, ByValue{"HKD", 0.0008_d, 18_d},
                                ByValue{"JPY", 0.0008_d, 80_d}, ByValue{"CNH", 0.0008_d, 15_d},
                                ByValue{"SGD", 0.0008_d, 2.50_d}, ByValue{"INR", 0.0001_d, 6_d},
                                ByValue{"MXN", 0.001_d, 60_d}})
        r.stock_by_currency[list.currency] = {{}, list.minimum, without_end, list.rate};
    r.stock_value_rate = 0.001_d;
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
    r.option_by_currency = {{"EUR", 1.50_d}};
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
    r.future_options = {0.85_d, standard, 1.40_d};
    for (const char* symbol : {"ES", "NQ", "RTY", "YM"}) {
        r.futures_by_symbol[symbol] = {0.85_d, standard, 1.38_d};
        r.future_options_by_symbol[symbol] = {0.85_d, standard, 0.55_d};
    }
    for (const char* symbol : {"MES", "MNQ", "M2K", "MYM", "MGC", "SIL", "MCL", "MHG"})
        r.futures_by_symbol[symbol] = {0.25_d, micro, 0.35_d};
    for (const char* symbol : {"MES", "MNQ", "M2K", "MYM"})
        r.future_options_by_symbol[symbol] = {0.25_d, micro, 0.20_d};
    for (const char* symbol : {"2YY", "5YY", "10Y", "30Y"})
        r.futures_by_symbol[symbol] = {0.25_d, micro, 0.30_d};
    for (const char* symbol : {"E7", "J7"}) r.futures_by_symbol[symbol] = {0.50_d, {}, 0.85_d};
    for (const char* symbol : {"M6A", "M6B", "M6E", "MCD", "MIR", "MJY", "MSF"})
        r.futures_by_symbol[symbol] = {0.15_d, {}, 0.24_d};
    r.futures_by_symbol["VXM"] = {0.25_d, micro, 0.35_d};
    r.futures_by_symbol["BRR"] = {5_d, {}, 6_d};
    r.futures_by_symbol["ETHUSDRR"] = {3_d, {}, 4_d};
    r.futures_by_symbol["MBT"] = {2.25_d, {}, 2.50_d};
    r.futures_by_symbol["MET"] = {0.20_d, {}, 0.20_d};
    r.futures_regulatory = 0.02_d;
}

/// What US exchanges trade in other currencies, on the US list; their own fees are assumptions.
void set_us_futures_in_other_currencies(IbkrRates& r)
{
    r.us_futures_by_currency = {
        {"EUR", {0.65_d, {}, 1.40_d, "EUR"}},  {"GBP", {0.60_d, {}, 1.20_d, "GBP"}},
        {"CAD", {0.85_d, {}, 2.00_d, "CAD"}},  {"CHF", {0.95_d, {}, 1.35_d, "CHF"}},
        {"HKD", {7.00_d, {}, 11.70_d, "HKD"}}, {"AUD", {0.95_d, {}, 2.25_d, "AUD"}},
        {"SEK", {6.50_d, {}, 15.00_d, "SEK"}}, {"SGD", {1.20_d, {}, 2.00_d, "SGD"}},
        {"JPY", {85.00_d, {}, 220_d, "JPY"}},  {"CNH", {5.50_d, {}, 10.80_d, "CNH"}},
    };
    r.futures_by_symbol["M6C"] = {0.15_d, {}, 0.33_d, "CAD"};
    r.futures_by_symbol["M6S"] = {0.15_d, {}, 0.22_d, "CHF"};
    r.futures_by_symbol["M6J"] = {15_d, {}, 36_d, "JPY"};
    r.futures_by_symbol["MNH"] = {1_d, {}, 1.70_d, "CNH"};
}

/// IBKR's fixed prices hold exchange fees in most of these markets; where they stand apart the
/// exchange's own are added.
void set_futures_elsewhere(IbkrRates& r)
{
    r.futures_by_currency = {
        {"EUR", {2.00_d, {}, 0_d, "EUR"}},     {"GBP", {1.70_d, {}, 0_d, "GBP"}},
        {"CHF", {2.00_d, {}, 0_d, "CHF"}},     {"CAD", {2.40_d, {}, 0_d, "CAD"}},
        {"AUD", {5.00_d, {}, 0_d, "AUD"}},     {"HKD", {20.00_d, {}, 0_d, "HKD"}},
        {"SEK", {15.00_d, {}, 0_d, "SEK"}},    {"SGD", {2.50_d, {}, 0_d, "SGD"}},
        {"CNH", {13.00_d, {}, 0_d, "CNH"}},    {"MXN", {25.00_d, {}, 0_d, "MXN"}},
        {"JPY", {280.00_d, {}, 110_d, "JPY"}},
    };
    for (const char* symbol : {"HSI", "HHI.HK", "CHH", "CES120"})
        r.futures_by_symbol[symbol] = {30_d, {}, 10.54_d, "HKD"};
    for (const char* symbol : {"MHI", "MCH.HK"})
        r.futures_by_symbol[symbol] = {17_d, {}, 3.60_d, "HKD"};
    for (const char* symbol : {"N225M", "MNTPX"})
        r.futures_by_symbol[symbol] = {85_d, {}, 11_d, "JPY"};
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
    r.index_cfd_rate = 0.00002_d;
    r.index_cfd_minimum = {{"USD", 1_d}, {"EUR", 1_d},  {"GBP", 1_d},  {"CHF", 1.50_d},
                           {"AUD", 1_d}, {"HKD", 10_d}, {"JPY", 40_d}, {"SEK", 10_d}};
}

void set_regulators(IbkrRates& r)
{
    auto table = [](std::vector<DatedRate> rates) { return RateTable{std::move(rates)}; };
    r.sec = table({{year{2007} / 3 / 17, 0.0000153_d}, {year{2008} / 1 / 25, 0.0000056_d},
                   {year{2009} / 4 / 10, 0.0000257_d}, {year{2010} / 1 / 15, 0.0000127_d},
                   {year{2010} / 4 / 1, 0.0000169_d},  {year{2011} / 1 / 21, 0.0000192_d},
                   {year{2012} / 2 / 21, 0.0000180_d}, {year{2012} / 4 / 1, 0.0000224_d},
                   {year{2013} / 5 / 25, 0.0000174_d}, {year{2014} / 3 / 18, 0.0000221_d},
                   {year{2015} / 2 / 14, 0.0000184_d}, {year{2016} / 2 / 16, 0.0000218_d},
                   {year{2017} / 7 / 4, 0.0000231_d},  {year{2018} / 5 / 22, 0.0000130_d},
                   {year{2019} / 4 / 16, 0.0000207_d}, {year{2020} / 2 / 18, 0.0000221_d},
                   {year{2021} / 2 / 25, 0.0000051_d}, {year{2022} / 5 / 14, 0.0000229_d},
                   {year{2023} / 2 / 27, 0.0000080_d}, {year{2024} / 5 / 22, 0.0000278_d},
                   {year{2025} / 5 / 14, 0_d},         {year{2026} / 4 / 4, 0.0000206_d}});
    r.trading_activity_stock = table({{year{2004} / 1 / 1, 0.000075_d, 3.75_d},
                                      {year{2012} / 3 / 1, 0.000095_d, 4.75_d},
                                      {year{2012} / 7 / 1, 0.000119_d, 5.95_d},
                                      {year{2022} / 1 / 1, 0.000130_d, 6.49_d},
                                      {year{2023} / 1 / 1, 0.000145_d, 7.27_d},
                                      {year{2024} / 1 / 1, 0.000166_d, 8.30_d},
                                      {year{2026} / 1 / 1, 0.000195_d, 9.79_d},
                                      {year{2026} / 10 / 1, 0_d},
                                      {year{2027} / 1 / 1, 0.000232_d, 11.61_d},
                                      {year{2028} / 1 / 1, 0.000240_d, 12.05_d}});
    r.trading_activity_option = table({{year{2004} / 1 / 1, 0.002_d},
                                       {year{2022} / 1 / 1, 0.00218_d},
                                       {year{2023} / 1 / 1, 0.00244_d},
                                       {year{2024} / 1 / 1, 0.00279_d},
                                       {year{2026} / 1 / 1, 0.00329_d},
                                       {year{2026} / 10 / 1, 0_d},
                                       {year{2027} / 1 / 1, 0.00329_d}});
    // the first fee of the audit trail was charged with trades of September 2024
    r.audit_trail = table({{year{2024} / 9 / 1, 0.000072_d}, {year{2025} / 5 / 14, 0.000003_d}});
    r.options_regulatory = 0.02685_d;
}

}  // namespace

IbkrRates IbkrRates::published()
{
    IbkrRates rates;
    set_stocks(rates);
    set_options(rates);
    set_futures(rates);
    set_us_futures_in_other_currencies(rates);
    set_futures_elsewhere(rates);
    set_others(rates);
    set_regulators(rates);
    return rates;
}

}  // namespace trademind::paper
