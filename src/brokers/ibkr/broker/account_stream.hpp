// The values of one account, kept live.
#pragma once

#include "brokers/ibkr/broker/account_values.hpp"
#include "brokers/ibkr/broker/position_stream.hpp"

#include <optional>
#include <string>

namespace trademind::ibkr_broker {

/// TWS's stream of one account and its P&L stream. One event after all values that arrived
/// together.
class AccountStream {
public:
    /// The stream's rows of positions go to `positions`.
    AccountStream(Desk& desk, PositionStream& positions) : desk_{desk}, positions_{positions} {}

    /// A session begins: asks for the stream, or waits for its new image where it is asked for
    /// again by itself.
    void on_session();
    /// TWS lost the stream (1101) or the socket broke: what is known is old.
    void on_interruption();
    /// Calls once with the outcome when the image has come, or will not.
    void when_current(WaitingCalls::Call);
    /// Once it is current; no_account while TWS resets its values.
    Result<Account> account();
    const std::string& name() const { return name_; }

private:
    /// Of the stream while it goes on.
    struct News : ibkr::detail::NoNews {
        explicit News(AccountStream& stream) : stream{stream} {}
        using NoNews::operator();
        void operator()(const ibkr::detail::ReadEnd&) const { stream.end_read(); }
        AccountStream& stream;
    };
    void follow();
    void follow_pnl();
    template <class M> void take(const M&);
    void image_ended();
    void end_read();
    void publish();
    /// With TWS's P&L stream, whose every tick is no event of its own.
    Account with_pnl(Account) const;

    Desk& desk_;
    PositionStream& positions_;
    Life life_;
    AccountValues values_;
    bool current_ = false, follows_ = false, follows_pnl_ = false;
    bool due_ = false;  // a batch of values has been stamped in this read
    ibkr::PnL pnl_;     // empty fields: unknown
    ibkr::RouteId route_{};
    Duration heard_{};  ///< uptime of the stream's last message
    WaitingCalls waiting_;
    std::string name_;
    std::optional<Account> published_;
};

}  // namespace trademind::ibkr_broker
