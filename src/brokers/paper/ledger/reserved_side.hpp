// Live orders of one instrument and side, and what they tie up together.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/decimal.hpp>
#include <trademind/ids.hpp>

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace trademind::paper {

/// Index of an instrument, given by the engine: dense, never reused.
using InstrumentId = std::uint32_t;

/// An order as far as it ties up funds.
struct LiveOrder {
    OrderId id{};
    InstrumentId instrument{};
    Side side = Side::buy;
    Decimal quantity;  ///< still to fill, > 0
    Decimal price;     ///< at most paid, or least got: limit, stop, else the market
    Decimal fees;      ///< expected for the whole quantity, in the currency of the contract
    /// Of several orders with the same group, instrument and side only one can fill (OCA, the two
    /// exits of a bracket): they count once. 0: none.
    std::uint64_t group{};
};

/// Live orders of one instrument and side.
///
/// They tie up the sum of what each would need to open, times the part of their quantity that goes
/// beyond closing the position.
class ReservedSide {
public:
    /// The opposite position: its quantity, and the margin that closing it frees.
    struct Closable {
        Decimal quantity, frees;
    };
    struct Sums {
        Decimal quantity, need;
        /// What goes beyond the opposite position.
        Decimal opening(const Closable& position) const;
        /// What opening that needs.
        Decimal needed(const Closable& position) const;
        /// What is tied up: orders that go beyond the position are judged by the account as it is
        /// when they have filled.
        Decimal reserved(const Closable& position) const;
    };
    /// `need` is what the whole order needs if all of it opens. Replaces an order of the same id.
    void put(OrderId id, Decimal quantity, Decimal need, std::uint64_t group);
    void remove(OrderId id);
    /// What the sums would be after put().
    Sums if_put(OrderId id, Decimal quantity, Decimal need, std::uint64_t group) const;
    const Sums& sums() const { return sums_; }

private:
    struct Entry {
        Decimal quantity, need;
        std::uint64_t group;
    };
    Sums if_removed(OrderId id) const;
    /// The largest of a group, without one order.
    Sums largest(std::uint64_t group, OrderId except) const;
    void forget(OrderId id);

    std::unordered_map<OrderId, Entry> orders_;
    std::unordered_map<std::uint64_t, std::vector<OrderId>> groups_;
    Sums sums_;
};

}  // namespace trademind::paper
