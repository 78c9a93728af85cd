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
    /// Orders that a bar may fill or fire, by id: queued, resting, armed and trailing ones.
    std::vector<Order*> waiting_for_prices() const;
    /// Where a trailing order's stop stands now.
    std::optional<Decimal> stop_of(const Order& order, TriggerMethod method) const;

    /// Orders may be armed or trail.
    bool has_triggers() const { return any_trailing_ || !triggers_.empty(); }
    /// False: no order has ever trailed here.
    bool any_trailing() const { return any_trailing_; }

    PriceIndex& resting(Side side) { return of(side).resting; }
    PriceIndex& queue(Side side) { return of(side).queue; }
    PriceIndex& pegged(Side side) { return of(side).pegged; }
    PriceIndex& held() { return waiting_.held; }
    /// REL orders, whose price follows the quote.
    std::vector<Order*>& relative() { return waiting_.relative; }
    /// Orders that are to be funded with the next price.
    std::vector<Order*>& unpriced() { return waiting_.unpriced; }
    PriceIndex& auction(bool opening) { return opening ? waiting_.opening : waiting_.closing; }

    /// Queue model: volume that has traded at a price since this was first asked of it.
    Decimal traded_at(Decimal price);
    void add_traded(Decimal price, Decimal size);

    InstrumentId instrument;
    Market market;
    std::size_t calendar = 0;   ///< which of the engine's calendars it follows
    std::uint64_t event = 0;    ///< counts its market events
    bool was_crossed = false;   ///< by the change before
    bool awaits_quote = false;  ///< after an opening or a halt: what is displayed is old
    bool stale = false;         ///< what is displayed is too old to fill from
    bool cut_off = false;       ///< its quotes have stopped coming: what is displayed may be old

private:
    PriceIndex* index_of(const Order& order, Place place);
    Trailing& trailing(Series series, Side side, const Ticks& ticks);

    /// Orders of one side that the market can fill.
    struct SideOrders {
        explicit SideOrders(First best) : resting{best}, pegged{best} {}
        PriceIndex resting, pegged, queue{First::lowest};
    };
    /// Orders that wait for a time.
    struct WaitingOrders {
        PriceIndex held{First::lowest}, opening{First::lowest}, closing{First::lowest};
        std::vector<Order*> relative, unpriced;
    };
    SideOrders& of(Side side) { return side == Side::buy ? buys_ : sells_; }

    SideOrders buys_{First::highest}, sells_{First::lowest};
    WaitingOrders waiting_;
    Triggers triggers_;
    std::array<std::array<std::unique_ptr<Trailing>, 2>, series_count> trailing_;
    bool any_trailing_ = false;
    std::unordered_map<Decimal, Decimal> traded_;
};

}  // namespace trademind::paper
