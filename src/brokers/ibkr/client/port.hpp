// What the client asks of the floor below: a link that carries frames.
#pragma once

#include <trademind/brokers/ibkr/messages/version.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::ibkr {

/// Who goes first when pacing does not let all go.
enum class Priority { urgent, orders, rest };

/// Takes frames down. On the client's strand.
class Port {
public:
    virtual ~Port() = default;
    virtual void start() = 0;
    virtual void stop() = 0;
    /// Stops after what waits has left, or after a deadline.
    virtual void finish() = 0;
    /// `tag` names the frame, so that it can be told whether it left; 0: nobody asks.
    virtual Result<void> send(std::string_view frame, Priority, std::uint64_t tag) = 0;
    /// True when the frame had not left and never will.
    virtual bool withdraw(std::uint64_t tag) = 0;
    /// How long a frame given now would wait for pacing.
    virtual Duration delay(Priority) const = 0;
};

/// What is known when a session is ready.
struct Session {
    Version server{};
    std::vector<std::string> accounts;
    std::int64_t next_order_id = 0;
    int client_id = 0;   ///< the one that TWS took
    bool again = false;  ///< after a reconnect
};

/// The end of a session or of an attempt at one.
struct SessionLoss {
    Error why;  ///< empty code: asked for
    std::optional<Duration> retry_in;
    bool was_ready = false;
    Duration silent{};                    ///< nothing had come for so long: it may be dead since
    std::vector<std::uint64_t> not_sent;  ///< tags of frames that did not leave
};

/// TWS's own link to IBKR.
enum class ServerNews { lost, restored, restored_without_data };

/// What TWS said of a farm, in words.
struct FarmNews {
    std::string name, kind, state;
};

/// Farms whose data streams stand still while they are broken.
enum class DataFarm { market_data, history };

}  // namespace trademind::ibkr
