// Every request of the TWS API, typed: ask for an answer, follow a stream, send a command.
#pragma once

#include <trademind/brokers/ibkr/client/engine.hpp>
#include <trademind/brokers/ibkr/client/received.hpp>

#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace trademind::ibkr {

namespace detail {

template <class... Items> struct ListOf {
    using type = std::vector<std::variant<Received<Items>...>>;
};
template <class Item> struct ListOf<Item> {
    using type = std::vector<Received<Item>>;
};
/// A list and the marker behind it, which may say more: HistoricalNewsEnd whether there is more.
template <class End, class... Items> class EndedList : public ListOf<Items...>::type {
public:
    Received<End> end_marker;
};
/// What has no answer to wait for has none.
template <class A> struct Collected {};
template <class A> struct Collected<Once<A>> {
    using type = Received<A>;
};
template <class End, class... Items> struct Collected<Snapshot<End, Items...>> {
    using type = EndedList<End, Items...>;
};
template <class End, class... Items> struct Collected<ImageThenStream<End, Items...>> {
    using type = EndedList<End, Items...>;
};
template <class... Items> struct Collected<UntilDone<Items...>> : ListOf<Items...> {};
// Streams with one answer in practice: the option calculators.
template <class A> struct Collected<Stream<A>> {
    using type = Received<A>;
};

/// Puts a message where the answer wants it.
template <class M> void collect(Received<M>& into, Received<M> message)
{
    into = std::move(message);
}
template <class T, class M> void collect(std::vector<T>& into, Received<M> message)
{
    if constexpr (std::is_constructible_v<T, Received<M>>) into.emplace_back(std::move(message));
}
template <class End, class... Items, class M>
void collect(EndedList<End, Items...>& into, Received<M> message)
{
    if constexpr (std::is_same_v<M, End>)
        into.end_marker = std::move(message);
    else
        into.emplace_back(std::move(message));
}

/// The handler of a followed stream: calls the members that the sink has.
template <class R, class Sink> class FollowRoute final : public Route {
public:
    explicit FollowRoute(std::shared_ptr<Sink> sink) : sink_{std::move(sink)} {}
    bool on_answer(const Incoming& in) override
    {
        bool end = Shape<typename R::answer>::visit(in, [this](const auto& message) {
            if constexpr (requires { sink_->on(message); }) sink_->on(message);
        });
        return end && !Shape<typename R::answer>::streams;
    }
    void on_read_end() override
    {
        if constexpr (requires { sink_->on_read_end(); }) sink_->on_read_end();
    }
    void on_end(Result<void> result) override
    {
        if constexpr (requires { sink_->on_end(Error{}); })
            sink_->on_end(result ? Error{} : result.error());
    }
    void on_notice(const Error& error) override
    {
        if constexpr (requires { sink_->on_notice(error); }) sink_->on_notice(error);
    }
    void on_restored() override
    {
        if constexpr (requires { sink_->on_restored(); }) sink_->on_restored();
    }

private:
    std::shared_ptr<Sink> sink_;
};

}  // namespace detail

/// A request that ends by itself: what Client::ask takes. Of the others Client::follow passes on
/// every message, and Client::send sends those without an answer.
template <class R>
concept Askable = requires
{
    typename detail::Collected<typename R::answer>::type;
};

/// What Client::ask completes with: the message itself, or a list (std::vector) of all messages up
/// to the end marker, which is its `end_marker`.
template <class R> using AnswerOf = typename detail::Collected<typename R::answer>::type;

/// A connection to TWS or IB Gateway at the level of its messages.
///
/// Requests are the structs of <trademind/brokers/ibkr/messages/*.hpp>; ids are filled in. Each
/// request ends once: with its answer, with TWS's error for it (the code is in the error's
/// code), with Errc::timed_out after its deadline, or with Errc::connection_lost; it is never sent
/// again by itself. Streams are, after a reconnect and after 1101. Text members of a request are
/// read before the call returns: they may point to temporaries.
///
/// Cheap to copy; copies share the connection. All members may be called from any thread; sinks and
/// handlers run on the connection's strand, in the order of the wire.
class Client {
public:
    explicit Client(std::shared_ptr<detail::Engine> engine) : engine_{std::move(engine)} {}

    Strand get_executor() const { return engine_->strand(); }
    LinkState link() const { return engine_->link(); }
    /// The server's version; 0 while there is no session.
    Version server_version() const { return engine_->server(); }

    /// Completes when the session is ready: version, accounts and next order id are known.
    template <class Token = asio::use_awaitable_t<>> auto connect(Token token = {})
    {
        auto deadline = trademind::detail::deadline_of(token, connect_deadline);
        return trademind::detail::initiate(linking(&detail::Engine::connect, deadline), token);
    }
    template <class Token = asio::use_awaitable_t<>> auto disconnect(Token token = {})
    {
        auto deadline = trademind::detail::deadline_of(token, connect_deadline);
        return trademind::detail::initiate(linking(&detail::Engine::disconnect, deadline), token);
    }

