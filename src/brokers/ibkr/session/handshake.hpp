// From the greeting to a usable session: server version, accounts, next order id.
#pragma once

#include "brokers/ibkr/session/connection.hpp"
#include "brokers/ibkr/session/options.hpp"

namespace trademind::ibkr::session {

/// The messages of the beginning, without the time they take.
class Handshake {
public:
    explicit Handshake(const LinkOptions& options) : options_{&options} {}

    /// What the client says first.
    std::string greeting() const;
    /// Reads the server's answer: its version decides every layout from here on. An error when it
    /// cannot be read, is not one that was offered, or sends us elsewhere.
    Result<Version> answered(std::string_view payload);
    /// startApi, in the server's encoding.
    Result<std::string> start_api() const;

    void accounts(std::string_view list);
    void next_order_id(int id);
    /// All three are there. Accounts and next id may come in any order, among other messages.
    bool complete() const { return next_id_ && !session_.accounts.empty(); }
    /// What a complete session knows, and what is missing of an incomplete one, in words.
    const SessionInfo& session() const { return session_; }
    std::string missing() const;
    /// TWS's last message about no request since startApi: why no session comes, if none does.
    void say(Error message) { said_ = std::move(message); }
    const std::optional<Error>& said() const { return said_; }
    /// One more session became ready.
    void count_session(int client_id)
    {
        session_.client_id = client_id;
        ++session_.sessions;
    }
    /// For the next attempt; the count of sessions goes on.
    void reset();
    /// For the first attempt of another start.
    void forget() { *this = Handshake{*options_}; }

private:
    const LinkOptions* options_;
    SessionInfo session_;
    bool next_id_ = false;
    std::optional<Error> said_;
};

}  // namespace trademind::ibkr::session
