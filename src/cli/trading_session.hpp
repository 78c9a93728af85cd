// A trading session of the command line: broker, strategy and record from start to end.
#pragma once

#include "cli/dip_strategy.hpp"
#include "cli/trading_log.hpp"

#include <trademind/brokers/paper/tape.hpp>
#include <trademind/execution/config.hpp>

#include <functional>
#include <memory>
#include <optional>

namespace trademind::cli {

/// What to trade, where and for how long.
class SessionPlan {
public:
    SessionPlan() = default;

    Config config;
    /// Played on the paper broker from start to end; nothing: the broker's own market, until
    /// `time_limit` or a signal.
    std::shared_ptr<const paper::TapeSource> tape;
    DipOptions strategy;
    std::optional<Duration> time_limit;
    bool with_report = false;  ///< the record has a StrategyReport
    bool keep_orders = false;  ///< without a tape: leave own orders working at the end
};

/// What happens while the strategy trades: completes when the market is over.
using MarketHours = std::function<asio::awaitable<Result<>>()>;

/// Connects the broker, lets the strategy trade while `market` lasts, asks for the account and
/// disconnects. To be run on the broker's strand.
asio::awaitable<Result<TradingRecord>> trade(std::shared_ptr<Broker> broker, DipOptions strategy,
                                             MarketHours market, bool with_report = false);

/// The whole session of a plan, through the router. Blocks.
Result<TradingRecord> run_session(SessionPlan plan);

/// "paper broker, tape of 3006 rows: AAPL MSFT SPY, 2026-01-05T14:30:00Z to 2026-01-05T21:00:00Z".
std::string describe(const SessionPlan& plan);

}  // namespace trademind::cli