    /// Asks and collects the answer. Of a stream: its first image, after which it is cancelled.
    template <Askable R, class Token = asio::use_awaitable_t<>>
    auto ask(const R& request, Token token = {})
    {
        auto deadline = trademind::detail::deadline_of(token, default_deadline);
        return trademind::detail::initiate(asking(request, deadline), token);
    }

    /// Passes every message of a stream to `sink.on(const Message&)`, for those messages that it
    /// has such a member for. Messages are views into the frame: they die with the call. The sink
    /// may have `on_read_end()` (all messages that arrived together have been passed on: the place
    /// to act on an update that takes several messages), `on_end(const Error&)` (the stream is
    /// over), `on_notice(const Error&)` (it goes on) and `on_restored()` (asked for again after a
    /// break: messages in between are missing).
    template <class R, class Sink>
    Subscription follow(const R& request, std::shared_ptr<Sink> sink);

    /// A command without an answer. Returns what is wrong with it; that it was sent is no promise.
    template <class R> Result<void> send(const R& request)
    {
        auto prepared = detail::prepare(request, number_of(request), engine_->server());
        if (engine_->server() == Version{}) return Error{Errc::not_connected, "no session"};
        if (prepared.fault.code) return prepared.fault;
        engine_->calls()->turns()->post(
            [engine = engine_, prepared = std::move(prepared)] { (void)engine->send(prepared); });
        return {};
    }

    /// How long a request of that kind would wait for pacing if it were made now. On the strand.
    template <class R> Duration would_wait() const { return engine_->would_wait(R::info.id); }
    /// How long this one would: bars of the past and five-second bars also wait for IBKR's rules of
    /// historical data (the same one within 15 s, six of a series in 2 s, sixty in ten minutes,
    /// fifty open; asking anyway breaks no rule, it is sent in its turn). On the strand.
    template <class R> Duration would_wait(const R& request) const
    {
        return engine_->would_wait(detail::prepare(request, 0, engine_->server()));
    }

    static constexpr Duration default_deadline = std::chrono::seconds{30};
    static constexpr Duration connect_deadline = std::chrono::seconds{60};

private:
    template <class R> int number_of(const R& request)
    {
        if constexpr (R::key == Key::request_id)
            return engine_->next_id();
        else if constexpr (R::key == Key::order_id || requires { request.request_id; })
            return id_given(request);
        else
            return -1;
    }
    template <class R> static int id_given(const R& request)
    {
        if constexpr (requires { request.order_id; })
            return request.order_id;
        else
            return request.request_id;
    }

    // not begun yet
    std::shared_ptr<trademind::detail::Operation<void>> linking(
        void (detail::Engine::*verb)(Completion<>), Duration deadline) const;
    template <class R>
    std::shared_ptr<trademind::detail::Operation<AnswerOf<R>>> asking(const R& request,
                                                                      Duration deadline);

    std::shared_ptr<detail::Engine> engine_;
};

template <class R>
std::shared_ptr<trademind::detail::Operation<AnswerOf<R>>> Client::asking(const R& request,
                                                                          Duration deadline)
{
    using T = AnswerOf<R>;
    auto prepared = detail::prepare(request, number_of(request), engine_->server());
    // the work keeps the engine, and with it the connection, until it has begun
    return trademind::detail::make_operation<T>(
        engine_->calls(), engine_, deadline,
        [held = engine_, prepared = std::move(prepared)](Completion<T> done) mutable {
            detail::Engine& engine = *held;
            struct State {
                State(Completion<T> done) : done{std::move(done)} {}
                T collected;
                Completion<T> done;
            };
            auto state = std::make_shared<State>(std::move(done));
            auto on_item = [state]<class M>(const M& m, const detail::Incoming& in) {
                (void)m;
                Received<M> kept{detail::keep<M>(in.payload, in.server)};
                detail::collect(state->collected, std::move(kept));
            };
            auto on_end = [state](Result<void> result) {
                if (result)
                    state->done(std::move(state->collected));
                else
                    state->done(result.error());
            };
            auto route = std::make_unique<
                detail::CallbackRoute<R, true, decltype(on_item), decltype(on_end)>>(
                std::move(on_item), std::move(on_end));
            auto number = engine.add(std::move(prepared), std::move(route), Duration{});
            state->done.on_cancel([weak = engine.weak_from_this(), number] {
                if (auto alive = weak.lock()) alive->cancel(number);
            });
        });
}

template <class R, class Sink>
Subscription Client::follow(const R& request, std::shared_ptr<Sink> sink)
{
    auto prepared = detail::prepare(request, number_of(request), engine_->server());
    auto number = std::make_shared<detail::RouteId>(0);
    auto ended = std::make_shared<std::atomic<bool>>(false);
    engine_->calls()->turns()->post([engine = engine_, number, ended, sink = std::move(sink),
                                     prepared = std::move(prepared)]() mutable {
        if (*ended) return;
        *number = engine->add(std::move(prepared),
                              std::make_unique<detail::FollowRoute<R, Sink>>(std::move(sink)),
                              Duration{});
    });
    return Subscription{[weak = std::weak_ptr{engine_}, number, ended] {
        *ended = true;
        if (auto engine = weak.lock())
            engine->calls()->turns()->post([engine, number] { engine->cancel(*number); });
    }};
}

}  // namespace trademind::ibkr
