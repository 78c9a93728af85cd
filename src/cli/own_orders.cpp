// The orders of one run of a strategy, and how they end with it.
#include "cli/own_orders.hpp"

#include "base/log.hpp"
#include "cli/pause.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind::cli {
namespace {

constexpr std::string_view common_prefix = "run-";
// between two looks at the broker's list, and between two cancels of one order
constexpr Duration look_again = std::chrono::milliseconds{100};
constexpr Duration cancel_again = std::chrono::seconds{1};

std::string text_of(const OrderReport& report)
{
    return fmt::format("order {} ({}) {}: {}, {} of {} filled", to_string(report.id),
                       report.order.client_order_id, to_string(report.status),
                       report.order.describe(), report.filled.str(), report.order.quantity_text());
}

}  // namespace

OwnOrders::OwnOrders(ExecutionRouter& router, std::optional<int> client_id)
    : router_{router}, client_id_{client_id}, listening_{router.observe(*this)}
{
    auto since =
        std::chrono::floor<std::chrono::milliseconds>(router.clock()->now().time_since_epoch());
    prefix_ = fmt::format("{}{:x}-", common_prefix, since.count());
}

void OwnOrders::on_order(const OrderReport& report)
{
    if (is_own(report)) known_.insert_or_assign(report.id, report);
}

bool OwnOrders::is_own(const OrderReport& report) const
{
    const auto& name = report.order.client_order_id;
    return name.starts_with(prefix_) ||
           (client_id_ == report.client_id && name.starts_with(common_prefix));
}

asio::awaitable<std::vector<std::string>> OwnOrders::end(End how, Duration patience,
                                                         std::function<int()> unanswered)
{
    auto clock = router_.clock();
    auto until = clock->uptime() + patience;
    for (;;) {
        auto left = co_await look(how, until, unanswered);
        if (left.empty() || clock->uptime() >= until) co_return left;
        co_await pause(clock, std::min(look_again, until - clock->uptime()));
    }
}

asio::awaitable<std::vector<std::string>> OwnOrders::look(End how, Duration until,
                                                          const std::function<int()>& unanswered)
{
    std::vector<std::string> left;
    auto needed = std::max(until - router_.clock()->uptime(), Duration{look_again});
    // before the list: what is acknowledged by now is in it
    if (int handed_over = unanswered(); handed_over > 0)
        left.push_back(fmt::format("{} orders handed over and not answered", handed_over));
    auto metrics = co_await router_.metrics(within(needed));
    if (!metrics)
        left.push_back("orders on their way unknown: " + metrics.error().describe());
    else if (metrics->orders_unconfirmed > 0)
        left.push_back(
            fmt::format("{} orders sent and not acknowledged", metrics->orders_unconfirmed));
    if (how == End::keep) co_return left;

    bool listed = false;
    if (router_.is_connected()) {
        auto failed = co_await read_open_orders(needed);
        listed = !failed;
        if (failed) left.push_back("open orders unknown: " + failed->describe());
    }
    for (const auto& [id, report] : known_) {
        if (!is_open(report.status)) continue;
        left.push_back(text_of(report));
        if (listed) cancel_one(report, until);
    }
    if (!left.empty() && !router_.is_connected())
        left.insert(left.begin(), "the link to the broker is down");
    co_return left;
}

asio::awaitable<std::optional<Error>> OwnOrders::read_open_orders(Duration patience)
{
    std::vector<OrderId> before;
    for (const auto& [id, report] : known_) before.push_back(id);
    auto open = co_await router_.get_orders(OrderFilter::open, within(patience));
    if (!open) co_return open.error();
    // no longer listed: ended. What was reported while the list came may be younger than the list
    for (OrderId id : before) known_.erase(id);
    for (const auto& report : *open)
        if (is_own(report)) known_.insert_or_assign(report.id, report);
    co_return std::nullopt;
}

void OwnOrders::cancel_one(const OrderReport& report, Duration until)
{
    auto now = router_.clock()->uptime();
    if (auto asked = asked_.find(report.id);
        asked != asked_.end() && now - asked->second < cancel_again)
        return;
    asked_[report.id] = now;
    auto answered = [id = report.id](Result<OrderReport> cancelled) {
        if (!cancelled && cancelled.error() != Errc::cancelled)
            log::warning("cancel of order {}: {}", to_string(id), cancelled.error().describe());
    };
    router_.cancel_order(report.id,
                         within(std::max(until - now, Duration{look_again}), std::move(answered)));
}

}  // namespace trademind::cli
