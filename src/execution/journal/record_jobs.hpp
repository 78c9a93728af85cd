// Records that wait to be written, and what became of those whose caller waits.
#pragma once

#include "execution/journal/store.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

namespace trademind::journal {

/// One at a time; the queue that owns it holds its lock.
class RecordJobs {
public:
    class Job {
    public:
        std::uint64_t number = 0;
        StoreRecord record;
        std::function<void()> kept;
        bool awaited = false;  ///< its caller takes the outcome
    };
    using Batch = std::deque<Job>;
    using Refused = std::map<std::uint64_t, Error>;

    bool empty() const { return waiting_.empty(); }
    std::size_t size() const { return waiting_.size(); }
    Batch& waiting() { return waiting_; }
    /// Records written so far.
    std::int64_t writes() const { return writes_; }
    bool is_written(std::uint64_t number) const { return last_done_ >= number; }

    std::uint64_t add(StoreRecord record, std::function<void()> kept, bool awaited)
    {
        waiting_.push_back({++last_added_, std::move(record), std::move(kept), awaited});
        return last_added_;
    }
    /// False: it is being written, or was.
    bool withdraw(std::uint64_t number)
    {
        return std::erase_if(waiting_, [&](const Job& job) { return job.number == number; }) > 0;
    }
    Batch take() { return std::exchange(waiting_, {}); }
    /// In front of what was added meanwhile.
    void put_back(Batch batch)
    {
        std::move(waiting_.begin(), waiting_.end(), std::back_inserter(batch));
        waiting_ = std::move(batch);
    }
    void written(const Batch& batch)
    {
        last_done_ = batch.back().number;
        writes_ += static_cast<std::int64_t>(batch.size());
    }
    /// Keeps the refusals that a caller of the batch waits for.
    void keep(Refused& refused, const Batch& batch)
    {
        for (const auto& job : batch)
            if (auto at = refused.extract(job.number); at && job.awaited)
                refused_.insert(std::move(at));
    }
    /// Of a record that is written: why it alone was refused.
    std::optional<Error> take_refusal(std::uint64_t number)
    {
        auto refused = refused_.extract(number);
        return refused ? std::optional{std::move(refused.mapped())} : std::nullopt;
    }

private:
    Batch waiting_;
    Refused refused_;
    std::uint64_t last_added_ = 0, last_done_ = 0;
    std::int64_t writes_ = 0;
};

}  // namespace trademind::journal
