// Where the answers to one request go.
#pragma once

#include <trademind/brokers/ibkr/client/received.hpp>
#include <trademind/brokers/ibkr/messages/info.hpp>
#include <trademind/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace trademind::ibkr::detail {

/// Names a request for as long as the process lives; its id on the wire changes when it is asked
/// for again.
using RouteId = std::uint64_t;

/// One message on its way to whoever asked for it, whatever its type. Valid during the call.
class Incoming {
public:
    template <class M>
    Incoming(const M& message, std::string_view payload, Version server)
        : id{M::info.id}, payload{payload}, server{server}, message_{&message}
    {}

    /// The message, where it is one of that type.
    template <class M> const M* as() const
    {
        return id == M::info.id ? static_cast<const M*>(message_) : nullptr;
    }

    Answer id;
    std::string_view payload;
    Version server;

private:
    const void* message_;
};

/// The handler of one request. On the client's strand, in the order of the wire.
class Route {
public:
    virtual ~Route() = default;
    /// Returns true when the request is complete.
    virtual bool on_answer(const Incoming&) = 0;
    /// All messages that arrived together, by one read of the socket, have been passed on. Comes
    /// for streams that had one of them.
    virtual void on_read_end() {}
    /// The request is over: complete, refused, lost or timed out. Comes once; nothing follows.
    virtual void on_end(Result<void>) = 0;
    /// TWS said something about it that does not end it.
    virtual void on_notice(const Error&) {}
    /// The stream was asked for again after a break.
    virtual void on_restored() {}
    /// The stream was asked for again because it stayed silent after a break.
    virtual void on_asked_again() { on_restored(); }
};

/// A request made ready to be sent, and what the routes must know of it.
struct Prepared {
    Error fault;        ///< empty code: none
    std::string frame;  ///< with its length prefix
    Version server{};   ///< that it was written for
    int id = -1;        ///< of the request or order; -1 where answers are found by type
    Request request{};
    Key key{};
    bool streams = false;       ///< goes on until it is cancelled
    bool exclusive = false;     ///< found by type and one at a time: ends with a marker of its own
    bool cancel_after = false;  ///< TWS keeps it until it is cancelled, though it is answered
    std::vector<Answer> answers;
    /// The message that cancels it, or an empty frame where the server knows none; nullptr where
    /// the protocol has none.
    std::string (*write_cancel)(const Prepared&) = nullptr;
    /// The same request under another id, for a server that may be of another version.
    Prepared (*rewrite)(const Prepared&, int id, Version server) = nullptr;
};

/// Writes a request. Compiled in the library, for the requests of the protocol only.
template <class R> Prepared prepare(const R& request, int id, Version server);

/// Passes the message to `use` if it is one of these; true when it was.
template <class... Ms, class Use> bool use_as(const Incoming& in, Use&& use)
{
    auto one = [&](const auto* message) { return message && (use(*message), true); };
    return (one(in.as<Ms>()) || ...);
}

/// What each shape of answer consists of: its messages, and which of them completes it. `visit`
/// passes a message on as what it is and returns true when it completes the answer.
template <class A> struct Shape;
template <class A> struct Shape<Once<A>> {
    static constexpr bool streams = false, ends = false;
    static std::vector<Answer> answers() { return {A::info.id}; }
    template <class Use> static bool visit(const Incoming& in, Use&& use)
    {
        return use_as<A>(in, use);
    }
};
template <class End, class... Items> struct WithEnd {
    static std::vector<Answer> answers() { return {End::info.id, Items::info.id...}; }
    template <class Use> static bool visit(const Incoming& in, Use&& use)
    {
        return use_as<End, Items...>(in, use) && in.id == End::info.id;
    }
};
template <class End, class... Items>
struct Shape<Snapshot<End, Items...>> : WithEnd<End, Items...> {
    static constexpr bool streams = false, ends = true;
};
template <class End, class... Items>
struct Shape<ImageThenStream<End, Items...>> : WithEnd<End, Items...> {
    static constexpr bool streams = true, ends = true;
};
template <class... Items> struct Shape<Stream<Items...>> {
    static constexpr bool streams = true, ends = false;
    static std::vector<Answer> answers() { return {Items::info.id...}; }
    template <class Use> static bool visit(const Incoming& in, Use&& use)
    {
        use_as<Items...>(in, use);
        return false;
    }
};
template <class... Items> struct Shape<UntilDone<Items...>> {
    static constexpr bool streams = false, ends = true;
    static std::vector<Answer> answers() { return {Items::info.id...}; }
    template <class Use> static bool visit(const Incoming& in, Use&& use)
    {
        bool done = false;
        use_as<Items...>(in, [&](const auto& item) { use(item), done = item.is_done; });
        return done;
    }
};
template <> struct Shape<NoAnswer> {
    static constexpr bool streams = false, ends = false;
    static std::vector<Answer> answers() { return {}; }
    template <class Use> static bool visit(const Incoming&, Use&&) { return false; }
};

/// Historical data end by a marker of their own from server 196 on only.
inline bool ends_without_marker(const Incoming& in)
{
    return in.id == Answer::historical_schedule ||
           (in.id == Answer::historical_data && in.server < Version::historical_data_end);
}

/// Told to a stream's listener: it was asked for again because it told nothing.
struct AskedAgain {};

/// Passed to a stream's listener: all messages that arrived together have been passed on.
struct ReadEnd {};

/// A listener that ignores what becomes of the stream meanwhile.
struct NoNews {
    void operator()(const AskedAgain&) const {}
    void operator()(const ReadEnd&) const {}
    void operator()(const Error&) const {}
};

/// Passes messages to `on_item` (called with those types that it accepts) and the end to `on_end`.
/// `UntilImage` ends a stream with its first image. `on_news` gets ReadEnd, AskedAgain, and as an
/// Error what TWS says of the request that does not end it.
template <class R, bool UntilImage, class OnItem, class OnEnd, class OnNews = NoNews>
class CallbackRoute : public Route {
public:
    CallbackRoute(OnItem on_item, OnEnd on_end, OnNews on_news = {})
        : on_item_{std::move(on_item)}, on_end_{std::move(on_end)}, on_news_{std::move(on_news)}
    {}
    bool on_answer(const Incoming& in) override
    {
        bool end = Shape<typename R::answer>::visit(in, [&](const auto& message) {
            if constexpr (std::is_invocable_v<OnItem&, decltype(message)>)
                on_item_(message);
            else if constexpr (std::is_invocable_v<OnItem&, decltype(message), const Incoming&>)
                on_item_(message, in);
        });
        if constexpr (R::info.id == Request::historical_data) end = end || ends_without_marker(in);
        // The option calculators answer once, in the form of a stream.
        if constexpr (UntilImage && !Shape<typename R::answer>::ends) return true;
        return end && (!Shape<typename R::answer>::streams || UntilImage);
    }
    void on_end(Result<void> result) override { on_end_(std::move(result)); }
    void on_notice(const Error& error) override { on_news_(error); }
    void on_read_end() override { on_news_(ReadEnd{}); }
    void on_asked_again() override { on_news_(AskedAgain{}); }

private:
    OnItem on_item_;
    OnEnd on_end_;
    OnNews on_news_;
};

}  // namespace trademind::ibkr::detail
