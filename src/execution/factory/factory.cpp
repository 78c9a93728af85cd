// From a configuration to a guarded broker.
#include <trademind/execution/factory.hpp>

#include "base/log.hpp"

#include <trademind/brokers/ibkr/messages/place_order.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>
#include <trademind/brokers/unsafe_ibkr.hpp>
#include <trademind/brokers/unsafe_paper.hpp>
#include <trademind/execution/unsafe_raw_broker.hpp>

#include <algorithm>
#include <stdexcept>

namespace trademind {
namespace {

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
    return ExecutionRouter::make(std::move(raw), config, std::move(options));
}

/// What the router asks of TWS beside the interface of all brokers, where the program has nothing
/// of its own.
void reach_tws(ibkr::Client client, const Config& config, RouterOptions& options)
{
    if (!options.expected_away) options.expected_away = expected_away(ibkr_options(config));
    if (!options.cancel_time)
        options.cancel_time = [client,
                               rate = config.ibkr.messages_per_second](std::size_t cancels) {
            // what waits already, and one message after the other behind it
            auto each = Duration{std::chrono::seconds{1}} / std::max(1, rate);
            return client.would_wait<ibkr::CancelOrderRequest>() +
                   each * static_cast<Duration::rep>(cancels);
        };
    if (!options.global_cancel)
        options.global_cancel = [client]() mutable {
            if (auto sent = client.send(ibkr::GlobalCancelRequest{}); !sent)
                log::error("global cancel: {}", sent.error().describe());
        };
    if (!options.broker_time)
        options.broker_time = [client](std::function<void(Result<TimePoint>)> tell) mutable {
            client.ask(ibkr::CurrentTimeRequest{}, [tell = std::move(tell)](auto answer) {
                if (!answer) return tell(answer.error());
                tell(TimePoint{std::chrono::seconds{(*answer)->current_time}});
            });
        };
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
    if (auto client = unsafe_ibkr_client(**raw)) reach_tws(*client, config, options);
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
