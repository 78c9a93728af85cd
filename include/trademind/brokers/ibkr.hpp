// A broker that speaks to TWS or IB Gateway.
#pragma once

#include <trademind/broker.hpp>
#include <trademind/brokers/ibkr/client.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace trademind {

/// How to reach TWS, as whom, and how patiently.
class IbkrOptions {
public:
    IbkrOptions() = default;

    // Where and as whom.
    std::string host = "127.0.0.1";  ///< name, IPv4 or IPv6 address
    std::uint16_t port = 7497;       ///< TWS 7496 live, 7497 paper; Gateway 4001 live, 4002 paper
    int client_id = 1;               ///< owns its orders: keep the same one
    std::string account;             ///< empty: the only account of the login
    MarketDataType market_data_type = MarketDataType::delayed;  ///< asked for after each connect

    /// Orders get ids above it, whatever TWS says: the highest id that the program has ever used.
    std::int64_t highest_order_id = 0;

    /// Every frame of both directions goes into this file, account ids replaced; empty: none. A
    /// file that cannot be written fails connect with Errc::input_output. `trademind replay FILE`
    /// reads it.
    std::string record_file;

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
    int messages_per_second = 50;  ///< market data lines / 2; source: IBKR

    // Conduct.
    /// Contracts without IBKR's id are looked up before an order is sent: none and more than one
    /// refuse it.
    bool qualify_orders = true;
    /// Orders of other clients and of TWS itself are seen, too; they cannot be changed.
    bool see_foreign_orders = true;
    /// A contract without permission for live quotes is asked for again as delayed, once, with a
    /// notice.
    bool fall_back_to_delayed = true;
    std::string time_zone = "America/New_York";  ///< of times that TWS sends without a zone
};

/// The broker; connect() it first. Never returns nullptr. Any thread may let it go; it ends on its
/// strand, soon afterwards.
std::shared_ptr<Broker> make_ibkr_broker(asio::any_io_executor executor, IbkrOptions options,
                                         std::shared_ptr<Clock> clock = system_clock());

/// All requests of the TWS API over the broker's own connection; Errc::not_supported when the
/// broker is not IBKR's.
Result<ibkr::Client> ibkr_client(Broker& broker);

}  // namespace trademind
