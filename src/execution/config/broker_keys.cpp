// Keys of the broker section: which broker, how to reach it, what orders default to.
#include "execution/config/keys.hpp"

namespace trademind::config {
namespace {

using namespace std::chrono_literals;

ValueType<OrderType> order_type()
{
    return choice<OrderType>({{"MARKET", OrderType::market},
                              {"LIMIT", OrderType::limit},
                              {"STOP", OrderType::stop},
                              {"STOP_LIMIT", OrderType::stop_limit}});
}

ValueType<TimeInForce> time_in_force()
{
    return choice<TimeInForce>({{"DAY", TimeInForce::day},
                                {"GTC", TimeInForce::good_till_cancelled},
                                {"IOC", TimeInForce::immediate_or_cancel},
                                {"FOK", TimeInForce::fill_or_kill}});
}

ValueType<MarketDataType> market_data_type()
{
    return choice<MarketDataType>({{"realtime", MarketDataType::realtime},
                                   {"frozen", MarketDataType::frozen},
                                   {"delayed", MarketDataType::delayed},
                                   {"delayed_frozen", MarketDataType::delayed_frozen}});
}

}  // namespace

std::vector<Key> broker_keys(const std::string& currency)
{
    std::vector<Key> keys;
    Section{keys, "broker", std::identity{}}
        .key("type", &Config::type,
             choice<BrokerType>({{"paper", BrokerType::paper}, {"ibkr", BrokerType::ibkr}}),
             "Which broker trades: the simulation, or IBKR.")
        .key("mode", &Config::mode,
             choice<TradingMode>({{"paper", TradingMode::paper}, {"live", TradingMode::live}}),
             "What the program believes to trade with. Port and account must agree with it.")
        .key("allow_live", &Config::allow_live, flag(),
             "The second key: mode live is refused unless this is true as well.")
        .also("risk.allow_live")
        .key("account", &Config::account, name_or("none", "an account number, or none"),
             "The account to trade. Needed with mode live and with logins that have several. "
             "TRADEMIND_ACCOUNT overrides it.")
        .secret()
        .key("market_data_type", &Config::market_data_type, market_data_type(),
             "Which quotes to ask for; realtime needs a subscription at IBKR.")
        .key("default_order_type", &Config::default_order_type, order_type(),
             "The type of signals that name none.", free)
        .key("time_in_force", &Config::time_in_force, time_in_force(),
             "The time in force of signals that name none.", free);
    Section{keys, "broker", &Config::risk}
        .key("max_order_size", &RiskLimits::max_order_size, quantity_limit(),
             "The largest quantity of one order.", smaller)
        .also("risk.max_order_qty")
        .key("max_order_value", &RiskLimits::max_order_value, money_limit(currency),
             "The largest value of one order: quantity x price x multiplier x exchange rate; "
             "prices in pence or cents over 100.",
             smaller)
        .also("risk.max_order_notional");
    Section{keys, "broker", std::identity{}}.key(
        "request_timeout", &Config::request_timeout, duration(100ms, 10min),
        "How long a request waits for its answer. An order that timed out may be live.");
    Section{keys, "broker.ibkr", &Config::ibkr}
        .key("host", &IbkrOptions::host, host(),
             "Where TWS or IB Gateway listens. TRADEMIND_HOST overrides it.")
        .key("port", &IbkrOptions::port, whole(1, 65535, ""),
             "TWS: 7497 paper, 7496 live; IB Gateway: 4002 paper, 4001 live. TRADEMIND_PORT "
             "overrides it.")
        .key("client_id", &IbkrOptions::client_id, whole(0, 2'147'483'647, ""),
             "Unique among the programs on one TWS; 0 also sees orders entered by hand.")
        .key("reconnect_attempts", &IbkrOptions::reconnect_attempts, whole(0, 1000, "attempts"),
             "Attempts of the fast phase after a lost link; afterwards it tries ever more slowly, "
             "without end.")
        .key("reconnect_delay", &IbkrOptions::reconnect_delay, duration(100ms, 10min, true),
             "Between the attempts of the fast phase.")
        .key("connect_timeout", &IbkrOptions::connect_timeout, duration(100ms, 10min),
             "How long the handshake may take until account and next order id are known.")
        .key("messages_per_second", &IbkrOptions::messages_per_second, whole(1, 1000, "messages/s"),
             "IBKR's limit for all messages of a client; over it TWS closes the link.")
        .key("record_file", &IbkrOptions::record_file, path(),
             "Every frame of both directions is appended to this file, account ids replaced; "
             "`trademind replay FILE` reads it.")
        .key("region", &IbkrOptions::region,
             choice<IbkrRegion>({{"north_america", IbkrRegion::north_america},
                                 {"europe", IbkrRegion::europe},
                                 {"asia", IbkrRegion::asia}}),
             "Whose servers the account uses: lost links within their nightly resets are expected.")
        .key("daily_restart", &IbkrOptions::away_windows, daily_time(),
             "When TWS restarts itself (its own setting), for example 23:45 America/New_York: it "
             "is expected to be away for ten minutes.")
        .key("time_zone", &IbkrOptions::time_zone, time_zone(),
             "TWS's own: of times that it sends without a zone, and of the midnight from which on "
             "it lists executions and completed orders. Times in orders that name no zone are read "
             "in it, by the paper broker too.")
        .key("next_client_ids", &IbkrOptions::next_client_ids, whole(0, 31, "client ids"),
             "When the client id is in use at the first connect (326): how many ids above it to "
             "try. 0: wait for the same id. Orders belong to the id that placed them.")
        .key("resubscribe_after_restore", &IbkrOptions::resubscribe_after_restore, duration(0s, 1h),
             "A stream that tells nothing for so long after TWS is back (1102) is asked for again. "
             "0 s: never.")
        .key("resubscribe_after_farm", &IbkrOptions::resubscribe_after_farm, duration(0s, 1h),
             "The same after its data farm is back (2104, 2106). 0 s: never.")
        .key("resubscribe_while_withheld", &IbkrOptions::resubscribe_while_withheld,
             duration(0s, 1h),
             "How often a silent stream is asked for again while another session of the same user "
             "has the market data (10197). 0 s: never.")
        .key("codes", &IbkrOptions::tws_codes, tws_codes(),
             "TWS codes that the library does not know, or knows otherwise: a list of code, class "
             "(order_reject, order_warning, request_error, data_error, warning, ...), "
             "changes_order (false) and advice.");
    return keys;
}

}  // namespace trademind::config
