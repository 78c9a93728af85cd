// The ticks in which TWS tells a quote: what changed, by its number.
#pragma once

#include "gateway/session.hpp"

#include <trademind/brokers/ibkr/messages/market_data.hpp>
#include <trademind/market.hpp>

namespace trademind::gateway {

/// What a client has been told of one stream, and what is to follow. Sends the difference to a
/// newer quote: quotes that come between two sends are joined.
class QuoteTicks {
public:
    /// `delayed`: under the numbers of delayed data.
    QuoteTicks(int request_id, bool delayed) : request_id_{request_id}, delayed_{delayed} {}

    /// What differs from what was told last; the first time, all that is known.
    void send(Session& to, const Quote& quote);
    /// Bid, ask and last have been told.
    bool is_whole() const { return told_.bid && told_.ask && (told_.last || told_.close); }

private:
    void price(Session& to, int type, const std::optional<Decimal>& told,
               const std::optional<Decimal>& now, const std::optional<Decimal>& size);
    void size(Session& to, int type, const std::optional<Decimal>& told,
              const std::optional<Decimal>& now);
    int number_of(int live) const;

    int request_id_;
    bool delayed_;
    Quote told_;
};

}  // namespace trademind::gateway
