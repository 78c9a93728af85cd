// Writing the journal: intents before they leave, and everything that becomes of them.
#pragma once

#include "base/file_lock.hpp"
#include "execution/journal/record_queue.hpp"
#include "execution/journal/replay.hpp"

#include <trademind/execution/config.hpp>
#include <trademind/execution/journal.hpp>
#include <trademind/execution/kill_switch.hpp>
#include <trademind/order_report.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::journal {

/// One journal. Every write is one transaction. Without a file it keeps nothing and never fails.
///
/// One thread. What must be on disk before something happens is written before the call returns:
/// intents, changes, a lifted latch. After write_behind() a disk that hangs holds such a call up
/// for RecordQueue::patience at most, and every other record none at all: a thread writes it, and
/// on_failure reports what failed.
class Journal {
public:
    static Result<Journal> open(const JournalConfig&, FileLock lock = {});
    /// Writes in the background from here on; see RecordQueue. `syncs`: each write waits for the
    /// disk.
    void write_behind(asio::any_io_executor background, std::function<void(Error)> on_failure,
                      bool syncs);

    // before write_behind
    /// `now`: whose day the orders of today are counted for.
    Result<Replay> replay(TimePoint now = {});
    /// Why the file cannot be trusted; nothing where it can.
    Result<std::optional<std::string>> doubt();

    /// An order that has ended and is no longer kept in the process; nothing where the journal has
    /// none of that name, or number. Errc::input_output where it cannot be asked in time: then
    /// nothing is known of it.
    Result<std::optional<KnownOrder>> find(std::string_view client_order_id);
    Result<std::optional<KnownOrder>> find(OrderId);
    /// It remembers ended orders; without a file nothing does.
    bool keeps_orders() const { return queue_ != nullptr; }

    Result<> intend(const OrderRequest&, TimePoint);
    /// The broker's word on an order.
    Result<> report(std::string_view client_order_id, const OrderReport&, TimePoint);
    Result<> set_state(std::string_view client_order_id, OrderState, std::string_view why,
                       TimePoint);
    /// On disk when it returns.
    Result<> latch(const KillLatch&);
    /// In the background; `kept` is called on the writing thread once it is on disk.
    Result<> latch_later(const KillLatch&, std::function<void()> kept);
    Result<> day(const DayStart&, TimePoint);
    /// What the broker lists as working of the orders in this journal: what verify compares with.
    Result<> confirm(const std::vector<OrderId>& working, TimePoint);
    /// Anything else, for people.
    Result<> note(std::string_view kind, std::string_view detail, TimePoint,
                  std::string_view client_order_id = {}, std::int64_t order_id = 0);
    /// The same, on disk when it returns: before a change leaves.
    Result<> note_now(std::string_view kind, std::string_view detail, TimePoint,
                      std::string_view client_order_id = {}, std::int64_t order_id = 0);
    /// Records written by this object.
    std::int64_t writes() const { return queue_ ? queue_->writes() : 0; }

private:
    template <class Key> Result<std::optional<KnownOrder>> look_up(Key);

    std::unique_ptr<RecordQueue> queue_;  // empty: there is no file
};

/// One line, for people, by a program that does not trade. Errc::input_output while another one has
/// the journal: it alone writes there.
Result<> note_alone(const JournalConfig&, std::string_view kind, std::string_view detail,
                    TimePoint);
/// The latch that a start finds in this journal, without writing to it: the one that was written,
/// or `halted` where the file cannot be trusted. Active where there is no file.
Result<KillLatch> latch_of(const JournalConfig&);
/// What a start is latched by where the journal is in doubt for this reason.
KillLatch latch_of_doubt(const JournalConfig&, std::string_view why, TimePoint);
/// Of every order that the journal knows; 0 where there is none, or no file.
Result<std::int64_t> highest_order_id(const JournalConfig&);
/// The right to write a journal. Errc::input_output where another program, or another part of this
/// one, has it.
Result<FileLock> lock_journal(const JournalConfig&);

/// Tests learn of each write here, before ("intent:before") and after ("intent:after"); they may
/// end the process. nullptr: nobody listens. Called on the thread that writes.
using WriteProbe = void (*)(const char* kind, bool after);
void set_write_probe(WriteProbe) noexcept;

}  // namespace trademind::journal
