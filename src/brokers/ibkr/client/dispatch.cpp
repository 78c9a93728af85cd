// From a frame to the request that it answers.
#include "brokers/ibkr/client/core.hpp"

#include <trademind/brokers/ibkr/messages/answers.hpp>

namespace trademind::ibkr {

/// Gets every message of the protocol, typed: first the connection's part, then the request that it
/// answers, then the broker.
struct ClientCore::Receiver {
    ClientCore& core;
    std::string_view payload;
    Version server;
    bool unread_order = false;  // what could not be read is about an order

    template <class M> void on(const M& message)
    {
        if constexpr (requires { core.connection_->note(message); })
            core.connection_->note(message);
        if constexpr (M::info.id == Answer::error) {
            core.on_error(message);
        } else {
            answer(message);
            if constexpr (requires { core.order_events_->on(message); })
                if (core.order_events_) core.order_events_->on(message);
        }
    }
    /// The rest of its answer would be taken for the whole.
    template <class M> void on_unread(const M& message, const wire::Fault& fault)
    {
        if constexpr (requires { message.request_id; })
            core.routes_.deliver_unreadable(message.request_id, M::info.id,
                                            Error{Errc::protocol, fault.describe()});
        if constexpr (M::info.id == Answer::open_order || M::info.id == Answer::order_status ||
                      M::info.id == Answer::execution_data ||
                      M::info.id == Answer::commission_and_fees_report ||
                      M::info.id == Answer::completed_order)
            unread_order = true;
    }

private:
    template <class M> void answer(const M& message)
    {
        if constexpr (M::info.id == Answer::next_valid_id)
            core.order_ids_.next_valid(message.order_id);
        detail::Incoming in{message, payload, server};
        if constexpr (requires { message.request_id; })
            core.routes_.deliver_by_id(message.request_id, in);
        else
            core.routes_.deliver_by_type(in);
        if constexpr (M::info.id == Answer::commission_and_fees_report)
            core.routes_.deliver_to_all(in);
    }
};

void ClientCore::on_frame(std::string_view payload, Version server)
{
    // its last owner may have let go: the end waits on the strand
    auto alive = weak_from_this().lock();
    if (!alive) return;
    Receiver receiver{*this, payload, server};
    auto unknown = counters_.unknown_ids;
    auto fault = AllAnswers<wire::Dispatcher>::dispatch(payload, server, receiver, counters_);
    if (fault) connection_->note(fault);
    if (!events_) return;
    if (fault)
        events_->on_unreadable(Error{Errc::protocol, fault.describe()}, receiver.unread_order);
    else if (counters_.unknown_ids != unknown)
        events_->on_unreadable(
            Error{Errc::protocol, "message id " + std::to_string(counters_.last_unknown_id) +
                                      " is not known to this library"},
            false);
}

}  // namespace trademind::ibkr
