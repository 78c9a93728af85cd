// Funds that live orders tie up, by instrument and side.
#pragma once

#include "brokers/paper/ledger/reserved_side.hpp"

#include <array>
#include <optional>
#include <unordered_map>
#include <vector>

namespace trademind::paper {

constexpr std::size_t side_index(Side side)
{
    return side == Side::buy ? 0 : 1;
}

/// Has no positions: update() gets what an instrument's orders may close.
class Reservations {
public:
    /// Index of a currency's account; see Positions.
    using CurrencyIndex = std::size_t;

    /// Where the instrument's buys and sells reserve; before its first order.
    void define(InstrumentId instrument, CurrencyIndex buys, CurrencyIndex sells);
    /// `need` is what the whole order needs if all of it opens. Replaces an order of the same id.
    /// Call update() then.
    void put(const LiveOrder& order, Decimal need);
    /// The instrument whose order it was, for update(); nothing: there was none.
    std::optional<InstrumentId> remove(OrderId id);
    /// Less of the order is left to fill by `filled`.
    std::optional<InstrumentId> shrink(OrderId id, Decimal filled);
    /// What buys and sells of the instrument may close: what of them opens ties up funds.
    void update(InstrumentId instrument, const ReservedSide::Closable& by_buys,
                const ReservedSide::Closable& by_sells);

    std::optional<LiveOrder> find(OrderId id) const;
    /// By id, as they are now.
    std::vector<LiveOrder> all() const;
    const ReservedSide& side(InstrumentId instrument, Side side) const
    {
        return instruments_[instrument].live[side_index(side)];
    }
    CurrencyIndex funding(InstrumentId instrument, Side side) const
    {
        return instruments_[instrument].funding[side_index(side)];
    }
    Decimal reserved(InstrumentId instrument, Side side) const
    {
        return instruments_[instrument].reserved[side_index(side)];
    }
    /// All that is reserved of the currency.
    Decimal reserved(CurrencyIndex currency) const
    {
        return currency < by_currency_.size() ? by_currency_[currency] : Decimal{};
    }

private:
    struct InstrumentOrders {
        std::array<CurrencyIndex, 2> funding{};
        std::array<ReservedSide, 2> live;
        std::array<Decimal, 2> reserved;  ///< what the currencies' sums hold of them
    };
    struct Reservation {
        LiveOrder order;
        Decimal original_quantity, original_need;
    };
    void update(InstrumentOrders& orders, Side side, const ReservedSide::Closable& position);

    std::vector<InstrumentOrders> instruments_;
    std::vector<Decimal> by_currency_;
    std::unordered_map<OrderId, Reservation> orders_;
};

}  // namespace trademind::paper
