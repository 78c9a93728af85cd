// What TWS tells of its own connections: to IBKR's server, and to the farms behind it. Kept apart
// from our socket, because each can be lost without the others.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::ibkr::session {

/// TWS's link to IBKR's server.
enum class ServerConnectivity {
    unknown,  ///< no session yet
    connected,
    lost,                   ///< 1100, 2110: requests fail or hang; orders at IBKR live on
    restored,               ///< 1102: subscriptions go on
    restored_without_data,  ///< 1101: subscriptions are lost
};

enum class FarmKind { market_data, history, security_definition };
enum class FarmState {
    ok,
    inactive,  ///< connects by itself when asked for data
    connecting,
    broken,  ///< its data stand still until it is ok again
};
std::string_view to_string(FarmKind kind);
std::string_view to_string(FarmState state);

struct DataFarm {
    std::string name;  ///< as TWS calls it: "usfarm", "ushmds", "secdefil"
    FarmKind kind{};
    FarmState state{};

    bool operator==(const DataFarm&) const = default;
};

/// A message about connections, understood. Source: IBKR's message codes and captures.
struct ConnectivityChange {
    enum class Kind {
        server,      ///< the server's state, possibly the same again
        farm,        ///< a farm's state, possibly the same again
        port_moved,  ///< 1300: TWS closes the socket and listens on `port`
    };
    Kind kind{};
    int code = 0;
    ServerConnectivity server{};
    DataFarm farm;
    std::uint16_t port = 0;
    bool changed = false;    ///< false: TWS repeated itself
    bool recovered = false;  ///< of a farm: it was known to be broken or connecting, and is ok

    bool lost_server() const { return kind == Kind::server && server == ServerConnectivity::lost; }
    bool operator==(const ConnectivityChange&) const = default;
};

/// The three states behind the socket.
class Connectivity {
public:
    /// Takes note of an error message: the change that it says, or nullptr when its code is about
    /// something else.
    const ConnectivityChange* note(int code, std::string_view text);
    const ConnectivityChange& change() const { return change_; }
    /// A session became ready: TWS is taken to be connected, unless it has said otherwise since the
    /// socket opened.
    void ready();
    /// The socket is gone, and with it all that TWS told of itself.
    void reset();

    ServerConnectivity server() const { return server_; }
    const std::vector<DataFarm>& farms() const { return farms_; }

private:
    void set(ServerConnectivity state);
    void set(DataFarm farm);

    ServerConnectivity server_ = ServerConnectivity::unknown;
    std::vector<DataFarm> farms_;
    ConnectivityChange change_;  // the last one
};

/// The farm's name at the end of TWS's sentence: "... connection is OK:usfarm", "...upon
/// demand.ushmds". Empty where there is none.
std::string_view farm_name(std::string_view text);
/// The port at the end of the sentence of code 1300; nothing where there is none.
std::optional<std::uint16_t> moved_port(std::string_view text);

}  // namespace trademind::ibkr::session
