// What a broker may offer an order path beside the Broker interface.
#pragma once

#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <cstddef>
#include <functional>

namespace trademind {

/// Services of the broker behind a router, each of which a broker may lack. make_broker brings
/// those of IBKR.
///
/// Called on the router's strand, and must return soon. An exception that comes out is logged and
/// dropped, and the router goes on as if the service were not there.
class BrokerServices {
public:
    virtual ~BrokerServices() = default;

    /// Cancels every order of the account in one message, where the broker can do that.
    virtual void cancel_all() {}
    /// How long so many cancels, handed over now, take until pacing lets the last one leave.
    virtual Duration cancel_time(std::size_t) { return {}; }
    /// Whether it has a clock of its own, which the router compares with this machine's.
    virtual bool has_clock() const { return false; }
    /// Asks for that clock's time, in whole seconds; `answer` may be called from any thread.
    virtual void ask_time(std::function<void(Result<TimePoint>)>) {}
    /// True in hours in which the link is expected to be down: no alert is raised then.
    virtual bool is_expected_away(TimePoint) { return false; }
};

}  // namespace trademind
