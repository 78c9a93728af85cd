// A TWS in front of any broker: programs that speak its protocol trade on what stands behind.
#pragma once

#include <trademind/broker.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trademind {

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
    /// Bytes that may wait for a client to read, 64 KiB to 1 GiB: one that lets more come is closed.
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
