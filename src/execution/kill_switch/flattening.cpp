// Closing what is held after a kill: marketable limits through the market, capped in size.
#include "execution/kill_switch/flattening.hpp"

#include "base/log.hpp"
#include "domain/broker_door.hpp"
#include "execution/risk/usable_quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstdint>
#include <utility>

namespace trademind {
namespace {

/// Between two looks at what is held.
constexpr Duration longest_wait = std::chrono::minutes{1};
/// While an order works on it; then the operator is told.
constexpr Duration fill_patience = std::chrono::seconds{3};
/// Of a limit whose quote grows old: TWS repeats no quote that stays as it is.
constexpr Duration quiet_patience = std::chrono::seconds{10};

/// A limit that trades at once, within the collar; nothing without a quote of now: a market order.
std::optional<Decimal> marketable_limit(const risk::Instrument& i, Side side, const Config& config,
                                        Duration now)
{
    auto fault = RiskReason::no_price;
    const Quote* quote = risk::usable_quote(i.quote ? &*i.quote : nullptr, now - i.quote_at,
                                            i.contract.type, config.risk, fault);
    if (!quote || risk::is_delayed(*quote)) return std::nullopt;
    auto market = side == Side::buy ? quote->ask : quote->bid;
    Decimal collar = config.kill_switch.flatten_collar;
    if (!market || market->sign() <= 0) return std::nullopt;
    Decimal price = side == Side::buy ? *market + *market * collar : *market - *market * collar;
    Decimal tick = Decimal::from_raw(Decimal::one / 100);
    if (i.details && i.details->minimum_tick && i.details->minimum_tick->sign() > 0)
        tick = *i.details->minimum_tick;
    // rounded towards the market: never beyond the collar
    price = price.round_to(tick, side == Side::buy ? Rounding::down : Rounding::up);
    return price.sign() > 0 ? std::optional{price} : std::nullopt;
}

/// While an order works the operator is told after 4, 8, 16 ... looks.
bool is_due(const std::optional<Duration>& since, Duration each, Duration now)
{
    if (!since || now - *since < fill_patience) return false;
    auto looks = static_cast<std::uint64_t>((now - *since) / std::max(each, Duration{1}));
    return std::has_single_bit(looks);
}

/// The market has left the order's price for the worse, or there has been no price of now for as
/// long as a quiet market may have none.
bool is_outrun(const TrackedOrder& order, const std::optional<Decimal>& limit, Duration now)
{
    const auto& its = order.request.limit_price;
    if (!its) return limit.has_value();
    if (!limit) return now - order.unanswered_since >= quiet_patience;
    return order.request.side == Side::buy ? *limit > *its : *limit < *its;
}

}  // namespace

bool Flattening::flatten()
{
    bool agreed = true;
    withdraw_outrun();
    if (!still_held().empty() && !since_) since_ = context_.now().uptime;
    for (const auto& instrument : context_.state.book.instruments())
        // positions come later than fills: closing an old one would open another
        if (instrument->position != instrument->reported)
            agreed = false;
        else if (!instrument->reported.is_zero())
            flatten_one(*instrument);
    return agreed;
}

void Flattening::withdraw_outrun()
{
    auto uptime = context_.now().uptime;
    // by value: cancelling may change the list
    std::vector<OrderId> outrun;
    for (const auto& order : context_.state.orders.all()) {
        bool works = order->flattens && order->own && order->counts() && order->id &&
                     order->stage == TrackedOrder::Stage::working &&
                     order->report.status != OrderStatus::pending_cancel;
        if (!works ||
            uptime - order->unanswered_since < context_.state.config.kill_switch.cancel_retry)
            continue;
        auto limit = marketable_limit(*order->instrument, order->request.side,
                                      context_.state.config, uptime);
        if (is_outrun(*order, limit, uptime)) outrun.push_back(*order->id);
    }
    for (auto id : outrun) {
        log::warning("order {} flattens at a price that the market has left", to_string(id));
        wait_ = {};
        context_.inner->cancel_order(
            id, context_.guarded([this, id](Result<OrderReport> cancelled) {
                if (cancelled) return answers_.take_answer(*cancelled, 0);
                log::warning("cancel of order {}: {}", to_string(id),
                             context_.redact(cancelled.error().describe()));
            }));
    }
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
        if (auto limit =
                marketable_limit(instrument, side, context_.state.config, context_.now().uptime))
            order = std::move(order).limit(*limit);
        order.client_order_id = "flatten-" + answers_.next_client_order_id();
        send(std::move(order), instrument);
    }
}

Duration Flattening::wait()
{
    const auto& first = context_.state.config.kill_switch.cancel_retry;
    bool over = still_held().empty();
    if (over) since_.reset();
    bool works = std::ranges::any_of(context_.state.orders.all(), [](const auto& order) {
        return order->flattens && order->counts() && order->stage == TrackedOrder::Stage::working;
    });
    wait_ = over ? longest_wait : std::min(longest_wait, std::max(first, wait_ * 2));
    // what works is held against the market at each look
    if (works && !over) return first;
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
    if (!context_.lists.positions) held.emplace_back("positions are not known");
    return held;
}

void Flattening::report_held()
{
    const auto& first = context_.state.config.kill_switch.cancel_retry;
    for (const auto& i : context_.state.book.instruments()) {
        const auto* last = last_order(*i);
        bool works = last && last->counts();
        if (i->reported.is_zero() || (works && !is_due(since_, first, context_.now().uptime)))
            continue;
        auto name = i->contract.describe();
        std::string why = "no order was sent";
        if (last && last->report.error)
            why = "the last order: " + context_.redact(last->report.error->describe());
        else if (last)
            why = fmt::format("{} is {}", last->request.describe(), to_string(last->report.status));
        auto what = fmt::format("flatten: the position of {} {} is still open; {}",
                                i->reported.str(), name, why);
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
    auto answered = context_.guarded(
        [this, id](Result<OrderReport> result) { answers_.placed(id, std::move(result)); });
    context_.turns->post(context_.guarded([this, order = std::move(order), answered]() mutable {
        detail::BrokerDoor::flatten(context_.inner, std::move(order), answered);
    }));
}

}  // namespace trademind
