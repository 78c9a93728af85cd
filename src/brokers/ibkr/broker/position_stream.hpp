// The positions of all accounts, kept live.
#pragma once

#include "brokers/ibkr/broker/desk.hpp"
#include "brokers/ibkr/broker/positions.hpp"
#include "brokers/ibkr/broker/waiting_calls.hpp"

#include <trademind/brokers/ibkr/messages/account.hpp>

#include <optional>
#include <string>
#include <vector>

namespace trademind::ibkr_broker {

/// More than these TWS does not take together; source: IBKR's limits for advisors.
inline constexpr std::size_t most_accounts_together = 50;

/// TWS's stream of positions: one for the login or, of logins with many accounts, one for each.
/// Events come after all rows that arrived together: one for each position.
class PositionStream {
public:
    explicit PositionStream(Desk& desk) : desk_{desk} {}

    /// A session begins: asks for the stream, or waits for its new image where it is asked for
    /// again by itself.
    void on_session();
    /// TWS lost the stream (1101) or the socket broke: what is known is old.
    void on_interruption();
    /// The stream goes on (1102), but what happened behind the break may reach it later than the
    /// lists: a new image is asked for. Nothing where one is on its way already.
    void refresh();
    /// Calls once with the outcome when the image has come, or will not.
    void when_current(WaitingCalls::Call);

    const Positions& positions() const { return positions_; }
    /// A row of the account's stream, which has prices.
    void take_portfolio(const ibkr::PortfolioValue&, const std::string& account);
    /// A row cannot be read: the image under way is not whole, or a new one is asked for.
    void row_unread();
    /// All rows that arrived together have been taken.
    void report();

private:
    /// Of a stream while it goes on.
    struct News : ibkr::detail::NoNews {
        explicit News(PositionStream& stream) : stream{stream} {}
        using NoNews::operator();
        void operator()(const ibkr::detail::ReadEnd&) const { stream.report(); }
        PositionStream& stream;
    };
    template <class Row> std::optional<Position> read_row(std::string_view kind, const Row&);
    template <class M> void take(const M&);
    bool one_by_one() const;
    void follow();
    void keep(std::optional<Position> row);
    void image_ended();
    Result<void> known() const;
    void ended(const Result<void>&);

    Desk& desk_;
    Life life_;
    Positions positions_;
    bool current_ = false, follows_ = false;
    bool whole_ = true;  // every row of the image could be read
    std::optional<Error> failed_;
    std::size_t images_left_ = 0, followed_ = 0;  // of the accounts that are asked one by one
    WaitingCalls waiting_;
    std::vector<Position> to_report_;  // as the rows of this read leave them
};

}  // namespace trademind::ibkr_broker
