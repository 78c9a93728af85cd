// Which part of the orders that work closes what is held.
#include "execution/risk/adoption.hpp"

#include "base/log.hpp"

#include <algorithm>
#include <stdexcept>

namespace trademind::risk {
namespace {

/// What of a position may still be closed on one side.
class Closable {
public:
    Closable(const Instrument& i, Side side, bool of_all)
        : working_{i.working},
          left_{std::max(Decimal{}, side == Side::sell ? i.lowest_position()
                                                       : Decimal{} - i.highest_position())}
    {
        for (const TrackedOrder* order : working_) {
            if (of_all || order->request.side != side || order->adopted) continue;
            // let through by this program, with what it closes worked out then
            left_ -= std::max(Decimal{}, order->leaves() - order->opening);
        }
        left_ = std::max(Decimal{}, left_);
    }

    /// What `order` closes of it.
    Decimal take(const TrackedOrder& order)
    {
        Decimal shared = taken_by_group_of(order);
        Decimal closing = std::min(order.leaves(), left_ + shared);
        left_ -= std::max(Decimal{}, closing - shared);
        seen_.push_back({&order, closing});
        return closing;
    }

private:
    class Taken {
    public:
        const TrackedOrder* order;
        Decimal closing;
    };
    Decimal taken_by_group_of(const TrackedOrder& order) const
    {
        Decimal most;
        for (const Taken& before : seen_)
            if (same_group(*before.order, order)) most = std::max(most, before.closing);
        return most;
    }

    const std::vector<TrackedOrder*>& working_;
    Decimal left_;
    std::vector<Taken> seen_;
};

void judge(Book& book, bool all)
{
    for (const auto& instrument : book.instruments()) {
        for (Side side : {Side::buy, Side::sell}) {
            Closable closable{*instrument, side, all};
            for (TrackedOrder* order : instrument->working)
                if ((all || order->adopted) && order->request.side == side)
                    order->opening = order->leaves() - closable.take(*order);
        }
        // by value: a change may move an order within the list
        auto working = instrument->working;
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
    // by value: a change may move an order within the list
    auto working = instrument.working;
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
