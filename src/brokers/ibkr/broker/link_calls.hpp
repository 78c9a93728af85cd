// Calls of connect and disconnect that wait for the link.
#pragma once

#include <trademind/completion.hpp>
#include <trademind/result.hpp>

#include <optional>
#include <utility>
#include <vector>

namespace trademind::ibkr_broker {

/// Answers them by what becomes of the link.
class LinkCalls {
public:
    void connect(Completion<> done) { connecting_.push_back(std::move(done)); }
    void disconnect(Completion<> done) { disconnecting_.push_back(std::move(done)); }
    /// A session that TWS offers is not used: why, for those that connect, once the link has ended.
    void refuse(Error why) { refused_ = std::move(why); }
    void connected() { answer({}); }
    /// The link has ended for good.
    void ended(const Error& why)
    {
        auto refused = std::exchange(refused_, std::nullopt);
        answer(refused ? *refused : why);
        for (auto& done : std::exchange(disconnecting_, {})) done(Result<void>{});
    }

private:
    void answer(const Result<void>& outcome)
    {
        for (auto& done : std::exchange(connecting_, {})) done(outcome);
    }

    std::vector<Completion<>> connecting_, disconnecting_;
    std::optional<Error> refused_;
};

}  // namespace trademind::ibkr_broker
