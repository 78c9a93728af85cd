// The broker that a configuration names, without its guard.
#include "execution/journal/journal.hpp"
#include "factory/paper_market.hpp"

#include <trademind/execution/factory.hpp>
#include <trademind/execution/unsafe_raw_broker.hpp>

#include <trademind/brokers/unsafe_ibkr.hpp>
#include <trademind/brokers/unsafe_paper.hpp>

#include <stdexcept>
#include <string>

namespace trademind {

IbkrOptions ibkr_options(const Config& config)
{
    auto options = config.ibkr;
    options.account = config.account;
    options.market_data_type = config.market_data_type;
    options.request_timeout = config.request_timeout;
    return options;
}

Result<std::shared_ptr<Broker>> make_unsafe_raw_broker(const Config& config,
                                                       asio::any_io_executor executor,
                                                       std::shared_ptr<Clock> clock)
{
    switch (config.type) {
    case BrokerType::paper:
        try {
            auto options = paper_options_with_market(config, executor, clock);
            if (!options) return options.error();
            return std::shared_ptr<Broker>{make_unsafe_paper_broker(
                std::move(executor), std::move(*options), std::move(clock))};
        } catch (const std::invalid_argument& wrong) {
            // a configuration made in code, which no file's ranges have judged
            return Error{Errc::config, std::string{"broker.paper: "} + wrong.what()};
        }
    case BrokerType::ibkr: {
        // TWS's own counter can start again at 1; an id of an earlier run must not come back
        auto highest = journal::highest_order_id(config.journal);
        if (!highest) return highest.error();
        auto options = ibkr_options(config);
        options.highest_order_id = *highest;
        return make_unsafe_ibkr_broker(std::move(executor), std::move(options), std::move(clock));
    }
    }
    return Error{Errc::config,
                 "broker.type " + std::to_string(static_cast<int>(config.type)) + " is unknown"};
}

}  // namespace trademind
