// Which part of the orders that work closes what is held.
#include "execution/risk/adoption.hpp"

#include "base/log.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <unordered_map>

namespace trademind::risk {
namespace {

/// What of a position may still be closed on one side.
class Closable {
public:
    Closable(const Instrument& i, Side side, bool of_all)
        : left_{std::max(Decimal{}, side == Side::sell ? i.lowest_position()
                                                       : Decimal{} - i.highest_position())}
    {
        for (const TrackedOrder* order : i.working.all()) {
            if (of_all || order->request.side != side || order->adopted) continue;
            // let through by this program, with what it closes worked out then
            left_ -= std::max(Decimal{}, order->leaves() - order->opening);
        }
        left_ = std::max(Decimal{}, left_);
    }

    /// What `order` closes of it.
    Decimal take(const TrackedOrder& order)
    {
        Decimal none;
        Decimal& shared = order.booked.group.empty() ? none : by_group_[order.booked.group];
        Decimal closing = std::min(order.leaves(), left_ + shared);
        left_ -= std::max(Decimal{}, closing - shared);
        shared = std::max(shared, closing);
        return closing;
    }

private:
    Decimal left_;
    std::unordered_map<std::string_view, Decimal> by_group_;  ///< the most that one takes
};

void judge(Book& book, bool all)
{
    for (const auto& instrument : book.instruments()) {
        for (Side side : {Side::buy, Side::sell}) {
            Closable closable{*instrument, side, all};
            for (TrackedOrder* order : instrument->working.all())
                // what one in doubt closes is not known: it counts as opening
                if ((all || order->adopted) && order->request.side == side && !order->is_in_doubt())
                    order->opening = order->leaves() - closable.take(*order);
        }
        // by value: a change may take an order out of the list
        auto working = instrument->working.all();
        for (TrackedOrder* order : working)
            if (all || order->adopted) book.changed(*order);
    }
}

}  // namespace

void value(const State& state, TrackedOrder& order, Now now)
{
    Case c{state, order.request, order.instrument, nullptr, now};
    try {
        c.appraise();
        order.unit_value = c.unit_value;
        if (order.request.is_by_cash()) order.cash_units = c.leaves;
    } catch (const std::overflow_error&) {
        log::warning("order {} cannot be valued", order.client_order_id);
        order.unit_value.reset();
    }
}

void value_unpriced(State& state, Instrument& instrument, Now now)
{
    if (instrument.exposure.priced) return;
    // by value: a change may take an order out of the list
    auto working = instrument.working.all();
    for (TrackedOrder* order : working) {
        if (order->unit_value) continue;
        value(state, *order, now);
        if (order->unit_value) state.book.changed(*order);
    }
}

void judge_adopted(Book& book)
{
    judge(book, false);
}

void judge_working(Book& book)
{
    judge(book, true);
}

}  // namespace trademind::risk
