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
    return {
        make_key(
            {"broker.type", "paper", "Which broker trades: the simulation, or IBKR."},
            choice<BrokerType>({{"paper", BrokerType::paper}, {"ibkr", BrokerType::ibkr}}),
            [](Config & c) -> auto& { return c.type; }),
        make_key(
            {"broker.mode", "paper",
             "What the program believes to trade with. Port and account must agree with it."},
            choice<TradingMode>({{"paper", TradingMode::paper}, {"live", TradingMode::live}}),
            [](Config & c) -> auto& { return c.mode; }),
        make_key(
            {"broker.allow_live", "false",
             "The second key: mode live is refused unless this is true as well.",
             "risk.allow_live"},
            flag(), [](Config & c) -> auto& { return c.allow_live; }),
        make_key(
            {"broker.account", "none",
             "The account to trade. Needed with mode live and with logins that have several. "
             "TRADEMIND_ACCOUNT overrides it.",
             "", Reload::restart, true},
            ValueType<std::string>{
                "", "an account number, or none",
                [](std::string_view given) {
                    return given == "none" ? std::string{} : std::string{given};
                },
                [](const std::string& value) { return value.empty() ? "none" : value; }},
            [](Config & c) -> auto& { return c.account; }),
        make_key(
            {"broker.market_data_type", "delayed",
             "Which quotes to ask for; realtime needs a subscription at IBKR."},
            market_data_type(), [](Config & c) -> auto& { return c.market_data_type; }),
        make_key(
            {"broker.default_order_type", "MARKET", "The type of signals that name none.", "",
             Reload::free},
            order_type(), [](Config & c) -> auto& { return c.default_order_type; }),
        make_key(
            {"broker.time_in_force", "DAY", "The time in force of signals that name none.", "",
             Reload::free},
            time_in_force(), [](Config & c) -> auto& { return c.time_in_force; }),
        make_key(
            {"broker.max_order_size", "1000", "The largest quantity of one order.",
             "risk.max_order_qty", Reload::smaller},
            quantity_limit(), [](Config & c) -> auto& { return c.risk.max_order_size; }),
        make_key(
            {"broker.max_order_value", "50000 " + currency,
             "The largest value of one order: quantity x price x multiplier x exchange rate; "
             "prices "
             "in pence or cents over 100.",
             "risk.max_order_notional", Reload::smaller},
            money_limit(currency), [](Config & c) -> auto& { return c.risk.max_order_value; }),
        make_key(
            {"broker.request_timeout", "10 s",
             "How long a request waits for its answer. An order that timed out may be live."},
            duration(100ms, 10min), [](Config & c) -> auto& { return c.request_timeout; }),
        make_key(
            {"broker.ibkr.host", "127.0.0.1",
             "Where TWS or IB Gateway listens. TRADEMIND_HOST overrides it."},
            host(), [](Config & c) -> auto& { return c.ibkr.host; }),
        make_key(
            {"broker.ibkr.port", "7497",
             "TWS: 7497 paper, 7496 live; IB Gateway: 4002 paper, 4001 live. TRADEMIND_PORT "
             "overrides it."},
            whole(1, 65535, ""), [](Config & c) -> auto& { return c.ibkr.port; }),
        make_key(
            {"broker.ibkr.client_id", "1",
             "Unique among the programs on one TWS; 0 also sees orders entered by hand."},
            whole(0, 2'147'483'647, ""), [](Config & c) -> auto& { return c.ibkr.client_id; }),
        make_key(
            {"broker.ibkr.reconnect_attempts", "5",
             "Attempts of the fast phase after a lost link; afterwards it tries ever more "
             "slowly, without end."},
            whole(0, 1000, "attempts"),
            [](Config & c) -> auto& { return c.ibkr.reconnect_attempts; }),
        make_key(
            {"broker.ibkr.reconnect_delay", "5 s", "Between the attempts of the fast phase."},
            duration(100ms, 10min, true),
            [](Config & c) -> auto& { return c.ibkr.reconnect_delay; }),
        make_key(
            {"broker.ibkr.connect_timeout", "10 s",
             "How long the handshake may take until account and next order id are known."},
            duration(100ms, 10min), [](Config & c) -> auto& { return c.ibkr.connect_timeout; }),
        make_key(
            {"broker.ibkr.messages_per_second", "50",
             "IBKR's limit for all messages of a client; over it TWS closes the link."},
            whole(1, 1000, "messages/s"),
            [](Config & c) -> auto& { return c.ibkr.messages_per_second; }),
        make_key(
            {"broker.ibkr.record_file", "none",
             "Every frame of both directions is appended to this file, account ids replaced; "
             "`trademind replay FILE` reads it."},
            path(), [](Config & c) -> auto& { return c.ibkr.record_file; }),
        make_key(
            {"broker.ibkr.region", "north_america",
             "Whose servers the account uses: lost links within their nightly resets are "
             "expected."},
            choice<IbkrRegion>({{"north_america", IbkrRegion::north_america},
                                {"europe", IbkrRegion::europe},
                                {"asia", IbkrRegion::asia}}),
            [](Config & c) -> auto& { return c.ibkr.region; }),
        make_key(
            {"broker.ibkr.daily_restart", "none",
             "When TWS restarts itself (its own setting), for example 23:45 America/New_York: it "
             "is expected to be away for ten minutes."},
            daily_time(), [](Config & c) -> auto& { return c.ibkr.daily_restart; }),
        make_key(
            {"broker.ibkr.time_zone", "America/New_York",
             "TWS's own: of times that it sends without a zone, and of the midnight from which on "
             "it lists executions and completed orders. Times in orders that name no zone are read "
             "in it, by the paper broker too."},
            time_zone(), [](Config & c) -> auto& { return c.ibkr.time_zone; }),
        make_key(
            {"broker.ibkr.next_client_ids", "0",
             "When the client id is in use at the first connect (326): how many ids above it to "
             "try. 0: wait for the same id. Orders belong to the id that placed them."},
            whole(0, 31, "client ids"), [](Config & c) -> auto& { return c.ibkr.next_client_ids; }),
        make_key(
            {"broker.ibkr.resubscribe_after_restore", "30 s",
             "A stream that tells nothing for so long after TWS is back (1102) is asked for again. "
             "0 s: never."},
            duration(0s, 1h), [](Config & c) -> auto& { return c.ibkr.resubscribe_after_restore; }),
        make_key(
            {"broker.ibkr.resubscribe_after_farm", "1 min",
             "The same after its data farm is back (2104, 2106). 0 s: never."},
            duration(0s, 1h), [](Config & c) -> auto& { return c.ibkr.resubscribe_after_farm; }),
        make_key(
            {"broker.ibkr.resubscribe_while_withheld", "1 min",
             "How often a silent stream is asked for again while another session of the same user "
             "has the market data (10197). 0 s: never."},
            duration(0s, 1h),
            [](Config & c) -> auto& { return c.ibkr.resubscribe_while_withheld; }),
        make_key(
            {"broker.ibkr.codes", "none",
             "TWS codes that the library does not know, or knows otherwise: a list of code, class "
             "(order_reject, order_warning, request_error, data_error, warning, ...), "
             "changes_order (false) and advice."},
            tws_codes(), [](Config & c) -> auto& { return c.ibkr.codes; }),
    };
}

}  // namespace trademind::config
