// How an IBKR broker reaches TWS or IB Gateway, as whom, and how patiently.
#pragma once

#include <trademind/brokers/ibkr/away_window.hpp>
#include <trademind/market.hpp>
#include <trademind/quote_quality.hpp>
#include <trademind/time.hpp>
#include <trademind/tws_code.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace trademind {

/// How to reach TWS, as whom, and how patiently.
class IbkrOptions {
public:
    IbkrOptions() = default;
    bool operator==(const IbkrOptions&) const = default;

    // Where and as whom.
    std::string host = "127.0.0.1";  ///< name, IPv4 or IPv6 address
    std::uint16_t port = 7497;       ///< TWS 7496 live, 7497 paper; Gateway 4001 live, 4002 paper
    int client_id = 1;               ///< owns its orders: keep the same one
    /// When TWS says at the first connect that the id is in use (326): how many ids above it to try
    /// at once. 0: wait for the same id. After a session the id is never changed.
    int next_client_ids = 0;
    /// Empty: the only account of the login. One that the login does not have fails connect, and
    /// ends a session of a reconnect, with Errc::invalid_argument and the accounts there are.
    std::string account;
    MarketDataType market_data_type = MarketDataType::delayed;  ///< asked for after each connect

    /// Orders get ids above it, whatever TWS says: the highest id that the program has ever used.
    std::int64_t highest_order_id = 0;

    /// Every frame of both directions goes into this file, account ids replaced; empty: none. A
    /// file that cannot be written fails connect with Errc::input_output. `trademind replay FILE`
    /// reads it.
    std::filesystem::path record_file;

    // Patience.
    /// Of each stage; three times as long for the last, in which TWS gathers accounts and orders.
    Duration connect_timeout = std::chrono::seconds{10};
    Duration request_timeout = std::chrono::seconds{10};  ///< of calls that name no deadline
    /// Until an order that TWS does not mention is unknown, and asked about.
    Duration acknowledge_timeout = std::chrono::seconds{10};
    /// Until a list of the reconciliation counts as missing.
    Duration reconcile_timeout = std::chrono::seconds{10};
    bool reconnect = true;
    int reconnect_attempts = 5;  ///< `reconnect_delay` apart, before the wait grows
    Duration reconnect_delay = std::chrono::seconds{5};
    bool reconnect_for_ever = true;
    Duration disconnect_timeout = std::chrono::seconds{2};  ///< for what waits to leave first
    /// IBKR's server resets, weekend maintenance and weekly login of this region ...
    IbkrRegion region = IbkrRegion::north_america;
    /// ... and others. A zone that is not known fails connect with Errc::invalid_argument.
    std::vector<AwayWindow> away_windows;
    int messages_per_second = 50;  ///< market data lines / 2; source: IBKR

    // Conduct.
    /// Contracts without IBKR's id are looked up before an order is sent: none and more than one
    /// refuse it.
    bool qualify_orders = true;
    /// Orders of other clients and of TWS itself are seen, too; they cannot be changed.
    bool see_foreign_orders = true;
    /// Client id 0 only: orders entered by hand in TWS become this client's, so that they can be
    /// changed and cancelled.
    bool bind_manual_orders = true;
    /// Codes of TWS to add to the library's table, or to change in it: see extend_tws_codes.
    std::vector<TwsCodeChange> tws_codes;
    /// A contract without permission for live quotes is asked for again as delayed, once, with a
    /// notice.
    bool fall_back_to_delayed = true;
    /// TWS's own: of times that it sends without a zone, and of the midnight from which on it lists
    /// executions and completed orders. One that is not known fails connect.
    std::string time_zone = "America/New_York";

    // Quotes.
    QuoteLimits quote_limits;  ///< what counts as odd in get_quote_status
    /// A stream that tells nothing for so long after TWS is back (1102), or after its farm is, is
    /// asked for again, with a Gap. Zero: never.
    Duration resubscribe_after_restore = std::chrono::seconds{30};
    Duration resubscribe_after_farm = std::chrono::seconds{60};
    /// While another session of the same user has the market data (10197), streams that tell
    /// nothing are asked for again so often. Zero: never.
    Duration resubscribe_while_withheld = std::chrono::seconds{60};
};

/// True in hours in which these options expect the link to be down: the resets, the maintenance and
/// the weekly login of the region, and `away_windows`. May be called from any thread.
std::function<bool(TimePoint)> expected_away(const IbkrOptions& options);

}  // namespace trademind
