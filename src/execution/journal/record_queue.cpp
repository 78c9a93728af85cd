// Records of the journal in their order, written away from the strand.
#include "execution/journal/record_queue.hpp"

#include "execution/journal/record_jobs.hpp"
#include "execution/journal/write_failures.hpp"

#include <boost/asio/post.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <signal.h>

namespace trademind::journal {
namespace {

using namespace std::chrono_literals;

constexpr Duration patience_at_the_end = 5s;
/// Between attempts to write what failed.
constexpr Duration pause = 100ms, pause_after_failure = 1s;
constexpr int attempts_at_the_end = 20;

}  // namespace

/// Shared with the thread, which may outlive the queue while the disk hangs.
class RecordQueue::State : public std::enable_shared_from_this<State> {
public:
    explicit State(Store store) : store_{std::move(store)} {}

    Store& store() { return store_; }
    std::int64_t writes() const
    {
        std::lock_guard lock{mutex_};
        return jobs_.writes();
    }

    void start(asio::any_io_executor background, bool syncs, std::function<void(Error)> on_failure)
    {
        background_ = std::move(background);
        on_failure_ = std::move(on_failure);
        behind_ = true;
        own_thread_ = !background_;
        // without fsync a write takes microseconds, and a turn of another thread more
        direct_ = !own_thread_ || !syncs;
        if (!own_thread_) return;
        // the program's signals are for its own threads
        sigset_t all{}, before{};
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before);
        std::thread{[self = shared_from_this()] { self->run(); }}.detach();
        ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }

    Result<> now(StoreRecord record, std::function<Result<>(Store&)> undo)
    {
        std::unique_lock lock{mutex_};
        if (const auto& failure = failures_.lasting()) return *failure;
        if (failures_.is_stalled() && writing_) return stall();
        auto number = jobs_.add(std::move(record), {}, true);
        auto end = system_clock()->uptime() + patience;
        bool in_time = true;
        for (;;) {
            if (is_settled(number) || !in_time) break;
            if (!writing_ && direct_) {
                write_batch(lock);
                return take_outcome(number);
            }
            changed_.notify_all();
            auto left = end - system_clock()->uptime();
            in_time =
                left > Duration{} && changed_.wait_for(lock, left) == std::cv_status::no_timeout;
        }
        if (is_settled(number)) return take_outcome(number);
        failures_.stall();
        // being written it may still get there
        if (!jobs_.withdraw(number) && undo) jobs_.add({"undo", std::move(undo)}, {}, false);
        return stall();
    }

    Result<> later(StoreRecord record, std::function<void()> kept)
    {
        std::unique_lock lock{mutex_};
        if (jobs_.size() >= most)
            return Error{Errc::input_output,
                         fmt::format("{} records wait to be written", jobs_.size())};
        auto number = jobs_.add(std::move(record), std::move(kept), !behind_);
        if (!behind_) {
            write_batch(lock);
            return take_outcome(number);
        }
        if (own_thread_)
            changed_.notify_all();
        else if (!std::exchange(posted_, true))
            asio::post(background_, [self = shared_from_this()] {
                std::unique_lock inner{self->mutex_};
                self->posted_ = false;
                if (!self->writing_) self->write_batch(inner);
            });
        return {};
    }

    void end()
    {
        std::unique_lock lock{mutex_};
        ends_ = true;
        changed_.notify_all();
        if (!own_thread_ && !writing_ && !jobs_.empty()) write_batch(lock);
        bool over = changed_.wait_for(lock, patience_at_the_end,
                                      [&] { return own_thread_ ? exited_ : !writing_; });
        // callbacks hold executors, whose context may be gone before a disk that hangs returns
        abandoned_ = !over;
        if (over) {
            on_failure_ = nullptr;
            jobs_.waiting().clear();
            // its thread lets go of this a moment later, and the next run may open the file before
            [[maybe_unused]] Store closed{std::move(store_)};
            return;
        }
        static_cast<void>(new auto{std::exchange(on_failure_, nullptr)});
        leak_callbacks(jobs_.waiting());
    }

private:
    /// Of a queue that has ended: what they hold may belong to a context that is gone.
    static void leak_callbacks(RecordJobs::Batch& batch)
    {
        for (auto& job : batch) static_cast<void>(new auto{std::exchange(job.kept, nullptr)});
    }
    bool is_settled(std::uint64_t number) const
    {
        return jobs_.is_written(number) || failures_.lasting();
    }
    static Error stall()
    {
        return {Errc::input_output,
                fmt::format("not written within {} s: the disk or another program holds it up",
                            std::chrono::duration<double>{patience}.count())};
    }
    /// Of a record that was written, or was tried and would be tried again.
    Result<> take_outcome(std::uint64_t number)
    {
        if (!jobs_.is_written(number)) {
            jobs_.withdraw(number);
            return failures_.lasting() ? *failures_.lasting() : failures_.latest();
        }
        auto refused = jobs_.take_refusal(number);
        return refused ? Result<>{std::move(*refused)} : Result<>{};
    }

