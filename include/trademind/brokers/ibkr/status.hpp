// What an IBKR broker knows of its connection, beyond the link.
#pragma once

#include <trademind/observer.hpp>
#include <trademind/result.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace trademind {

/// One of IBKR's data farms, as TWS last told of it.
class FarmStatus {
public:
    FarmStatus() = default;
    FarmStatus(std::string name, std::string kind, std::string state)
        : name{std::move(name)}, kind{std::move(kind)}, state{std::move(state)}
    {}
    bool operator==(const FarmStatus&) const = default;

    std::string name;   ///< "usfarm", "ushmds", "secdefil"
    std::string kind;   ///< "market data", "history", "security definition"
    std::string state;  ///< "ok", "inactive" (connects on demand), "connecting", "broken"
};

/// The three states apart: the link (socket and TWS's own link to IBKR), the farms, and what is
/// taken of the login's market data lines.
class IbkrStatus {
public:
    IbkrStatus() = default;

    LinkState link = LinkState::disconnected;
    int server_version = 0;         ///< 0 while there is no session
    int client_id = 0;              ///< that TWS took
    std::vector<FarmStatus> farms;  ///< of this session
    /// Taken by this connection: quotes, snapshots while they last, real-time bars. IBKR allows 100
    /// by default, all programs of a user together.
    std::size_t market_data_lines{};
};

class Broker;

/// Farms, lines in use and the like, as of now; of a guarded broker those of the broker behind it.
/// From any thread. Errc::not_supported when no IBKR broker is there.
Result<IbkrStatus> ibkr_status(const Broker& broker);

}  // namespace trademind
