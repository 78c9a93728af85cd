// Every request of the TWS API but those that change something: what a guarded broker gives.
#pragma once

#include <trademind/brokers/ibkr/client.hpp>
#include <trademind/brokers/ibkr/messages/reads_only.hpp>

#include <memory>
#include <utility>

namespace trademind {

class Broker;

namespace ibkr {

/// A request that leaves orders, positions, account and session as they are: see reads_only.
template <class R>
concept ReadingRequest = requires
{
    R::info.id;
}
&&reads_only(R::info.id);

/// A Client for everything but orders: depth, tick by tick, real-time bars, chains, scanners, news,
/// P&L, advisor, histograms, head timestamps and the like.
///
/// Takes ReadingRequest alone: a request that places, changes, cancels or exercises anything, or
/// that changes settings or the session, does not compile. Orders go through Broker::place_order
/// and its siblings, where a guard in front of the broker sees them; a stream that was followed
/// ends with its Subscription. All else is as in Client: deadlines, errors, threads and copies.
class ReadingClient {
public:
    ReadingClient(Client client) : client_{std::move(client)} {}

    Strand get_executor() const { return client_.get_executor(); }
    LinkState link() const { return client_.link(); }
    /// The server's version; 0 while there is no session.
    Version server_version() const { return client_.server_version(); }

    /// Asks and collects the answer, as Client::ask.
    template <ReadingRequest R, class Token = asio::use_awaitable_t<>>
    requires Askable<R>
    auto ask(const R& request, Token token = {}) { return client_.ask(request, std::move(token)); }
    /// Passes every message of a stream to the sink, as Client::follow.
    template <ReadingRequest R, class Sink>
    Subscription follow(const R& request, std::shared_ptr<Sink> sink)
    {
        return client_.follow(request, std::move(sink));
    }
    /// A command without an answer, as Client::send.
    template <ReadingRequest R> Result<void> send(const R& request)
    {
        return client_.send(request);
    }

    /// How long a request would wait for pacing, as Client::would_wait; of every kind.
    template <class R> Duration would_wait() const { return client_.would_wait<R>(); }
    template <class R> Duration would_wait(const R& request) const
    {
        return client_.would_wait(request);
    }

private:
    Client client_;
};

}  // namespace ibkr

/// The reading requests of the TWS API over the broker's own connection; of a guarded broker that
/// of the broker behind it. Errc::not_supported when no IBKR broker is there.
Result<ibkr::ReadingClient> ibkr_client(Broker& broker);

}  // namespace trademind
