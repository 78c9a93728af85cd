// Working orders by the worst price at which they may trade, to find those that another one meets.
#pragma once

#include "execution/orders/tracked_order.hpp"

#include <cstdint>
#include <optional>
#include <set>

namespace trademind::risk {

/// A stop, a trail or a touch: it works only once the market has moved.
bool waits_for_trigger(OrderType);

/// The working orders of one instrument that wait for no trigger. One of an unknown side may meet
/// orders of both.
class PriceLadder {
public:
    void add(const TrackedOrder&);
    /// As it was added: by what is booked of it.
    void remove(const TrackedOrder&);

    /// Calls `meets` for each order that may trade with one of `side` which trades at `price` at
    /// worst (nothing: at any), the best first, until it returns true: those without a limit, and
    /// those whose limit crosses. Costs what there is to look at.
    template <class Meets>
    void look_at(Side side, const std::optional<Decimal>& price, Meets meets) const
    {
        if (side != Side::buy && walk(buys_, price, meets)) return;
        if (side == Side::buy) walk(sells_, price ? std::optional{-*price} : std::nullopt, meets);
    }

private:
    /// The best price for the other side comes first: sells by their price, negated, from above.
    struct Rung {
        std::optional<Decimal> price;  ///< nothing: any
        std::uint64_t number;
        const TrackedOrder* order;
        bool operator<(const Rung& other) const
        {
            if (price.has_value() != other.price.has_value()) return !price;
            if (price && *price != *other.price) return *price > *other.price;
            return number < other.number;
        }
    };
    using Rungs = std::set<Rung>;
    static Rung rung_of(const TrackedOrder&, Side);

    /// True when `meets` was: the walk ends.
    template <class Meets>
    static bool walk(const Rungs& rungs, const std::optional<Decimal>& price, Meets& meets)
    {
        for (const auto& rung : rungs) {
            if (rung.price && price && *rung.price < *price) return false;
            if (meets(*rung.order)) return true;
        }
        return false;
    }

    Rungs buys_, sells_;
};

}  // namespace trademind::risk
