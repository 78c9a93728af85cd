// The orders of one run of a strategy, and how they end with it.
#pragma once

#include <trademind/execution/router.hpp>

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace trademind::cli {

/// Knows the run's orders by the prefix of their client order ids, and an earlier run's (one that
/// was killed) by the common part of the prefix and the client id. Lives on the router's strand.
class OwnOrders final : public BrokerObserver {
public:
    /// `client_id`: the only one that this program has; nothing where it may have had several:
    /// orders of earlier runs are then left alone.
    OwnOrders(ExecutionRouter& router, std::optional<int> client_id);

    /// What client order ids of the run's orders begin with.
    const std::string& prefix() const { return prefix_; }

    enum class End {
        cancel,  ///< all that works
        keep,    ///< leave them working
    };
    /// Waits, at most `patience`, until nothing of the run is on its way (`unanswered` of the
    /// strategy, or sent and not acknowledged) and, unless they are kept, until the broker's list
    /// of open orders has none of it. Returns what may work against that, in words; empty: nothing.
    asio::awaitable<std::vector<std::string>> end(End how, Duration patience,
                                                  std::function<int()> unanswered);

    void on_order(const OrderReport& report) override;

private:
    bool is_own(const OrderReport& report) const;
    asio::awaitable<std::vector<std::string>> look(End how, Duration until,
                                                   const std::function<int()>& unanswered);
    asio::awaitable<std::optional<Error>> read_open_orders(Duration patience);
    void cancel_one(const OrderReport& report, Duration until);

    ExecutionRouter& router_;
    std::optional<int> client_id_;
    std::string prefix_;
    std::map<OrderId, OrderReport> known_;  // as last reported
    std::map<OrderId, Duration> asked_;     // uptime of the last cancel
    Subscription listening_;
};

}  // namespace trademind::cli
