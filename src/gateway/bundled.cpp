// The bundled instruments.
#include "gateway/bundled.hpp"

#include "base/random.hpp"
#include "base/time_zone.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string>
#include <string_view>

namespace trademind::gateway {
namespace {

using namespace std::chrono;

struct Stock {
    std::string_view symbol;
    std::int64_t id;
    std::string_view exchange, name;
    bool has_options;
};
constexpr std::array stocks{
    Stock{"AAPL", 265598, "NASDAQ", "APPLE INC", true},
    Stock{"MSFT", 272093, "NASDAQ", "MICROSOFT CORP", true},
    Stock{"SPY", 756733, "ARCA", "SPDR S&P 500 ETF TRUST", true},
    Stock{"AMD", 4391, "NASDAQ", "ADVANCED MICRO DEVICES", false},
    Stock{"AMZN", 3691937, "NASDAQ", "AMAZON.COM INC", false},
    Stock{"BA", 4762, "NYSE", "BOEING CO/THE", false},
    Stock{"DIS", 6459, "NYSE", "WALT DISNEY CO/THE", false},
    Stock{"GLD", 51529211, "ARCA", "SPDR GOLD SHARES", false},
    Stock{"GOOGL", 208813719, "NASDAQ", "ALPHABET INC-CL A", false},
    Stock{"IBM", 8314, "NYSE", "INTL BUSINESS MACHINES CORP", false},
    Stock{"INTC", 270639, "NASDAQ", "INTEL CORP", false},
    Stock{"IWM", 9579970, "ARCA", "ISHARES RUSSELL 2000 ETF", false},
    Stock{"JPM", 1520593, "NYSE", "JPMORGAN CHASE & CO", false},
    Stock{"KO", 8894, "NYSE", "COCA-COLA CO/THE", false},
    Stock{"META", 107113386, "NASDAQ", "META PLATFORMS INC-CLASS A", false},
    Stock{"NFLX", 15124833, "NASDAQ", "NETFLIX INC", false},
    Stock{"NVDA", 4815747, "NASDAQ", "NVIDIA CORP", false},
    Stock{"QQQ", 320227571, "NASDAQ", "INVESCO QQQ TRUST SERIES 1", false},
    Stock{"T", 37018770, "NYSE", "AT&T INC", false},
    Stock{"TSLA", 76792991, "NASDAQ", "TESLA INC", false},
};

constexpr std::string_view order_types =
    "ACTIVETIM,AON,COND,DAY,GAT,GTC,GTD,IOC,LIT,LMT,LOC,MIT,MKT,MOC,MTL,OCA,STP,STP LMT,TRAIL,"
    "TRAIL LIMIT,WHATIF";

/// "20260105:0000-20260106:0000;20260106:0000-...": a made-up market never closes.
std::string hours_text(TimePoint now)
{
    auto today = floor<days>(now + new_york().offset_at(now));
    std::string text;
    for (int n = 0; n < 6; ++n) {
        if (!text.empty()) text += ';';
        text += fmt::format("{:%Y%m%d}:0000-{:%Y%m%d}:0000", floor<seconds>(today + days{n}),
                            floor<seconds>(today + days{n + 1}));
    }
    return text;
}

ContractDetails details_of(const Stock& from, TimePoint now)
{
    ContractDetails details{
        stock(std::string{from.symbol}).with_id(from.id).listed_on(std::string{from.exchange})};
    details.contract.local_symbol = from.symbol;
    details.contract.trading_class = from.exchange == "NASDAQ" ? "NMS" : from.symbol;
    details.long_name = from.name;
    details.market_name = details.contract.trading_class;
    details.minimum_tick = Decimal::from_raw(Decimal::one / 100);
    // fractions of shares
    details.minimum_size = details.size_increment = Decimal::from_raw(Decimal::one / 10'000);
    details.order_types = order_types;
    details.valid_exchanges = fmt::format("SMART,{}", from.exchange);
    details.market_rule_ids = "26,26";
    details.time_zone = "US/Eastern";
    details.trading_hours = hours_text(now);
    details.liquid_hours = hours_text(now);
    return details;
}

/// The third Friday of the month.
year_month_day expiry_in(year_month month)
{
    return sys_days{month.year() / month.month() / Friday[3]};
}

void add_chain(std::vector<ContractDetails>& out, const Stock& from, TimePoint now)
{
    constexpr int months_listed = 4, lowest = 50, highest = 400, step = 10;
    year_month_day today{floor<days>(now)};
    year_month first = today.year() / today.month();
    if (sys_days{expiry_in(first)} <= sys_days{today}) first += months{1};
    for (int n = 0; n < months_listed; ++n) {
        auto expiry =
            fmt::format("{:%Y%m%d}", floor<seconds>(sys_days{expiry_in(first + months{n})}));
        for (int strike = lowest; strike <= highest; strike += step)
            for (auto right : {OptionRight::call, OptionRight::put}) {
                auto contract = option(std::string{from.symbol}, expiry, Decimal{strike}, right);
                contract.multiplier = Decimal{100};
                contract.trading_class = from.symbol;
                contract.local_symbol =
                    fmt::format("{:<6}{}{}{:08}", from.symbol, expiry.substr(2),
                                right == OptionRight::call ? 'C' : 'P', strike * 1000);
                // the same terms have the same id in every run
                std::uint64_t terms = std::stoul(expiry);
                terms = terms * 100'000U + static_cast<std::uint64_t>(strike) * 2U;
                if (right == OptionRight::put) ++terms;
                auto key = mix(static_cast<std::uint64_t>(from.id)) ^ mix(terms);
                contract.id = static_cast<std::int64_t>(700'000'000 + mix(key) % 1'000'000'000);
                ContractDetails details{contract};
                details.long_name = from.name;
                details.minimum_tick = Decimal::from_raw(Decimal::one / 100);
                details.market_rule_ids = "26";
                details.valid_exchanges = "SMART";
                details.time_zone = "US/Eastern";
                out.push_back(std::move(details));
            }
    }
}

}  // namespace

std::vector<ContractDetails> bundled_instruments(TimePoint now)
{
    std::vector<ContractDetails> all;
    all.reserve(std::size(stocks));
    for (const auto& stock : stocks) all.push_back(details_of(stock, now));
    for (const auto& stock : stocks)
        if (stock.has_options) add_chain(all, stock, now);
    return all;
}

}  // namespace trademind::gateway
