// What all calls share: cancellation, the deadline, the way to the strand and back.
#include <trademind/completion.hpp>

#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/prefer.hpp>

namespace trademind::detail {

PendingCall::PendingCall(const Strand& strand, const asio::any_io_executor& executor)
    : strand_{strand}, executor_{asio::prefer(executor, asio::execution::outstanding_work.tracked)}
{}

void PendingCall::listen(asio::cancellation_slot slot)
{
    if (!slot.is_connected()) return;
    slot.assign([weak = weak_from_this(), strand = *strand_](asio::cancellation_type type) {
        if (type == asio::cancellation_type::none) return;
        asio::post(strand, [weak] {
            if (auto call = weak.lock()) call->abandon(Errc::cancelled, "cancelled by the caller");
        });
    });
}

void PendingCall::begin(std::shared_ptr<void> owner, Clock& clock, Duration deadline)
{
    // the call may be over before post returns, and has let go of its strand by then
    auto strand = *strand_;
    auto start = [owner = std::move(owner), call = shared_from_this(), &clock, deadline]() mutable {
        if (call->done()) return;
        if (deadline != no_deadline) call->set_deadline(clock, deadline);
        PendingCall& begun = *call;
        begun.run(std::move(call));
    };
    asio::post(strand, std::move(start));
}

void PendingCall::set_deadline(Clock& clock, Duration deadline)
{
    timer_ = clock.after(deadline, *strand_, [weak = weak_from_this()] {
        if (auto call = weak.lock())
            call->abandon(Errc::timed_out, "no answer within the deadline");
    });
}

void PendingCall::abandon(Errc why, const char* message)
{
    if (!claim()) return;
    if (auto hook = std::exchange(hook_, nullptr)) hook();
    fail(Error{why, message});
}

// Posted, not dispatched: a caller's code never runs in the middle of the broker's.
void PendingCall::post_answer()
{
    timer_.reset();
    // what belongs to the broker ends here, not with the handler on the caller's thread
    hook_ = nullptr;
    strand_.reset();
    auto executor = std::exchange(executor_, asio::any_io_executor{});
    asio::post(executor, [self = shared_from_this()] { self->answer(); });
}

}  // namespace trademind::detail
