// Streams that stay silent after a break though nobody said that they were lost.
#pragma once

#include "brokers/ibkr/client/routes.hpp"
#include "brokers/ibkr/session/connectivity.hpp"

#include <vector>

namespace trademind::ibkr {

/// How long a data stream may stay silent after a break before it is asked for again; zero: for
/// ever. Source: what TWS and IB Gateway have been seen to do.
struct SilenceOptions {
    Duration after_restore = std::chrono::seconds{30};  ///< after 1102
    Duration after_farm = std::chrono::seconds{60};     ///< after the farm is ok again
    /// After 10197, and again each time until something comes: another session has the data, and
    /// nobody tells when that ends.
    Duration while_withheld = std::chrono::seconds{60};
};

/// Asks again for streams that tell nothing after a break. One wait for each kind of break: a later
/// one starts it anew. On the strand.
class StreamWatch {
public:
    StreamWatch(SilenceOptions options, Routes& routes, CallAfter after)
        : options_{options}, routes_{routes}, after_{std::move(after)}
    {}

    /// TWS has lost its server, or has it back: with all data (1102) some stay silent.
    void on_server(session::ServerConnectivity);
    void on_farm_recovered(session::FarmKind);
    /// Another session of the same user has the stream's data (10197).
    void on_withheld(int request_id);
    /// The socket is gone.
    void reset();

private:
    Subscription listen(std::optional<session::FarmKind>, Duration patience);
    void retry_withheld();

    SilenceOptions options_;
    Routes& routes_;
    CallAfter after_;
    Subscription after_restore_, after_market_data_, after_history_, retry_withheld_;
    std::vector<StreamMark> withheld_;
    bool waits_to_retry_ = false;
};

}  // namespace trademind::ibkr
