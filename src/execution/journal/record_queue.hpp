// Records of the journal in their order, written away from the strand.
#pragma once

#include "execution/journal/store.hpp"

#include <trademind/time.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace trademind::journal {

namespace asio = boost::asio;

/// Owns the store. Records are written in the order in which they were made; what waits together is
/// one transaction. A record that another program's lock or a failing disk keeps out stays in the
/// queue and is tried again; the first failure is reported once.
///
/// One thread makes records. The end waits a few seconds for what is queued, never for a disk that
/// hangs: then a thread finishes it, and holds the journal's lock until it has.
class RecordQueue {
public:
    /// How long now() waits at most, behind start().
    static constexpr Duration patience = std::chrono::seconds{1};
    /// Records that may wait; one more is refused.
    static constexpr std::size_t most = 10'000;

    explicit RecordQueue(Store store);
    ~RecordQueue();
    RecordQueue(const RecordQueue&) = delete;
    RecordQueue& operator=(const RecordQueue&) = delete;

    /// Before start(): everything is written by the call itself.
    Store& store();
    /// Writes on `background` from here on, or on a thread of its own where that is empty.
    /// `on_failure` is called on that thread.
    void start(asio::any_io_executor background, bool syncs, std::function<void(Error)> on_failure);

    /// On disk when it returns. Where that takes longer than `patience` the record is withdrawn;
    /// if it is being written at that moment, `undo` follows it.
    Result<> now(StoreRecord record, std::function<Result<>(Store&)> undo = {});
    /// Behind start() in the background; an error only where the queue is full or has failed for
    /// good. `kept` is called on the writing thread once it is on disk.
    Result<> later(StoreRecord record, std::function<void()> kept = {});
    std::int64_t writes() const;

private:
    class State;
    std::shared_ptr<State> state_;
};

}  // namespace trademind::journal
