// What the broker's lists prove of an order.
#include <trademind/order_fate.hpp>

#include "base/names.hpp"
#include "base/time_zone.hpp"

#include <array>
#include <chrono>

namespace trademind {
namespace {

constexpr std::array fates{
    Name{OrderFate::live, "live"},
    Name{OrderFate::ended, "ended"},
    Name{OrderFate::not_received, "not received"},
    Name{OrderFate::unknowable, "unknowable"},
};

/// By how much the broker's clock may be behind ours: what we sent after midnight it may have taken
/// before.
constexpr Duration clock_margin = std::chrono::minutes{1};

std::string reason_of(OrderFate fate, const OrderInquiry& order, const ListCoverage& lists)
{
    if (fate == OrderFate::not_received) return "not among the broker's orders: it never arrived";
    if (order.acknowledged) return "no longer among the broker's orders";
    return lists.whole() ? "not among the broker's orders, whose lists do not reach back to it: it "
                           "may have filled"
                         : "not among the broker's open orders, and the other lists are not whole: "
                           "it may have filled";
}

}  // namespace

std::string_view to_string(OrderFate fate)
{
    return name_of(fates, fate);
}

FateReport::FateReport(OrderReport found)
    : fate{is_done(found.status) ? OrderFate::ended : OrderFate::live}, report{std::move(found)}
{
    reason = "the broker lists it as " + std::string{to_string(report->status)};
}

ListCoverage lists_since_midnight(std::string_view time_zone, TimePoint listed_at)
{
    ListCoverage lists;
    lists.open = lists.completed = lists.executions = true;
    lists.listed_at = listed_at;
    if (const auto* zone = find_time_zone(time_zone)) lists.since = last_midnight(listed_at, *zone);
    return lists;
}

std::optional<OrderFate> judge_fate(std::optional<OrderStatus> listed, TimePoint sent_at,
                                    bool acknowledged, const ListCoverage& lists)
{
    if (listed) return is_done(*listed) ? OrderFate::ended : OrderFate::live;
    if (!lists.open) return std::nullopt;
    // it was received and works no more; how it ended a list would say that is cut or too young
    if (acknowledged) return lists.whole() ? std::optional{OrderFate::unknowable} : std::nullopt;
    // an order from the future proves a wrong clock
    if (!lists.whole() || !lists.since || sent_at > lists.listed_at) return OrderFate::unknowable;
    return sent_at - clock_margin >= *lists.since ? OrderFate::not_received : OrderFate::unknowable;
}

Result<FateReport> fate_of_unlisted(const OrderInquiry& order, const ListCoverage& lists)
{
    auto fate = judge_fate(std::nullopt, order.sent_at, order.acknowledged, lists);
    if (!fate)
        return Error{Errc::not_reconciled,
                     "the broker's lists of orders did not come: nothing is proven of order " +
                         order.client_order_id};
    return FateReport{*fate, reason_of(*fate, order, lists)};
}

}  // namespace trademind
