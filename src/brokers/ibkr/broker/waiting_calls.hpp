// Calls that wait for something to be known.
#pragma once

#include <trademind/result.hpp>

#include <functional>
#include <utility>
#include <vector>

namespace trademind::ibkr_broker {

/// Each is told the outcome once; one that waits again meanwhile waits for the next.
class WaitingCalls {
public:
    using Call = std::function<void(Result<void>)>;

    void add(Call call) { calls_.push_back(std::move(call)); }
    void tell(const Result<void>& outcome)
    {
        for (auto& call : std::exchange(calls_, {})) call(outcome);
    }

private:
    std::vector<Call> calls_;
};

}  // namespace trademind::ibkr_broker
