// Positions and account values, kept live.
#pragma once

#include "brokers/ibkr/broker/account_values.hpp"
#include "brokers/ibkr/broker/desk.hpp"
#include "brokers/ibkr/broker/from_wire.hpp"
#include "brokers/ibkr/broker/positions.hpp"

#include <trademind/brokers/ibkr/messages/account.hpp>

#include <functional>
#include <optional>
#include <vector>

namespace trademind::ibkr_broker {

/// The streams of positions (all accounts) and of the values of one account. Calls wait for the
/// first image; while the link is down they are refused rather than answered from memory. Events
/// come after all rows that arrived together: one for each position, one for the account.
class AccountDesk {
public:
    /// `line_of` gives the open market data lines that positions are valued by.
    AccountDesk(Desk& desk, Positions::LineOf line_of) : desk_{desk}, line_of_{std::move(line_of)}
    {}

    /// A session begins: asks for the streams, or waits for their new images where they are asked
    /// for again by themselves.
    void on_session();
    /// TWS lost the streams (1101) or the socket broke: what is known is old.
    void on_interruption();

    /// The streams go on (1102), but what happened behind the break may reach them later than the
    /// lists: a new image is asked for. Nothing where one is on its way already.
    void refresh_positions();

    void get_positions(Completion<std::vector<Position>>);
    void get_account(Completion<Account>);
    /// All accounts of the login: one summary for up to fifty, which is what TWS takes as "All";
    /// beyond, account by account. TWS takes two summaries at a time: who asks meanwhile waits with
    /// the first.
    void get_accounts(Completion<std::vector<Account>>);
    void get_portfolio(Completion<Portfolio>);

    const Positions& positions() const { return positions_; }
    /// Calls once with the outcome when the image of positions has come, or will not.
    void when_positions(std::function<void(Result<void>)>);

private:
    using Waiting = std::vector<std::function<void(Result<void>)>>;
    /// Of a stream while it goes on.
    struct News : ibkr::detail::NoNews {
        explicit News(AccountDesk& desk) : desk{desk} {}
        using NoNews::operator();
        void operator()(const ibkr::detail::ReadEnd&) const { desk.end_read(); }
        AccountDesk& desk;
    };
    void end_read();
    void report(std::optional<Position>);
    void report_positions();
    void follow_positions();
    void follow_positions_multi(const std::string& account);
    /// The row as a position, and notices of what of it cannot be read; nothing without a quantity.
    template <class Row> std::optional<Position> read_row(std::string_view kind, const Row& row)
    {
        UnknownWords unread;
        auto position = from_wire(row, unread);
        bool is_whole = position && position->contract.unknown_words.empty() && unread.empty();
        if (is_whole) return position;
        auto source = "of " + from_wire(row.contract).describe();
        if (!position) {
            desk_.unread.dropped(kind, source, unread);
            return position;
        }
        desk_.unread.fields(kind, source, unread);
        desk_.unread.fields(kind, source, position->contract.unknown_words);
        return position;
    }
    template <class Row> void take_row(std::string_view kind, const Row& row)
    {
        auto position = read_row(kind, row);
        if (!position) return;
        position->updated_at = desk_.now();
        report(positions_.on_position(std::move(*position)));
    }
    template <class M> void take_multi(const M&);
    void image_ended();
    void positions_ended(const Result<void>&);
    bool too_many_for_one_request() const;
    void follow_account();
    void follow_pnl();
    void when_account(std::function<void(Result<void>)>);
    void tell(Waiting&, const Result<void>&);
    void publish_account();
    /// The account with TWS's P&L stream, whose every tick is no event of its own.
    Account with_pnl(Account) const;

    Desk& desk_;
    Positions::LineOf line_of_;
    Life life_;
    Positions positions_;
    AccountValues values_;
    bool positions_current_ = false, account_current_ = false;
    std::optional<Error> positions_failed_;
    std::size_t images_left_ = 0;  // of the accounts that are asked one by one
    std::size_t followed_ = 0;     // streams of positions
    bool follows_positions_ = false, follows_account_ = false, follows_pnl_ = false;
    ibkr::PnL pnl_;  // empty fields: unknown
    Waiting for_positions_, for_account_;
    std::vector<Completion<std::vector<Account>>> for_accounts_;
    std::string account_;
    std::optional<Account> published_;
    bool account_due_ = false;         // a batch of values has been stamped in this read
    std::vector<Position> to_report_;  // as the rows of this read leave them
};

}  // namespace trademind::ibkr_broker
