// Lines that wait for a sink, and the thread that hands them to it.
#include "base/line_queue.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

#include <pthread.h>
#include <signal.h>

namespace trademind {
namespace {

constexpr Duration patience_at_the_end = std::chrono::seconds{1};

}  // namespace

/// Shared with the thread, which may outlive the queue while its sink hangs.
class LineQueue::State {
public:
    State(std::size_t most_lines, std::size_t most_bytes, Write write)
        : most_lines_{most_lines}, most_bytes_{most_bytes}, write_{std::move(write)}
    {}

    bool push(LogLine line)
    {
        {
            std::unique_lock lock{mutex_};
            if (is_gone_) {
                lock.unlock();
                write_(line);
                return true;
            }
            if (lines_.size() >= most_lines_ || bytes_ + line.text.size() > most_bytes_) {
                ++dropped_;
                ++untold_;
                return false;
            }
            bytes_ += line.text.size();
            lines_.push_back(std::move(line));
            ++pushed_;
        }
        more_.notify_one();
        return true;
    }
    bool flush(Duration patience)
    {
        std::unique_lock lock{mutex_};
        auto until = pushed_;
        return done_.wait_for(lock, patience, [&] { return written_ >= until; });
    }
    std::uint64_t dropped() const
    {
        std::lock_guard lock{mutex_};
        return dropped_;
    }
    /// True: the thread has written its last line.
    bool end(Duration patience)
    {
        std::unique_lock lock{mutex_};
        ends_ = true;
        more_.notify_one();
        return done_.wait_for(lock, patience, [&] { return is_gone_; });
    }
    void run()
    {
        std::unique_lock lock{mutex_};
        for (;;) {
            more_.wait(lock, [&] { return ends_ || !lines_.empty(); });
            if (lines_.empty()) break;
            auto batch = std::exchange(lines_, {});
            bytes_ = 0;
            auto lost = std::exchange(untold_, 0);
            lock.unlock();
            for (const auto& line : batch) write_(line);
            if (lost > 0) {
                auto last = batch.back();
                last.text = std::to_string(lost) + " lines were dropped here: the log is too slow";
                write_(last);
            }
            lock.lock();
            written_ += batch.size();
            done_.notify_all();
        }
        is_gone_ = true;
        done_.notify_all();
    }

private:
    const std::size_t most_lines_, most_bytes_;
    const Write write_;
    mutable std::mutex mutex_;
    std::condition_variable more_, done_;
    std::deque<LogLine> lines_;
    std::size_t bytes_ = 0;
    std::uint64_t pushed_ = 0, written_ = 0, dropped_ = 0, untold_ = 0;
    bool ends_ = false, is_gone_ = false;
};

LineQueue::LineQueue(std::size_t most_lines, std::size_t most_bytes, Write write)
    : state_{std::make_shared<State>(most_lines, most_bytes, std::move(write))}
{
    // the program's signals are for its own threads
    sigset_t all{}, before{};
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread{[state = state_] { state->run(); }};
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

LineQueue::~LineQueue()
{
    if (!finish(patience_at_the_end)) thread_.detach();
}

bool LineQueue::finish(Duration patience)
{
    if (!state_->end(patience)) return false;
    if (thread_.joinable()) thread_.join();
    return true;
}

bool LineQueue::push(LogLine line)
{
    return state_->push(std::move(line));
}
bool LineQueue::flush(Duration patience)
{
    return state_->flush(patience);
}
std::uint64_t LineQueue::dropped() const
{
    return state_->dropped();
}

}  // namespace trademind
