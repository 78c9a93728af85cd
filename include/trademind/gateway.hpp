// A TWS in front of any broker: programs that speak its protocol trade on what stands behind.
#pragma once

#include <trademind/broker.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind {

/// Trouble that a gateway makes when it is asked to, so that programs can show how they recover.
/// Orders and money behind it are never touched: only what clients hear of them is.
enum class GatewayFault {
    lose_upstream,                  ///< 1100: TWS has lost IBKR; quotes stop
    restore_upstream,               ///< 1102: back, data maintained
    restore_upstream_without_data,  ///< 1101: back, all quotes must be asked for again
    break_farm,                     ///< 2103: the market data farm is away; quotes stop
    restore_farm,                   ///< 2104
    drop_connections,               ///< every socket is closed without a word
    cut_frame,                      ///< half of the next message leaves, then the socket is closed
    fall_silent,                    ///< nothing is written any more, sockets stay open
    speak_again,                    ///< what was held back leaves
    refuse_connections,             ///< sockets are closed and new ones refused, as in a restart
    accept_connections,             ///< the end of that
    lose_acknowledgement,           ///< nothing is told of the next new order but in lists
    double_execution,               ///< the next execution is told twice
    correct_execution,              ///< the next execution is told again as a correction
    commission_first,               ///< the next execution is told behind its commission
    roll_back_ids,                  ///< the next session is told that its next order id is 1
};
std::string_view to_string(GatewayFault);
std::optional<GatewayFault> parse_gateway_fault(std::string_view);

/// A fault at a time since the gateway began to listen.
class GatewayStep {
public:
    GatewayStep() = default;
    GatewayStep(Duration at, GatewayFault fault) : at{at}, fault{fault} {}
    bool operator==(const GatewayStep&) const = default;

    Duration at{};
    GatewayFault fault{};
};
/// A script of faults: lines such as "2.5 lose_upstream", seconds and a fault; # begins a comment.
/// Errc::data_file names line and column.
Result<std::vector<GatewayStep>> parse_fault_script(std::string_view text,
                                                    const std::string& name = "script");

/// How a gateway listens, and what it lets in.
class GatewayOptions {
public:
    /// A numeric address. Anything but the loopback needs allowed_addresses: the protocol has
    /// neither passwords nor encryption.
    std::string host = "127.0.0.1";
    /// 0: any free one, which Gateway::port tells.
    std::uint16_t port = 4002;
    /// Numeric addresses that may connect beside the loopback.
    std::vector<std::string> allowed_addresses;
    /// Connections at a time, 1 to 1000; more are closed at once.
    std::size_t most_sessions = 128;
    /// Bytes that may wait for a client to read, 64 KiB to 1 GiB: one that lets more come is
    /// closed.
    std::size_t most_waiting = std::size_t{32} << 20;
    /// The newest server version that is spoken, 176 to 225: a client that knows less gets less.
    int newest_version = 225;
    /// Hears what the orders of all clients do, as TWS's master API client id does.
    std::optional<int> master_client_id;
    /// Refuses orders and cancels with TWS's words for read-only mode.
    bool read_only = false;
    /// Messages a client may send in a second; the fourth second that has more ends the session, as
    /// TWS does. Nothing: as many as it likes.
    std::optional<int> messages_per_second;
    /// Faults to make by themselves, from the moment of listening on.
    std::vector<GatewayStep> faults;
    /// A folder for a recording of each session, `session-<number>.txt`, which `trademind replay`
    /// reads; account ids are replaced in them. Empty: none.
    std::filesystem::path session_log;
    /// What can be searched, scanned and listed as chains: Broker has no question for these.
    std::vector<ContractDetails> instruments;
};

/// What has happened so far.
class GatewayCounts {
public:
    bool operator==(const GatewayCounts&) const = default;

    std::size_t sessions = 0;    ///< connected now
    std::uint64_t accepted = 0;  ///< connections so far
    std::uint64_t refused = 0;   ///< by their address, by their number, or because of a version
    std::uint64_t requests = 0;
    std::uint64_t unreadable = 0;   ///< requests answered with an error because they were malformed
    std::uint64_t unsupported = 0;  ///< requests answered with an error because nothing serves them
    std::uint64_t slow = 0;         ///< sessions that ended because the client did not read
};

/// Lives on the strand of its broker: call it there, or before its executor runs. Ends with its
/// last owner; sessions end with it, orders stay at the broker.
class Gateway {
public:
    virtual ~Gateway() = default;
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    /// Learns the broker's account and orders and begins to listen; the broker is connected before.
    /// `done` is called once, on the strand: Errc::input_output where the port cannot be had.
    virtual void start(std::function<void(Result<>)> done) = 0;
    /// Stops listening and ends all sessions.
    virtual void stop() = 0;
    /// Makes that trouble now.
    virtual void inject(GatewayFault fault) = 0;
    /// 0 before start has completed.
    virtual std::uint16_t port() const = 0;
    virtual GatewayCounts counts() const = 0;

protected:
    Gateway() = default;
};

/// A gateway in front of `broker`. Errc::invalid_argument names the option that makes no sense.
///
/// Order ids belong to clients, as at TWS. The broker gets each order under a client order id that
/// names client and number ("gateway/7/12/reference"), so that both are known again after a restart
/// wherever the broker keeps its orders.
Result<std::shared_ptr<Gateway>> make_gateway(std::shared_ptr<Broker> broker,
                                              GatewayOptions options = {});

}  // namespace trademind
