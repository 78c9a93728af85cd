// What a link to TWS or IB Gateway can be told: where, as whom, how patiently and how fast.
#pragma once

#include "brokers/ibkr/session/calendar.hpp"

#include <trademind/brokers/ibkr/messages/version.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace trademind::ibkr::session {

using namespace std::chrono_literals;

/// How long each step of connecting may take. The error of a step that takes longer names it.
struct Timeouts {
    Duration resolve = 10s;    ///< from the host name to addresses
    Duration connect = 10s;    ///< TCP, for each address
    Duration handshake = 10s;  ///< from the greeting to the server's version
    Duration start = 30s;      ///< from startApi to accounts and next order id
    Duration write = 20s;      ///< for the other end to take what is being written
    Duration finish = 2s;      ///< for what waits to leave, when the link is told to finish
};

/// When to try again after a failure. Tries while a planned window is open are not counted.
struct ReconnectOptions {
    bool enabled = true;         ///< false: the first loss ends the link
    bool first_connect = false;  ///< true: retry also when the very first connect fails
    bool for_ever = true;        ///< false: give up after `attempts`
    int attempts = 5;            ///< tries `delay` apart, before the wait doubles
    Duration delay = 5s;
    Duration longest = 60s;           ///< the wait never grows beyond
    Duration client_id_in_use = 15s;  ///< least wait after TWS code 326
    /// After 326, ids above the one asked for to try at once, while there has been no session yet;
    /// 0: wait for the same id. A running client keeps its id: its orders belong to it.
    int next_client_ids = 0;
    Duration stable_after = 30s;              ///< a session this old makes the count start anew
    double jitter = 0.2;                      ///< each wait is up to this part shorter or longer
    std::uint64_t seed = 0x9E3779B97F4A7C15;  ///< of the jitter
};

/// How fast to send; source: IBKR, 50 messages a second for each connection, market data lines / 2
/// for more lines.
struct PacingOptions {
    int messages_per_second = 50;  ///< 0: no limit
    /// The second, and some more: the network may push messages closer together.
    Duration window = 1100ms;
    int reserved_for_orders = 10;  ///< of each second's messages, not for the rest
    int reserved_for_cancels = 3;  ///< of each second's messages, not for orders either
    std::size_t queue = 10'000;    ///< most messages that may wait in one lane
};

/// When a silent link is asked for a sign of life, and when it is given up.
struct HeartbeatOptions {
    Duration silence = 15s;  ///< without a byte, until the current time is asked for; 0: never
    Duration patience = 5s;  ///< for each answer
    int misses = 3;          ///< answers missed in a row, until the link counts as dead
};

struct LinkOptions {
    std::string host = "127.0.0.1";  ///< name, IPv4 or IPv6 address
    std::uint16_t port = 7497;
    int client_id = 0;
    std::string connect_options;        ///< for example "+PACEAPI"; printable ASCII
    std::string optional_capabilities;  ///< of startApi
    std::string record_file;            ///< every frame is written there; empty: nowhere
    Version oldest = Version::oldest;   ///< range of server versions to offer
    Version newest = Version::newest;
    Timeouts timeouts;
    ReconnectOptions reconnect;
    PacingOptions pacing;
    HeartbeatOptions heartbeat;
    Calendar windows = Calendar::planned();

    /// Refuses what makes no sense, naming the option.
    Result<void> validate() const;
    /// "127.0.0.1:7497", "[::1]:7497".
    std::string address() const;
};

}  // namespace trademind::ibkr::session
