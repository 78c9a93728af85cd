// Positions, from the two streams that tell of them.
#pragma once

#include <trademind/account.hpp>
#include <trademind/market.hpp>

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace trademind::ibkr_broker {

/// What is held, by account and contract.
///
/// POSITION_DATA comes at every change and PORTFOLIO_VALUE with prices, every three minutes and
/// after trades, in no common order: the latest quantity counts, the price stays until a new one
/// comes. Times alone are no news.
class Positions {
public:
    /// Where the price of a position may be newer than in TWS's rows: the open line of a contract,
    /// or nullptr.
    using LineOf = std::function<const Quote*(const Contract&)>;

    /// False: as many are known as are kept.
    bool has_room_for(const Position&) const;
    /// POSITION_DATA. Returns the position as it is now where that is news. A zero closes it: news
    /// once, if it was known.
    std::optional<Position> on_position(Position);
    /// PORTFOLIO_VALUE.
    std::optional<Position> on_portfolio(Position);

    /// A first image begins: what it does not name by its end is closed.
    void begin_image();
    /// The image is complete. Returns what it closed, with quantity zero.
    std::vector<Position> end_image();
    bool complete() const { return complete_; }

    /// Open positions, of one account or (empty) of all.
    std::vector<Position> all(const std::string& account = {}) const;
    /// The same, valued as Position says: by the last trade of an open line, else TWS's row, else
    /// the line's close.
    std::vector<Position> valued(const LineOf& line_of, const std::string& account = {}) const;
    const Position* find(const std::string& account, const Contract&) const;

private:
    struct Entry {
        Position position;
        bool seen = true;
        /// Prices are in 1/magnifier of the currency: pence, cents. As TWS's row shows it.
        Decimal magnifier = 1;
    };
    static std::string key_of(const Position&);
    std::optional<Position> put(Position, bool keep_price);

    std::unordered_map<std::string, Entry> by_key_;
    bool complete_ = false;
};

}  // namespace trademind::ibkr_broker
