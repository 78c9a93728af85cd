// What the parts of the broker share.
#pragma once

#include "brokers/ibkr/broker/unread.hpp"
#include "brokers/ibkr/client/core.hpp"

#include <trademind/brokers/ibkr/options.hpp>
#include <trademind/detail/send_gate.hpp>

#include <string_view>

namespace trademind::ibkr_broker {

/// The broker's connection, clock, options and observers, for its parts. Outlives them.
struct Desk {
    ibkr::ClientCore& core;
    Clock& clock;
    const Strand& strand;
    const IbkrOptions& options;
    BrokerObserver& events;
    const detail::SendGate& gate;  ///< the trading state, as the kill switch of a router sets it
    UnreadNotices unread{events};

    TimePoint now() const { return clock.now(); }
    /// Midnights of TWS's zone since then.
    int days_since(TimePoint) const;
    /// The account to use where none is named: the one of the options, or the only one of the
    /// login; else an error that lists them.
    Result<std::string_view> account() const;
    /// Errc::invalid_argument, with the accounts of the login, when the account is not one of them.
    /// "All" accounts of an adviser (an account's number and "A") and an empty name pass.
    Result<void> has_account(std::string_view account) const;
    /// Errc::not_connected while nothing can be asked.
    Result<void> usable() const;
};

/// A handler that does nothing once the part that made it is gone.
class Life {
public:
    template <class F> auto guard(F f) const
    {
        return [weak = std::weak_ptr{alive_}, f = std::move(f)](auto&&... args) mutable {
            if (weak.lock()) f(std::forward<decltype(args)>(args)...);
        };
    }

private:
    std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace trademind::ibkr_broker
