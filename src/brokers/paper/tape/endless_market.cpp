// Random walks of the generated market.
#include "brokers/paper/tape/endless_market.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace trademind::paper {
namespace {

constexpr std::int64_t billion = 1'000'000'000, millionths_in_a_cent = 10'000;

/// Regular hours of the US exchanges in a year: volatility is quoted over trading time.
constexpr auto trading_year = std::chrono::minutes{252 * 390};

/// A uniform step of up to r has the deviation r / sqrt(3).
std::int64_t reach_of(const GeneratedMarket& options)
{
    double part_of_year = std::chrono::duration<double>(options.interval) /
                          std::chrono::duration<double>(trading_year);
    return std::llround(options.volatility.to_double() * std::sqrt(3 * part_of_year) * 1e9);
}

}  // namespace

EndlessMarket::EndlessMarket(const GeneratedMarket& options)
    : random_{options.seed}, reach_{reach_of(options)}
{
    if (options.symbols.empty()) throw std::invalid_argument{"a generated market needs a symbol"};
    if (options.interval <= Duration::zero())
        throw std::invalid_argument{"the interval of a generated market must be above 0"};
    if (options.volatility.sign() < 0 || options.volatility > Decimal{100})
        throw std::invalid_argument{"the volatility of a generated market must be 0 to 100"};
    for (const auto& name : options.symbols) {
        if (std::ranges::find(symbols_, name, &Symbol::name) != symbols_.end())
            throw std::invalid_argument{"a generated market has " + name + " twice"};
        auto book = RandomBook::draw(random_);
        symbols_.push_back({name, book, book.bid_cents() * millionths_in_a_cent});
    }
}

MarketChange EndlessMarket::next(std::size_t symbol, TimePoint time)
{
    Symbol& s = symbols_[symbol];
    bool was_quoted = std::exchange(s.was_quoted, true);
    if (was_quoted && random_.below(4) == 0) return s.book.print(random_, time, PrintKind::regular);
    // a price of a million dollars times the reach still fits 128 bits only
    auto reach = static_cast<std::int64_t>(int128{s.bid_millionths} * reach_ / billion);
    auto step =
        static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(2 * reach + 1))) - reach;
    s.bid_millionths = std::clamp<std::int64_t>(s.bid_millionths + step, 100 * millionths_in_a_cent,
                                                std::int64_t{1'000'000} * 1'000'000);
    s.book.move_to(s.bid_millionths / millionths_in_a_cent);
    return s.book.quote(random_, time);
}

}  // namespace trademind::paper
