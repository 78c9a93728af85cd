// From a configuration to a guarded broker.
#include <trademind/execution/factory.hpp>

#include "base/log.hpp"
#include "factory/ibkr_services.hpp"
#include "factory/paper_market.hpp"

#include <trademind/brokers/unsafe_ibkr.hpp>
#include <trademind/brokers/unsafe_paper.hpp>
#include <trademind/execution/operations.hpp>
#include <trademind/execution/unsafe_raw_broker.hpp>

#include <stdexcept>

namespace trademind {
namespace {

/// A router and its operations: who owns the router owns both.
struct Guarded {
    Guarded(std::shared_ptr<ExecutionRouter> router, std::shared_ptr<void> operations)
        : router{std::move(router)}, operations{std::move(operations)}
    {}
    std::shared_ptr<ExecutionRouter> router;
    std::shared_ptr<void> operations;  // last: ends first
};

Result<> apply(const LogConfig& config)
{
    if (auto level = log::parse_level(config.level)) log::set_level(*level);
    return log::write_to(
        {config.file, config.max_file_size, static_cast<std::size_t>(config.max_files)});
}

/// What was chosen stands out; the defaults are there for those who ask for debug.
void log_at_start(const Config& config)
{
    Config defaults;
    defaults.risk.currency = config.risk.currency;  // names keys
    auto lines = effective_config(config), standard = effective_config(defaults);
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (lines[i] == standard[i])
            log::debug("config {} (default)", lines[i]);
        else
            log::info("config {}", lines[i]);
}

Result<std::shared_ptr<ExecutionRouter>> guard(std::shared_ptr<Broker> raw, const Config& config,
                                               RouterOptions options)
{
    if (auto logging = apply(config.log); !logging) return logging.error();
    log_at_start(config);
    if (!config.risk.enabled) log::warning("the risk checks are switched off");
    if (config.mode == TradingMode::live) log::warning("LIVE TRADING: orders cost real money");
    auto made = ExecutionRouter::make(std::move(raw), config, options);
    if (!made) return made.error();
    auto whole = std::make_shared<Guarded>(*made, watch_operations(*made, config, options));
    return std::shared_ptr<ExecutionRouter>{whole, whole->router.get()};
}

}  // namespace

Result<std::shared_ptr<ExecutionRouter>> make_broker(const Config& config,
                                                     asio::any_io_executor executor,
                                                     RouterOptions options,
                                                     std::shared_ptr<Clock> clock)
{
    if (auto fits = validate_for_orders(config); !fits) return fits.error();
    auto raw = make_unsafe_raw_broker(config, std::move(executor), std::move(clock));
    if (!raw) return raw.error();
    if (auto client = unsafe_ibkr_client(**raw); client && !options.services)
        options.services = make_ibkr_services(*client, config);
    // a tape has a time of its own
    if (config.type == BrokerType::paper && !config.paper.tape.empty()) options.market_time = true;
    return guard(std::move(*raw), config, std::move(options));
}

Result<PaperMarket> make_paper_market(const Config& config, paper::Options options,
                                      asio::any_io_executor executor, RouterOptions router_options,
                                      std::shared_ptr<Clock> clock)
{
    if (auto fits = validate(config); !fits) return fits.error();
    if (config.type != BrokerType::paper)
        return Error{Errc::config, "broker.type is not paper: a tape needs the paper broker"};
    if (auto read = read_actions(config, options); !read) return read.error();
    PaperMarket made;
    router_options.market_time = options.tape != nullptr;
    std::shared_ptr<PaperBroker> broker;
    try {
        broker =
            make_unsafe_paper_broker(std::move(executor), std::move(options), std::move(clock));
    } catch (const std::invalid_argument& wrong) {
        return Error{Errc::invalid_argument, wrong.what()};
    }
    auto router = guard(broker, config, std::move(router_options));
    if (!router) return router.error();
    made.market = std::make_shared<PaperFeed>(std::move(broker));
    made.router = std::move(*router);
    return made;
}

}  // namespace trademind
