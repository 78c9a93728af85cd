// One asynchronous call under way, whatever its answer.
#include <trademind/detail/pending_call.hpp>

#include <boost/asio/cancellation_type.hpp>

namespace trademind::detail {

PendingCall::PendingCall(std::shared_ptr<Calls> calls, bool answers_on_strand)
    : calls_{std::move(calls)}, answers_on_strand_{answers_on_strand}
{}

PendingCall::~PendingCall()
{
    // one that was dropped with its executor
    if (calls_) leave();
}

void PendingCall::begin(Duration deadline, asio::cancellation_slot slot)
{
    if (slot.is_connected())
        slot.assign(
            [weak = weak_from_this(), turns = calls_->turns()](asio::cancellation_type type) {
                if (type == asio::cancellation_type::none) return;
                turns->post([weak] {
                    if (auto call = weak.lock())
                        call->abandon(Errc::cancelled, "cancelled by the caller");
                });
            });
    deadline_ = deadline;
    // Not at once even on the strand: a call made inside an event never runs in the middle of it.
    calls_->turns()->hand_over(shared_from_this(),
                               [](void* call) { static_cast<PendingCall*>(call)->start(); });
}

void PendingCall::start()
{
    // what it runs with may hold the broker, which must be able to end while calls are open
    struct Release {
        PendingCall& call;
        ~Release() { call.release(); }
    } release{*this};
    if (done()) return;
    calls_->open();
    open_ = true;
    // once an order has left there is time to look at the clock
    auto bound = [this] {
        if (calls_ && deadline_ != no_deadline) calls_->add(*this, deadline_);
    };
    try {
        run();
    } catch (...) {
        // whoever answers may have been kept
        bound();
        throw;
    }
    bound();
}

void PendingCall::refuse(Error why)
{
    done_.store(true, std::memory_order_release);
    auto turns = std::exchange(calls_, nullptr)->turns();
    fail(std::move(why));
    release();
    if (!answers_on_strand_) return post_answer();
    turns->later().execute(
        [self = shared_from_this(), turns] { turns->take([&] { self->answer(); }); });
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
    auto turns = calls_->turns();
    // what belongs to the broker ends on its strand, not with the handler on the caller's thread
    if (!turns->strand().running_in_this_thread()) {
        turns->later().execute([self = shared_from_this(), turns] {
            self->leave();
            if (self->answers_on_strand_) turns->take([&] { self->answer(); });
        });
        if (!answers_on_strand_) post_answer();
        return;
    }
    leave();
    // not at once: a caller's code never runs in the middle of the broker's
    if (!answers_on_strand_) return post_answer();
    turns->add(shared_from_this(), [](void* call) { static_cast<PendingCall*>(call)->answer(); });
}

void PendingCall::leave()
{
    auto calls = std::exchange(calls_, nullptr);
    calls->remove(*this);
    if (std::exchange(open_, false)) calls->close();
    // else it ends with the call, on the strand as well
    if (!answers_on_strand_) hook_ = nullptr;
}

void PendingCall::post_answer_to(const Strand& strand)
{
    strand.execute(Answering{shared_from_this()});
}

}  // namespace trademind::detail
