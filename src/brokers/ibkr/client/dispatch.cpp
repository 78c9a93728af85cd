// From a frame to the request that it answers.
#include "brokers/ibkr/client/core.hpp"

#include <trademind/brokers/ibkr/messages/answers.hpp>

namespace trademind::ibkr {

/// Gets every message of the protocol, typed.
struct ClientCore::Receiver {
    ClientCore& core;
    Version server;
    bool unread_order = false;  // what could not be read is about an order

    void on(const ErrorMessage& message) { core.on_error(message); }
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
    template <class M> void on(const M& message)
    {
        detail::Incoming in{M::info.id, &message, core.payload_, server};
        if constexpr (requires { message.request_id; }) {
            core.routes_.deliver_by_id(message.request_id, in);
            if constexpr (M::info.id == Answer::execution_data)
                if (core.listener_) core.listener_->on_message(in);
        } else {
            if constexpr (M::info.id == Answer::next_valid_id)
                core.order_ids_.next_valid(message.order_id);
            core.routes_.deliver_by_type(in);
            if constexpr (M::info.id == Answer::commission_and_fees_report)
                core.routes_.deliver_to_all(in);
            if (core.listener_) core.listener_->on_message(in);
        }
    }
};

void ClientCore::on_frame(std::string_view payload, Version server)
{
    payload_ = payload;
    Receiver receiver{*this, server};
    auto unknown = counters_.unknown_ids;
    auto fault = AllAnswers<wire::Dispatcher>::dispatch(payload, server, receiver, counters_);
    payload_ = {};
    if (!listener_) return;
    if (fault)
        listener_->on_unreadable(Error{Errc::protocol, fault.describe()}, receiver.unread_order);
    else if (counters_.unknown_ids != unknown)
        listener_->on_unreadable(
            Error{Errc::protocol, "message id " + std::to_string(counters_.last_unknown_id) +
                                      " is not known to this library"},
            false);
}

}  // namespace trademind::ibkr