    void run()
    {
        std::unique_lock lock{mutex_};
        write_until_the_end(lock);
        exited_ = true;
        changed_.notify_all();
    }
    void write_until_the_end(std::unique_lock<std::mutex>& lock)
    {
        for (int attempts = 0;;) {
            changed_.wait(lock, [&] { return ends_ || (!jobs_.empty() && !writing_); });
            if (writing_)
                changed_.wait_for(lock, pause);
            else if (jobs_.empty())
                return;
            else if (!write_batch(lock)) {
                if (ends_ && (failures_.lasting() || ++attempts > attempts_at_the_end)) return;
                auto wait = failures_.lasting() ? pause_after_failure : pause;
                changed_.wait_for(lock, wait, [&] { return ends_; });
                if (ends_) changed_.wait_for(lock, pause);
            }
        }
    }

    /// False: the batch stays in the queue.
    bool write_batch(std::unique_lock<std::mutex>& lock)
    {
        if (jobs_.empty()) return true;
        writing_ = true;
        auto batch = jobs_.take();
        bool again = failures_.lasting().has_value();
        lock.unlock();
        RecordJobs::Refused refused;
        auto done = again ? store_.reopen() : Result<>{};
        if (done) done = write(batch, refused);
        std::optional<Error> news;
        for (auto& job : batch) {
            auto at = refused.find(job.number);
            if (at != refused.end() && !job.awaited) news = at->second;
            if (done && at == refused.end() && job.kept && !abandoned_) job.kept();
        }
        lock.lock();
        writing_ = false;
        if (abandoned_) leak_callbacks(batch);
        jobs_.keep(refused, batch);
        if (done) {
            jobs_.written(batch);
            failures_.succeeded();
        } else {
            jobs_.put_back(std::move(batch));
            if (failures_.failed(done.error(), !store_.is_usable(), system_clock()->uptime()))
                news = done.error();
        }
        batch.clear();
        auto on_failure = news ? on_failure_ : nullptr;
        changed_.notify_all();
        if (on_failure) {
            lock.unlock();
            on_failure(*news);
            on_failure = nullptr;
            lock.lock();
        }
        return done.has_value();
    }

    /// One transaction for all; where that fails for the sake of one, each its own.
    Result<> write(RecordJobs::Batch& batch, RecordJobs::Refused& refused)
    {
        std::vector<StoreRecord> records;
        records.reserve(batch.size());
        for (const auto& job : batch) records.push_back(job.record);
        auto done = store_.write(records);
        if (done || !store_.is_usable() || store_.is_busy()) return done;
        for (auto& job : batch) {
            auto alone = store_.write({&job.record, 1});
            if (!alone && (!store_.is_usable() || store_.is_busy())) return alone;
            if (!alone) refused.emplace(job.number, alone.error());
            // not again, where a later one has to be tried again
            job.record.work = [](Store&) { return Result<>{}; };
        }
        return {};
    }

    Store store_;  // of the one that is writing_
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    RecordJobs jobs_;
    WriteFailures failures_;
    asio::any_io_executor background_;
    std::function<void(Error)> on_failure_;
    bool behind_ = false, own_thread_ = false, direct_ = true;
    bool exited_ = false;
    std::atomic<bool> abandoned_{false};  // the thread; by the queue's end
    bool writing_ = false, posted_ = false, ends_ = false;
};

RecordQueue::RecordQueue(Store store) : state_{std::make_shared<State>(std::move(store))} {}
RecordQueue::~RecordQueue()
{
    state_->end();
}
Store& RecordQueue::store()
{
    return state_->store();
}
void RecordQueue::start(asio::any_io_executor background, bool syncs,
                        std::function<void(Error)> on_failure)
{
    state_->start(std::move(background), syncs, std::move(on_failure));
}
Result<> RecordQueue::now(StoreRecord record, std::function<Result<>(Store&)> undo)
{
    return state_->now(std::move(record), std::move(undo));
}
Result<> RecordQueue::later(StoreRecord record, std::function<void()> kept)
{
    return state_->later(std::move(record), std::move(kept));
}
std::int64_t RecordQueue::writes() const
{
    return state_->writes();
}

}  // namespace trademind::journal
