// One instrument's market and all orders that wait on it, each in the index that fits it.
#pragma once

#include "brokers/paper/market/market.hpp"
#include "brokers/paper/matching/price_index.hpp"
#include "brokers/paper/matching/trailing.hpp"
#include "brokers/paper/matching/triggers.hpp"

#include <array>
#include <memory>
#include <unordered_map>
#include <vector>

namespace trademind::paper {

class Book {
public:
    explicit Book(InstrumentId instrument) : instrument{instrument} {}

    /// Files the order under `place`; the order's terms must stay until it is taken out. `method`
    /// and `ticks` are those of triggers.
    struct Filing {
        TriggerMethod method;
        Ticks ticks;
    };
    void put(Order& order, Place place, const Filing& filing);
    void take_out(Order& order, const Filing& filing);
    /// Collects the orders whose trigger this change fires; one that watches two series may appear
    /// twice.
    void collect_fired(const Effect& effect, std::vector<Order*>& fired);
    /// Where a trailing order's stop stands now.
    std::optional<Decimal> stop_of(const Order& order, TriggerMethod method) const;

    /// False: no order has ever trailed here.
    bool any_trailing() const { return any_trailing_; }

    PriceIndex& resting(Side side) { return side == Side::buy ? resting_buys_ : resting_sells_; }
    PriceIndex& queue(Side side) { return side == Side::buy ? queued_buys_ : queued_sells_; }
    PriceIndex& held() { return held_; }
    PriceIndex& pegged(Side side) { return side == Side::buy ? pegged_buys_ : pegged_sells_; }
    PriceIndex& auction(bool opening) { return opening ? opening_ : closing_; }

    /// Queue model: volume that has traded at a price since this was first asked of it.
    Decimal traded_at(Decimal price);
    void add_traded(Decimal price, Decimal size);

    InstrumentId instrument;
    Market market;
    std::size_t calendar = 0;      ///< which of the engine's calendars it follows
    std::uint64_t event = 0;       ///< counts its market events
    bool was_crossed = false;      ///< by the change before
    bool awaits_quote = false;     ///< after an opening or a halt: what is displayed is old
    bool cut_off = false;          ///< its quotes have stopped coming: what is displayed may be old
    std::vector<Order*> relative;  ///< REL orders, whose price follows the quote

private:
    PriceIndex* index_of(const Order& order, Place place);
    Trailing& trailing(Series series, Side side, const Ticks& ticks);

    PriceIndex resting_buys_{First::highest}, resting_sells_{First::lowest};
    PriceIndex queued_buys_{First::lowest}, queued_sells_{First::lowest};
    PriceIndex pegged_buys_{First::highest}, pegged_sells_{First::lowest};
    PriceIndex held_{First::lowest}, opening_{First::lowest}, closing_{First::lowest};
    Triggers triggers_;
    std::array<std::array<std::unique_ptr<Trailing>, 2>, series_count> trailing_;
    bool any_trailing_ = false;
    std::unordered_map<Decimal, Decimal> traded_;
};

}  // namespace trademind::paper
