// Closing what is held after a kill: marketable limits through the market, capped in size.
#include "execution/kill_switch/flattening.hpp"

#include "base/log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace trademind {
namespace {

/// Between two looks at what is held.
constexpr Duration longest_wait = std::chrono::minutes{1};
/// Of looks while an order works on it: from here on the operator is told.
constexpr Duration fill_patience = std::chrono::seconds{10};

/// A limit that trades at once, within the collar; nothing without a quote: a market order.
std::optional<Decimal> marketable_limit(const risk::Instrument& i, Side side, Decimal collar)
{
    if (!i.quote) return std::nullopt;
    auto market = side == Side::buy ? i.quote->ask : i.quote->bid;
    if (!market || market->sign() <= 0) return std::nullopt;
    Decimal price = side == Side::buy ? *market + *market * collar : *market - *market * collar;
    Decimal tick = Decimal::from_raw(Decimal::one / 100);
    if (i.details && i.details->minimum_tick && i.details->minimum_tick->sign() > 0)
        tick = *i.details->minimum_tick;
    // rounded towards the market: never beyond the collar
    price = price.round_to(tick, side == Side::buy ? Rounding::down : Rounding::up);
    return price.sign() > 0 ? std::optional{price} : std::nullopt;
}

}  // namespace

bool Flattening::flatten()
{
    bool agreed = true;
    for (const auto& instrument : context_.state.book.instruments())
        // positions come later than fills: closing an old one would open another
        if (instrument->position != instrument->reported)
            agreed = false;
        else if (!instrument->reported.is_zero())
            flatten_one(*instrument);
    return agreed;
}

void Flattening::flatten_one(risk::Instrument& instrument)
{
    const auto& config = context_.state.config.kill_switch;
    Side side = instrument.reported.sign() > 0 ? Side::sell : Side::buy;
    Decimal left = instrument.reported.abs();
    // what was sent before is still at work, or may be: nobody could tell what became of it
    for (const auto& order : context_.state.orders.all()) {
        if (!order->flattens || order->instrument != &instrument || order->request.side != side)
            continue;
        bool may_live = !order->counts() && order->report.status == OrderStatus::unknown;
        left -= may_live ? order->request.quantity - order->report.filled : order->leaves();
    }
    while (left.sign() > 0) {
        Decimal size =
            config.flatten_max_order_size ? std::min(left, *config.flatten_max_order_size) : left;
        left -= size;
        OrderRequest order{side, instrument.contract, size};
        if (auto limit = marketable_limit(instrument, side, config.flatten_collar))
            order = std::move(order).limit(*limit);
        order.client_order_id = "flatten-" + answers_.next_client_order_id();
        send(std::move(order), instrument);
    }
}

Duration Flattening::wait()
{
    const auto& first = context_.state.config.kill_switch.cancel_retry;
    bool over = still_held().empty();
    wait_ = over ? longest_wait : std::min(longest_wait, std::max(first, wait_ * 2));
    // what comes to be held later is closed as soon as that is seen
    return std::exchange(wait_, over ? Duration{} : wait_);
}

std::vector<std::string> Flattening::still_held() const
{
    std::vector<std::string> held;
    for (const auto& i : context_.state.book.instruments())
        if (!i->reported.is_zero() || !i->position.is_zero())
            held.push_back((i->reported.is_zero() ? i->position : i->reported).str() + ' ' +
                           i->contract.describe());
    return held;
}

void Flattening::report_held()
{
    for (const auto& i : context_.state.book.instruments()) {
        const auto* last = last_order(*i);
        bool works = last && last->counts();
        if (i->reported.is_zero() || (works && wait_ < fill_patience)) continue;
        auto name = i->contract.describe();
        std::string why = "no order was sent";
        if (last && last->report.error)
            why = "the last order: " + context_.redact(last->report.error->describe());
        else if (last)
            why = fmt::format("{} is {}", last->request.describe(), to_string(last->report.status));
        auto what =
            fmt::format("flatten: {} of {} are still held; {}", i->reported.str(), name, why);
        log::error("{}", what);
        context_.report(&ExecutionObserver::on_discrepancy,
                        Discrepancy{AlertRule::still_held, name, what, i->reported.str(), "0"});
    }
}

const TrackedOrder* Flattening::last_order(const risk::Instrument& instrument) const
{
    const TrackedOrder* last = nullptr;
    for (const auto& order : context_.state.orders.all())
        if (order->flattens && order->instrument == &instrument) last = order.get();
    return last;
}

void Flattening::send(OrderRequest order, risk::Instrument& instrument)
{
    auto id = order.client_order_id;
    auto at = context_.now();
    TrackedOrder tracked;
    tracked.stage = TrackedOrder::Stage::sent;
    tracked.client_order_id = id;
    tracked.placed = tracked.request = order;
    tracked.sent_at = at.time;
    tracked.unanswered_since = at.uptime;
    tracked.instrument = &instrument;
    tracked.flattens = true;
    context_.state.add_order(std::move(tracked));
    // a journal that fails does not keep a position open
    if (auto written = context_.journal.intend(order, at.time); !written)
        log::error("flattening without a journal: {}", written.error().message);
    log::warning("order {} flattens: {}", id, order.describe());
    ++orders_sent_;
    ++context_.counted.orders_sent;
    context_.inner->place_order(std::move(order),
                                context_.guarded([this, id](Result<OrderReport> result) {
                                    answers_.placed(id, std::move(result));
                                }));
}

}  // namespace trademind
