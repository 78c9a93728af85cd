// What the parts of the order path share.
#include "execution/kill_switch/execution_context.hpp"

#include "base/log.hpp"
#include "execution/config/account_kind.hpp"

namespace trademind {
namespace {

using namespace std::chrono_literals;

/// As long as the lists of a broker have what ended: IBKR's those of the day.
constexpr Duration listed_for = 25h;
/// Of an order that can be looked up again.
constexpr Duration kept_for = 1h;

}  // namespace

risk::Now ExecutionContext::now() const
{
    if (market_time && latest_quote != TimePoint{})
        return {latest_quote.time_since_epoch(), latest_quote};
    return {inner->clock()->uptime(), inner->clock()->now()};
}

Result<TrackedOrder*> ExecutionContext::own_order(std::string_view client_order_id)
{
    auto* known = state.orders.find_own(client_order_id);
    if (known || !has_past_orders) return known;
    auto past = journal.find(client_order_id);
    if (!past) return past.error();
    return take_back(past);
}

TrackedOrder* ExecutionContext::order_of(OrderId id)
{
    auto* known = state.orders.find(id);
    if (known || !has_past_orders || to_number(id) == 0) return known;
    auto past = journal.find(id);
    return past ? take_back(past) : nullptr;
}

TrackedOrder* ExecutionContext::take_back(Result<std::optional<journal::KnownOrder>>& past)
{
    if (!*past) return nullptr;
    auto& known = **past;
    if (auto* kept = state.orders.find_own(known.client_order_id)) return kept;
    auto& order = state.orders.add(TrackedOrder::of_earlier_run(std::move(known), now().uptime));
    // of an unknown outcome the positions may have what the journal has not
    order.recalled = order.report.status != OrderStatus::unknown;
    return &order;
}

void ExecutionContext::drop_ended_orders()
{
    bool looked_up = journal.keeps_orders();
    // a journal that has failed may not have the end of all of them
    if (looked_up && state.journal_failure) return;
    bool any = state.orders.drop_ended(now().uptime, looked_up ? kept_for : listed_for, listed_for);
    has_past_orders = has_past_orders || (any && looked_up);
}

void ExecutionContext::record(const Result<>& written)
{
    if (written || state.journal_failure) return;
    state.journal_failure = written.error().message;
    log::error("the journal cannot be written: {}", written.error().message);
    if (halt) halt("journal", written.error().message);
}

std::string ExecutionContext::redact(std::string text) const
{
    const auto& account = state.account.account();
    if (state.config.log.show_account || !account || account->id.size() <= 3) return text;
    auto hidden = config::masked(account->id);
    for (auto at = text.find(account->id); at != std::string::npos; at = text.find(account->id, at))
        text.replace(at, account->id.size(), hidden);
    return text;
}

}  // namespace trademind
