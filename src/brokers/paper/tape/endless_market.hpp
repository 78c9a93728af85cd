// A made-up market without an end: each change follows from the seed and those before it.
#pragma once

#include "brokers/paper/tape/random_book.hpp"

#include <trademind/brokers/paper/tape.hpp>

#include <vector>

namespace trademind::paper {

/// Same options and same times, same changes, on every compiler. No clock and no I/O.
class EndlessMarket {
public:
    /// Throws std::invalid_argument for options out of range.
    explicit EndlessMarket(const GeneratedMarket& options);

    std::size_t size() const { return symbols_.size(); }
    Contract contract(std::size_t symbol) const { return stock(symbols_[symbol].name); }
    /// The next change of that symbol: three quotes to one print on average.
    MarketChange next(std::size_t symbol, TimePoint time);

private:
    struct Symbol {
        std::string name;
        RandomBook book;
        std::int64_t bid_millionths;  ///< of a dollar: steps are smaller than a cent
        bool was_quoted = false;
    };

    Random random_;
    std::int64_t reach_;  ///< largest step of a price, in billionths of it
    std::vector<Symbol> symbols_;
};

}  // namespace trademind::paper
