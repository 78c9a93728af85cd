// From a frame to the request that it answers.
#include "brokers/ibkr/client/core.hpp"

#include <trademind/brokers/ibkr/messages/answers.hpp>

namespace trademind::ibkr {
namespace {

constexpr UnreadSubject subject_of(Answer id)
{
    switch (id) {
    case Answer::open_order:
    case Answer::order_status:
    case Answer::order_bound: return UnreadSubject::open_order;
    case Answer::completed_order: return UnreadSubject::completed_order;
    case Answer::execution_data: return UnreadSubject::execution;
    case Answer::commission_and_fees_report: return UnreadSubject::commission;
    case Answer::position:
    case Answer::position_multi:
    case Answer::portfolio_value: return UnreadSubject::position;
    default: return UnreadSubject::other;
    }
}

}  // namespace

/// Gets every message of the protocol, typed: first the connection's part, then the request that it
/// answers, then the broker.
struct ClientCore::Receiver {
    ClientCore& core;
    std::string_view payload;
    Version server;
    UnreadSubject unread = UnreadSubject::anything;

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
        unread = subject_of(M::info.id);
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
        events_->on_unreadable(Error{Errc::protocol, fault.describe()}, receiver.unread);
    else if (counters_.unknown_ids != unknown)
        events_->on_unreadable(
            Error{Errc::protocol, "message id " + std::to_string(counters_.last_unknown_id) +
                                      " is not known to this library"},
            UnreadSubject::other);
}

}  // namespace trademind::ibkr
