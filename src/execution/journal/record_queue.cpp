// Records of the journal in their order, written away from the strand.
#include "execution/journal/record_queue.hpp"

#include <boost/asio/post.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <iterator>
#include <map>
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
/// Of another program's lock: from here on it is reported.
constexpr Duration patience_with_a_lock = 2s;

}  // namespace

/// Shared with the thread, which may outlive the queue while the disk hangs.
class RecordQueue::State : public std::enable_shared_from_this<State> {
public:
    explicit State(Store store) : store_{std::move(store)} {}

    Store& store() { return store_; }
    std::int64_t writes() const
    {
        std::lock_guard lock{mutex_};
        return writes_;
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
        if (failure_) return *failure_;
        if (stalled_ && writing_) return stall();
        auto number = add(std::move(record), {}, true);
        auto end = system_clock()->uptime() + patience;
        bool in_time = true;
        for (;;) {
            if (last_done_ >= number || failure_ || !in_time) break;
            if (!writing_ && direct_) {
                write_batch(lock);
                return take_outcome(number);
            }
            changed_.notify_all();
            auto left = end - system_clock()->uptime();
            in_time =
                left > Duration{} && changed_.wait_for(lock, left) == std::cv_status::no_timeout;
        }
        if (last_done_ >= number || failure_) return take_outcome(number);
        stalled_ = true;
        // being written it may still get there
        if (!withdraw(number) && undo) add({"undo", std::move(undo)}, {}, false);
        return stall();
    }

    Result<> later(StoreRecord record, std::function<void()> kept)
    {
        std::unique_lock lock{mutex_};
        if (jobs_.size() >= most)
            return Error{Errc::input_output,
                         fmt::format("{} records wait to be written", jobs_.size())};
        auto number = add(std::move(record), std::move(kept), !behind_);
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
            jobs_.clear();
            return;
        }
        static_cast<void>(new auto{std::exchange(on_failure_, nullptr)});
        for (auto& job : jobs_) static_cast<void>(new auto{std::exchange(job.kept, nullptr)});
    }

private:
    class Job {
    public:
        std::uint64_t number = 0;
        StoreRecord record;
        std::function<void()> kept;
        bool awaited = false;  ///< its caller takes the outcome
    };

    std::uint64_t add(StoreRecord record, std::function<void()> kept, bool awaited)
    {
        jobs_.push_back({++last_added_, std::move(record), std::move(kept), awaited});
        return last_added_;
    }
    bool withdraw(std::uint64_t number)
    {
        return std::erase_if(jobs_, [&](const Job& job) { return job.number == number; }) > 0;
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
        if (last_done_ < number) {
            withdraw(number);
            return failure_ ? *failure_ : last_error_;
        }
        auto refused = refused_.extract(number);
        return refused ? Result<>{std::move(refused.mapped())} : Result<>{};
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
                if (ends_ && (failure_ || ++attempts > attempts_at_the_end)) return;
                auto wait = failure_ ? pause_after_failure : pause;
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
        auto batch = std::exchange(jobs_, {});
        bool again = failure_.has_value();
        lock.unlock();
        Refused refused;
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
        for (auto& job : batch)
            if (auto at = refused.extract(job.number); at && job.awaited)
                refused_.insert(std::move(at));
        if (done) {
            last_done_ = batch.back().number;
            writes_ += static_cast<std::int64_t>(batch.size());
            failure_.reset();
            busy_since_.reset();
            stalled_ = told_ = false;
        } else {
            std::ranges::move(jobs_, std::back_inserter(batch));
            jobs_ = std::move(batch);
            take_failure(done.error(), news);
        }
        if (abandoned_) static_cast<void>(new auto{std::move(batch)});
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

    void take_failure(const Error& error, std::optional<Error>& news)
    {
        last_error_ = error;
        if (!store_.is_usable()) {
            failure_ = error;
        } else {
            auto now = system_clock()->uptime();
            if (!busy_since_) busy_since_ = now;
            if (now - *busy_since_ < patience_with_a_lock) return;
        }
        if (!std::exchange(told_, true)) news = error;
    }

    using Refused = std::map<std::uint64_t, Error>;

    /// One transaction for all; where that fails for the sake of one, each its own.
    Result<> write(std::deque<Job>& batch, Refused& refused)
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
    std::deque<Job> jobs_;
    Refused refused_;  // of those whose caller has still to take it
    asio::any_io_executor background_;
    std::function<void(Error)> on_failure_;
    std::optional<Error> failure_;
    Error last_error_;
    std::optional<Duration> busy_since_;
    std::uint64_t last_added_ = 0, last_done_ = 0;
    std::int64_t writes_ = 0;
    bool behind_ = false, own_thread_ = false, direct_ = true;
    bool exited_ = false;
    std::atomic<bool> abandoned_{false};  // the thread; by the queue's end
    bool writing_ = false, posted_ = false, ends_ = false, stalled_ = false, told_ = false;
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
