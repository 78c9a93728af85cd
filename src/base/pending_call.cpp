// One asynchronous call under way, whatever its answer.
#include <trademind/detail/pending_call.hpp>

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/post.hpp>

namespace trademind::detail {

PendingCall::PendingCall(std::shared_ptr<Calls> calls) : calls_{std::move(calls)} {}

PendingCall::~PendingCall()
{
    // one that was dropped with its executor
    if (calls_) calls_->remove(*this);
}

void PendingCall::begin(Duration deadline, asio::cancellation_slot slot)
{
    if (slot.is_connected())
        slot.assign(
            [weak = weak_from_this(), strand = calls_->strand()](asio::cancellation_type type) {
                if (type == asio::cancellation_type::none) return;
                asio::post(strand, [weak] {
                    if (auto call = weak.lock())
                        call->abandon(Errc::cancelled, "cancelled by the caller");
                });
            });
    // Posted even from the strand: a call made inside an event never runs in the middle of it.
    calls_->later().execute([self = shared_from_this(), deadline] {
        // what it runs with may hold the broker, which must be able to end while calls are open
        struct Release {
            PendingCall& call;
            ~Release() { call.release(); }
        } release{*self};
        if (self->done()) return;
        if (deadline != no_deadline) self->calls_->add(*self, deadline);
        self->run();
    });
}

void PendingCall::refuse(Error why)
{
    done_.store(true, std::memory_order_release);
    calls_ = nullptr;
    fail(std::move(why));
    release();
    post_answer();
}

void PendingCall::expire()
{
    auto self = shared_from_this();
    abandon(Errc::timed_out, "no answer within the deadline");
}

void PendingCall::abandon(Errc why, const char* message)
{
    if (!claim()) return;
    if (auto hook = std::exchange(hook_, nullptr)) hook();
    fail({why, message});
    settle();
}

void PendingCall::settle()
{
    // what belongs to the broker ends on its strand, not with the handler on the caller's thread
    if (calls_->strand().running_in_this_thread())
        leave();
    else
        calls_->later().execute([self = shared_from_this()] { self->leave(); });
    post_answer();
}

void PendingCall::leave()
{
    std::exchange(calls_, nullptr)->remove(*this);
    hook_ = nullptr;
}

void PendingCall::post_answer_to(const Strand& strand)
{
    strand.execute(Answering{shared_from_this()});
}

}  // namespace trademind::detail
