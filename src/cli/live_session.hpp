// A strategy on a live connection: until its time is over or a signal asks it to stop.
#pragma once

#include "cli/dip_strategy.hpp"
#include "cli/trading_log.hpp"

#include <trademind/execution/router.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>

namespace trademind::cli {

/// How a live session is limited and left.
class LiveOptions {
public:
    LiveOptions() = default;

    DipOptions strategy;
    std::optional<Duration> time_limit;  ///< nothing: until a signal
    bool keep_orders = false;            ///< leave own orders working at the end
    bool with_report = false;            ///< the record has a StrategyReport
    /// How long the end of own orders, and the account, may be waited for at the end.
    Duration cancel_timeout = std::chrono::seconds{5};
    std::optional<int> client_id;  ///< see OwnOrders
};

/// Connects, trades, and leaves in order at the time limit or at SIGINT, SIGTERM or SIGHUP: no new
/// signal, own working orders cancelled and their end awaited, account asked for, disconnected. A
/// lost link ends nothing. A second signal while it leaves ends it at once.
///
/// The record says what could not be confirmed; it is empty where a signal came before the broker
/// was connected. An error: the broker could not be connected. To be run
/// on the router's strand.
asio::awaitable<Result<TradingRecord>> trade_live(std::shared_ptr<ExecutionRouter> router,
                                                  LiveOptions options);

}  // namespace trademind::cli
