// Which desk serves which request.
#pragma once

#include "gateway/server.hpp"

#include <trademind/brokers/ibkr/messages/requests.hpp>

namespace trademind::gateway {

/// The number that an answer to the request names.
template <class M> int number_of(const M& request)
{
    if constexpr (requires { request.request_id; })
        return request.request_id;
    else if constexpr (requires { request.order_id; })
        return request.order_id;
    else
        return ibkr::ErrorMessage::no_request;
}

/// One request of one client, to the first desk that serves it.
struct RequestHandler {
    Server& server;
    Client& client;

    template <class M> void on(const M& request)
    {
        auto& session = *client.session;
        if constexpr (requires { server.orders_.on(session, request); })
            server.orders_.on(session, request);
        else if constexpr (requires { server.lists_.on(session, request); })
            server.lists_.on(session, request);
        else if constexpr (requires { client.quotes.on(session, request); })
            client.quotes.on(session, request);
        else if constexpr (requires { client.history.on(session, request); })
            client.history.on(session, request);
        else if constexpr (requires { client.account.on(session, request); })
            client.account.on(session, request);
        else if constexpr (requires { server.reference_.on(session, request); })
            server.reference_.on(session, request);
        else
            refuse(number_of(request), M::info.name);
    }
    template <class M> void on_unread(const M& request, const wire::Fault& fault)
    {
        server.floor_.error(*client.session, number_of(request), code_cannot_read,
                            "Error reading request. " + fault.describe());
    }
    void refuse(int number, std::string_view name)
    {
        ++server.counts_.unsupported;
        server.floor_.error(*client.session, number, code_bad_request,
                            "Error validating request.-'gateway' : cause - " + std::string{name} +
                                " is not served here");
    }
};

}  // namespace trademind::gateway
