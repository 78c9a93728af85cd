// The broker that a configuration names, without its guard.
#include "execution/config/value_types.hpp"
#include "execution/journal/journal.hpp"
#include "factory/paper_market.hpp"

#include <trademind/execution/factory.hpp>
#include <trademind/execution/unsafe_raw_broker.hpp>

#include <trademind/brokers/unsafe_ibkr.hpp>
#include <trademind/brokers/unsafe_paper.hpp>

namespace trademind {
namespace {

/// The highest order id that the journal knows; 0 without a journal.
Result<std::int64_t> highest_order_id(const JournalConfig& config)
{
    auto journal = journal::Journal::open(config);
    if (!journal) return journal.error();
    return journal->highest_order_id();
}

}  // namespace

IbkrOptions ibkr_options(const Config& config)
{
    IbkrOptions options;
    options.host = config.ibkr.host;
    options.port = config.ibkr.port;
    options.client_id = config.ibkr.client_id;
    options.account = config.account;
    options.market_data_type = config.market_data_type;
    options.connect_timeout = config.ibkr.connect_timeout;
    options.request_timeout = config.request_timeout;
    options.reconnect_attempts = config.ibkr.reconnect_attempts;
    options.reconnect_delay = config.ibkr.reconnect_delay;
    options.messages_per_second = config.ibkr.messages_per_second;
    options.record_file = config.ibkr.record_file.string();
    options.region = config.ibkr.region;
    if (auto restart = config::read_daily_time(config.ibkr.daily_restart)) {
        using namespace std::chrono;
        // TWS needs one to three minutes; the calendar adds a margin of its own
        options.away_windows.emplace_back(
            "daily restart",
            std::vector{Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday},
            restart->first, restart->first + minutes{10}, restart->second);
    }
    options.time_zone = config.ibkr.time_zone;
    options.next_client_ids = config.ibkr.next_client_ids;
    options.resubscribe_after_restore = config.ibkr.resubscribe_after_restore;
    options.resubscribe_after_farm = config.ibkr.resubscribe_after_farm;
    options.resubscribe_while_withheld = config.ibkr.resubscribe_while_withheld;
    options.tws_codes = config.ibkr.codes;
    return options;
}

Result<std::shared_ptr<Broker>> make_unsafe_raw_broker(const Config& config,
                                                       asio::any_io_executor executor,
                                                       std::shared_ptr<Clock> clock)
{
    switch (config.type) {
    case BrokerType::paper: {
        auto options = paper_options_with_market(config, executor, clock);
        if (!options) return options.error();
        return std::shared_ptr<Broker>{
            make_unsafe_paper_broker(std::move(executor), std::move(*options), std::move(clock))};
    }
    case BrokerType::ibkr: {
        // TWS's own counter can start again at 1; an id of an earlier run must not come back
        auto highest = highest_order_id(config.journal);
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
