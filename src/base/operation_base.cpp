// One asynchronous operation, whatever its answer.
#include "base/log.hpp"
#include "base/program_activity.hpp"

#include <trademind/detail/context_use.hpp>
#include <trademind/detail/operation_base.hpp>

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

#include <atomic>
#include <stdexcept>

namespace trademind::detail {

void check_future(const Calls& calls, bool throws)
{
    const auto& strand = calls.strand();
    if (!strand.running_in_this_thread() && !is_only_thread(strand.get_inner_executor())) return;
    constexpr const char* text =
        "a call with asio::use_future was made on the broker's own strand or on its runtime's "
        "thread, where waiting for the future never ends; use a callback or co_await";
    if (throws) throw std::logic_error{text};
    static std::atomic<bool> is_logged{false};
    if (!is_logged.exchange(true)) log::error("{}", text);
}

OperationBase::OperationBase(std::shared_ptr<Calls> calls, std::weak_ptr<void> owner,
                             Duration deadline)
    : calls_{std::move(calls)}, owner_{std::move(owner)}, deadline_{deadline}
{}

OperationBase::~OperationBase()
{
    // one that was dropped with its executor
    if (calls_ && open_) leave();
}

void OperationBase::begin_on(std::optional<asio::any_io_executor> executor,
                             asio::cancellation_slot slot)
{
    ProgramActivity::note();
    answers_on_strand_ = !executor;
    // the answer that is awaited is work of the handler's executor
    if (executor) executor_ = asio::prefer(*executor, asio::execution::outstanding_work.tracked);
    held_ = owner_.lock();
    if (!held_) return refuse();
    if (slot.is_connected())
        slot.assign(
            [weak = weak_from_this(), turns = calls_->turns()](asio::cancellation_type type) {
                if (type == asio::cancellation_type::none) return;
                turns->post([weak] {
                    if (auto self = weak.lock())
                        self->abandon(Errc::cancelled, "cancelled by the caller");
                });
            });
    // Always deferred: an operation never runs re-entrantly inside an event handler.
    calls_->turns()->hand_over(shared_from_this(),
                               [](void* its) { static_cast<OperationBase*>(its)->start(); });
}

void OperationBase::begin_here()
{
    answers_here_ = true;
    start();
}

void OperationBase::cancel()
{
    if (!done())
        calls_->turns()->post([self = shared_from_this()] {
            self->abandon(Errc::cancelled, "cancelled by the caller");
        });
}

void OperationBase::start()
{
    struct Release {
        OperationBase& operation;
        ~Release()
        {
            operation.release();
            operation.held_.reset();
        }
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
        // the completion may have been kept
        bound();
        throw;
    }
    bound();
}

void OperationBase::refuse()
{
    done_.store(true, std::memory_order_release);
    auto turns = std::exchange(calls_, nullptr)->turns();
    fail({Errc::cancelled, "the broker has ended"});
    release();
    if (!answers_on_strand_) return post_answer();
    turns->later().execute(
        [self = shared_from_this(), turns] { turns->take([&] { self->answer(); }); });
}

void OperationBase::expire()
{
    auto self = shared_from_this();
    if (calls_ && calls_->has_ended()) return abandon(Errc::cancelled, "its Runtime has ended");
    abandon(Errc::timed_out, "no answer within the deadline");
}

void OperationBase::abandon(Errc why, const char* message)
{
    if (!claim()) return;
    if (auto hook = std::exchange(hook_, nullptr)) hook();
    fail({why, message});
    settle();
}

void OperationBase::settle()
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
    if (answers_here_) return answer();
    // deferred: a caller's code never runs in the middle of the broker's
    if (!answers_on_strand_ && !refreshes_) return post_answer();
    turns->add(shared_from_this(), [](void* its) { static_cast<OperationBase*>(its)->deliver(); });
}

void OperationBase::deliver()
{
    if (refreshes_) refresh();
    if (answers_on_strand_)
        answer();
    else
        post_answer();
}

void OperationBase::leave()
{
    auto calls = std::exchange(calls_, nullptr);
    calls->remove(*this);
    if (std::exchange(open_, false)) calls->close();
    // else it ends with the operation, on the strand as well
    if (!answers_on_strand_) hook_ = nullptr;
}

void OperationBase::post_answer()
{
    auto executor = *std::exchange(executor_, std::nullopt);
    asio::post(executor, [self = shared_from_this()] { self->answer(); });
}

}  // namespace trademind::detail
