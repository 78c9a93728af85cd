// What a client does with a frame before anything else: the connection's own part of it.
#pragma once

#include "brokers/ibkr/wire/dispatch.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

#include <string_view>

namespace trademind::test {

/// Hands the messages that concern the connection itself to its `note`: of a session::Connection,
/// or of a session::Link.
template <class Link>
void note_session_messages(Link& link, std::string_view payload, ibkr::Version server)
{
    struct Notes {
        Link& link;
        void on(const ibkr::ManagedAccounts& message) { link.note(message); }
        void on(const ibkr::NextValidId& message) { link.note(message); }
        void on(const ibkr::ErrorMessage& message) { link.note(message); }
    } notes{link};
    ibkr::wire::Counters ignored;
    using Messages =
        ibkr::wire::Dispatcher<ibkr::ManagedAccounts, ibkr::NextValidId, ibkr::ErrorMessage>;
    if (auto fault = Messages::dispatch(payload, server, notes, ignored)) link.note(fault);
}

}  // namespace trademind::test
