// The deadlines of many calls by one timer.
#include <trademind/detail/calls.hpp>

#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace trademind::detail {
namespace {

// callers that compute their waits would leave a line for each
constexpr std::size_t lines_kept = 16;

}  // namespace

Calls::Calls(Strand strand, std::shared_ptr<Clock> clock)
    : turns_{std::make_shared<Turns>(std::move(strand))},
      clock_{std::move(clock)},
      context_end_{turns_->strand().get_inner_executor(), [this] { context_ends(); }}
{}

void Calls::context_ends()
{
    asio::post(strand(), [weak = weak_from_this()] {
        auto self = weak.lock();
        if (!self) return;
        auto turns = self->turns();
        turns->take([&] { self->end(); });
    });
}

void Calls::end()
{
    ended_ = expiring_ = true;
    for (auto& [wait, line] : lines_)
        while (line.first) {
            auto& waiter = *line.first;
            remove(waiter);
            waiter.expire();
        }
    expiring_ = false;
    rest_if_idle();
}

void Calls::add(Waiter& waiter, Duration wait)
{
    auto& line = lines_[wait];
    waiter.line_ = &line;
    auto now = clock_->uptime();
    waiter.due_ = wait > Duration::max() - now ? Duration::max() : now + wait;
    waiter.before_ = line.last;
    (line.last ? line.last->after_ : line.first) = &waiter;
    line.last = &waiter;
    ++waiting_;
    if (!timer_ || waiter.due_ < timer_due_) arm(waiter.due_);
}

void Calls::remove(Waiter& waiter)
{
    auto* line = std::exchange(waiter.line_, nullptr);
    if (!line) return;
    (waiter.before_ ? waiter.before_->after_ : line->first) = waiter.after_;
    (waiter.after_ ? waiter.after_->before_ : line->last) = waiter.before_;
    waiter.before_ = waiter.after_ = nullptr;
    --waiting_;
    rest_if_idle();
}

void Calls::open()
{
    ++open_;
    if (!work_) work_ = asio::prefer(turns_->strand(), asio::execution::outstanding_work.tracked);
}

void Calls::close()
{
    --open_;
    rest_if_idle();
}

void Calls::keep_running(bool keep)
{
    keep_running_ = keep;
    rest_if_idle();
}

void Calls::rest_if_idle()
{
    if (open_ == 0 && !keep_running_) work_.reset();
    if (waiting_ != 0 || expiring_) return;
    if (lines_.size() > lines_kept) lines_.clear();
    if (!keep_running_ && timer_) timer_.reset();
}

void Calls::arm(Duration due)
{
    timer_due_ = due;
    auto wait = std::max(Duration{}, due - clock_->uptime());
    timer_ = clock_->after(wait, strand(), [weak = weak_from_this()] {
        if (auto self = weak.lock()) self->expire();
    });
}

void Calls::expire()
{
    timer_.reset();
    expiring_ = true;
    auto now = clock_->uptime();
    std::optional<Duration> next;
    for (auto& [wait, line] : lines_) {
        while (line.first && line.first->due_ <= now) {
            auto& waiter = *line.first;
            remove(waiter);
            waiter.expire();
        }
        if (line.first) next = std::min(next.value_or(line.first->due_), line.first->due_);
    }
    expiring_ = false;
    rest_if_idle();
    // whoever expired may have begun another call
    if (next && (!timer_ || *next < timer_due_)) arm(*next);
}

}  // namespace trademind::detail
