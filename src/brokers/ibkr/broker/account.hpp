// Positions and account values: what programs ask for.
#pragma once

#include "brokers/ibkr/broker/account_stream.hpp"

#include <vector>

namespace trademind::ibkr_broker {

/// The streams of positions (all accounts) and of the values of one account. Calls wait for the
/// first image; while the link is down they are refused rather than answered from memory.
class Accounts {
public:
    /// `line_of` gives the open market data lines that positions are valued by.
    Accounts(Desk& desk, Positions::LineOf line_of) : desk_{desk}, line_of_{std::move(line_of)} {}

    void on_session();
    void on_interruption();
    PositionStream& positions() { return positions_; }

    void get_positions(Completion<std::vector<Position>>);
    void get_account(Completion<Account>);
    /// All accounts of the login: one summary for up to fifty, which is what TWS takes as "All";
    /// beyond, account by account. TWS takes two summaries at a time: who asks meanwhile waits with
    /// the first.
    void get_accounts(Completion<std::vector<Account>>);
    void get_portfolio(Completion<Portfolio>);

private:
    Desk& desk_;
    Positions::LineOf line_of_;
    Life life_;
    PositionStream positions_{desk_};
    AccountStream account_{desk_, positions_};
    std::vector<Completion<std::vector<Account>>> for_accounts_;
};

}  // namespace trademind::ibkr_broker
