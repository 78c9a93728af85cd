// From a configuration to a guarded broker.
#pragma once

#include <trademind/brokers/ibkr/options.hpp>
#include <trademind/brokers/ibkr/reading_client.hpp>
#include <trademind/brokers/ibkr/status.hpp>
#include <trademind/brokers/paper/feed.hpp>
#include <trademind/brokers/paper/options.hpp>
#include <trademind/execution/config.hpp>
#include <trademind/execution/router.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace trademind {

/// The broker that the configuration names, behind the router, ready to trade once it is connected:
/// with `broker.type: paper` its market is that of `broker.paper.market`, and Errc::config names
/// that key where it is missing. Of IBKR everything but unguarded orders is within reach:
/// ibkr_client gives the reading requests (depth, tick by tick, real-time bars, chains, scanners,
/// news, P&L), ibkr_status farms and lines. Errc::config also when the values do not fit each
/// other, or the tape is broken. Connects nothing. The log goes where the configuration says from
/// then on, in the whole program.
///
/// `clock` is the time that everything runs by: tests bring their own.
Result<std::shared_ptr<ExecutionRouter>> make_broker(const Config& config,
                                                     asio::any_io_executor executor,
                                                     RouterOptions options = {},
                                                     std::shared_ptr<Clock> clock = system_clock());

/// A paper broker whose market the program brings whole, behind its router: broker.paper.market is
/// not looked at. With a tape, the router's time is the tape's.
class PaperMarket {
public:
    std::shared_ptr<ExecutionRouter> router;
    /// To push quotes and to play the tape. Orders belong to the router.
    std::shared_ptr<PaperFeed> market;
};
/// `options` usually begin as paper_options(config). Corporate actions that they have none of are
/// read from broker.paper.actions.
Result<PaperMarket> make_paper_market(const Config& config, paper::Options options,
                                      asio::any_io_executor executor,
                                      RouterOptions router_options = {},
                                      std::shared_ptr<Clock> clock = system_clock());

/// The market of what make_broker made with `broker.type: paper`; meant for
/// `broker.paper.market: pushed`. Errc::not_supported with another broker. From any thread.
Result<PaperFeed> paper_feed(ExecutionRouter& router);

/// What the configuration says to each broker.
paper::Options paper_options(const Config& config);
IbkrOptions ibkr_options(const Config& config);

}  // namespace trademind
