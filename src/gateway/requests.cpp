// One frame to its request, read whole or answered with an error.
#include "gateway/request_handler.hpp"

#include "base/log.hpp"

namespace trademind::gateway {

void Server::on_frame(Session& session, std::string_view payload)
{
    auto at = clients_.find(&session);
    if (at == clients_.end()) return;
    auto& client = at->second;
    ++counts_.requests;
    if (!keeps_pace(client)) return;
    if (!session.started()) {
        wire::MessageHead head;
        ibkr::StartApiRequest start;
        wire::Surplus surplus;
        if (!wire::find_head(payload, session.version(), head)) return;
        // TWS says nothing before it, and hears nothing
        if (head.id != static_cast<int>(ibkr::Request::start_api)) return;
        if (auto fault = wire::decode(payload, head.body_at, session.version(), head.encoding,
                                      start, surplus))
            return session.close(fault.describe());
        return begin(client, start);
    }
    RequestHandler handler{*this, client};
    wire::Counters counters;
    auto fault = ibkr::AllRequests<wire::Dispatcher>::dispatch(payload, session.version(), handler,
                                                               counters);
    if (fault) {
        ++counts_.unreadable;
        log::warning("gateway: client {}: {}", session.client_id(), fault.describe());
        if (fault.kind == wire::Fault::Kind::bad_id)
            floor_.error(session, ibkr::ErrorMessage::no_request, code_cannot_read,
                         "Error reading request. " + fault.describe());
    }
    if (counters.unknown_ids == 0) return;
    ++counts_.unreadable;
    floor_.error(
        session, ibkr::ErrorMessage::no_request, code_cannot_read,
        "Error reading request. Unknown message id: " + std::to_string(counters.last_unknown_id));
}

}  // namespace trademind::gateway
