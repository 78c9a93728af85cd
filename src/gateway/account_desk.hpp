// Accounts, positions and profit of one client.
#pragma once

#include "gateway/floor.hpp"

#include <trademind/brokers/ibkr/messages/account.hpp>
#include <trademind/brokers/ibkr/messages/account_requests.hpp>

#include <map>
#include <set>
#include <string>

namespace trademind::gateway {

class AccountDesk {
public:
    explicit AccountDesk(Floor& floor) : floor_{floor} {}

    void on(Session&, const ibkr::ManagedAccountsRequest&);
    void on(Session&, const ibkr::AccountDataRequest&);
    void on(Session&, const ibkr::PositionsRequest&);
    void on(Session&, const ibkr::CancelPositions&) { positions_ = false; }
    void on(Session&, const ibkr::PositionsMultiRequest&);
    void on(Session&, const ibkr::CancelPositionsMulti&);
    void on(Session&, const ibkr::AccountSummaryRequest&);
    void on(Session&, const ibkr::CancelAccountSummary&);
    void on(Session&, const ibkr::AccountUpdatesMultiRequest&);
    void on(Session&, const ibkr::CancelAccountUpdatesMulti&);
    void on(Session&, const ibkr::PnLRequest&);
    void on(Session&, const ibkr::CancelPnL&);
    void on(Session&, const ibkr::PnLSingleRequest&);
    void on(Session&, const ibkr::CancelPnLSingle&);

    /// A position changed at the broker.
    void on_position(Session&, const Position&);
    /// The account is told anew in a moment, where the client follows it.
    void renew_soon(Session&);

private:
    struct Summary {
        std::set<std::string> tags;  ///< empty: all
        Subscription timer;
    };

    bool is_ours(Session&, int request_id, std::string_view account) const;
    void send_account(Session&);
    void send_summary(Session&, int request_id, bool first);
    void send_pnl(Session&, int request_id);
    void send_pnl_single(Session&, int request_id, std::int64_t contract_id);
    /// Calls `use` again after `pause` while the client and the request live.
    template <class Use> Subscription again(Session&, Duration pause, Use use);

    Floor& floor_;
    bool positions_ = false, follows_account_ = false, renews_soon_ = false;
    Subscription account_timer_;
    std::set<int> positions_multi_;
    std::map<int, Summary> summaries_;
    std::map<int, Subscription> pnl_;
};

}  // namespace trademind::gateway
