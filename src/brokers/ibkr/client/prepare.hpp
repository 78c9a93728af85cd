// Requests made ready to be sent: the definitions behind prepare(), included where they are
// instantiated.
#pragma once

#include "brokers/ibkr/wire/dispatch.hpp"
#include "brokers/ibkr/wire/encode.hpp"

#include <trademind/brokers/ibkr/client/route.hpp>

#include <string>
#include <tuple>

namespace trademind::ibkr::detail {

/// Reads a request's own frame again.
template <class R> R read_back(const Prepared& prepared)
{
    std::string_view payload{prepared.frame};
    payload.remove_prefix(4);
    wire::MessageHead head;
    wire::Surplus surplus;
    R request;
    if (!wire::read_head(payload, prepared.server, head))
        (void)wire::decode(payload, head.body_at, prepared.server, head.encoding, request, surplus);
    return request;
}

template <class R> void set_id(R& request, int id)
{
    if constexpr (R::key == Key::request_id) request.request_id = id;
    if constexpr (R::key == Key::order_id) request.order_id = id;
}

template <class R> std::string write_cancel(const Prepared& prepared)
{
    std::string frame;
    if constexpr (requires { typename R::cancel; }) {
        typename R::cancel cancel;
        if constexpr (requires { cancel.request_id; }) cancel.request_id = prepared.id;
        // Depth is cancelled in the book that it was asked from.
        if constexpr (requires { cancel.is_smart_depth; })
            cancel.is_smart_depth = read_back<R>(prepared).is_smart_depth;
        (void)wire::encode(frame, cancel, prepared.server);
    } else if constexpr (R::info.id == Request::account_data) {
        auto cancel = read_back<R>(prepared);
        cancel.subscribe = false;
        (void)wire::encode(frame, cancel, prepared.server);
    }
    return frame;
}

template <class R> Prepared rewrite(const Prepared& old, int id, Version server)
{
    return prepare(read_back<R>(old), id, server);
}

/// TWS ends these by itself, though others of their kind go on.
template <class R> bool ends_by_itself(const R& request)
{
    if constexpr (R::info.id == Request::market_data)
        return request.snapshot || request.regulatory_snapshot;
    else if constexpr (R::info.id == Request::historical_data)
        return !request.keep_up_to_date;
    else
        return false;
}

template <class R> Prepared prepare(const R& request, int id, Version server)
{
    using Answered = Shape<typename R::answer>;
    Prepared prepared;
    prepared.server = server;
    prepared.id = R::key == Key::request_id || R::key == Key::order_id ? id : -1;
    prepared.request = R::info.id;
    prepared.key = R::key;
    R numbered = request;
    set_id(numbered, id);
    prepared.streams = Answered::streams && !ends_by_itself(numbered);
    prepared.exclusive = R::key == Key::type && !prepared.streams;
    // The first timestamp keeps counting as an open history request.
    prepared.cancel_after = R::info.id == Request::head_timestamp;
    prepared.answers = Answered::answers();
    prepared.write_cancel = &write_cancel<R>;
    prepared.rewrite = &rewrite<R>;
    if (auto fault = wire::encode(prepared.frame, numbered, server))
        prepared.fault = wire::unsendable(fault);
    return prepared;
}

template <class A> std::shared_ptr<const Kept<A>> keep(std::string_view payload, Version server)
{
    auto kept = std::make_shared<Kept<A>>();
    kept->bytes = payload;
    wire::MessageHead head;
    wire::Surplus surplus;
    if (!wire::read_head(kept->bytes, server, head))
        (void)wire::decode(kept->bytes, head.body_at, server, head.encoding, kept->message,
                           surplus);
    return kept;
}

// `template struct Instantiated<AllRequests<Preparing>>;` compiles them all.
template <class... Rs> struct Preparing {
    static constexpr auto functions = std::tuple{&prepare<Rs>...};
};
template <class... As> struct Keeping {
    static constexpr auto functions = std::tuple{&keep<As>...};
};
template <class List> struct Instantiated {
    static constexpr auto functions = List::functions;
};

}  // namespace trademind::ibkr::detail
