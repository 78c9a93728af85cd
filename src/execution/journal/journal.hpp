// Writing the journal: intents before they leave, and everything that becomes of them.
#pragma once

#include "base/database.hpp"
#include "execution/journal/day_start.hpp"
#include "execution/journal/written_executions.hpp"

#include <trademind/execution/config.hpp>
#include <trademind/execution/journal.hpp>
#include <trademind/execution/kill_switch.hpp>
#include <trademind/order_report.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::journal {

/// Where an order stands in the journal.
enum class OrderState {
    intent,   ///< written; it may have left
    known,    ///< the broker has spoken of it
    done,     ///< nothing more can fill
    unknown,  ///< it may be live: reconcile
    refuted,  ///< the broker does not know it: it never arrived
};
std::string_view to_string(OrderState);
std::optional<OrderState> parse_order_state(std::string_view);

/// One order of an earlier run.
class KnownOrder {
public:
    std::string client_order_id, terms;
    bool changed = false;  ///< a modification was asked for since: `terms` are those of the intent
    OrderState state = OrderState::intent;
    TimePoint time{};
    OrderReport report;  ///< without its OrderRequest, which `terms` stands for
};

/// What a start finds.
class Replay {
public:
    std::vector<KnownOrder> orders;
    KillLatch latch;
    std::optional<DayStart> day;
    int orders_today = 0;           ///< intents and changes since midnight, UTC
    int executions_unreviewed = 0;  ///< since the last review, or ever
    WrittenExecutions executions;   ///< unreviewed, or as old as the broker's lists may be
};

/// One journal. Every write is one transaction. Without a file it keeps nothing and never fails.
///
/// One thread. After a failed write every later one fails too: see Database.
class Journal {
public:
    static Result<Journal> open(const JournalConfig&);

    /// `now`: whose day the orders of today are counted for.
    Result<Replay> replay(TimePoint now = {});
    /// Of every order that the journal knows; 0 where there is none.
    Result<std::int64_t> highest_order_id();
    /// The last state that was latched; active where there is none.
    Result<KillLatch> read_latch();
    Result<> intend(const OrderRequest&, TimePoint);
    /// The broker's word on an order.
    Result<> report(std::string_view client_order_id, const OrderReport&, TimePoint);
    Result<> set_state(std::string_view client_order_id, OrderState, std::string_view why,
                       TimePoint);
    Result<> latch(const KillLatch&);
    Result<> day(const DayStart&, TimePoint);
    /// What the broker lists as working of the orders in this journal: what verify compares with.
    Result<> confirm(const std::vector<OrderId>& working, TimePoint);
    /// Anything else, for people.
    Result<> note(std::string_view kind, std::string_view detail, TimePoint,
                  std::string_view client_order_id = {}, std::int64_t order_id = 0);
    /// Records written by this object.
    std::int64_t writes() const { return writes_; }

private:
    Result<> append(JournalEvent);
    Result<> write(const char* point, const std::function<Result<>()>& work);
    Result<> read_last();

    std::optional<Database> database_;
    std::int64_t last_sequence_ = 0, last_digest_ = 0, writes_ = 0;
};

/// One line, for people, by a program that does not trade. Errc::input_output while another one has
/// the journal: it alone writes there.
Result<> note_alone(const JournalConfig&, std::string_view kind, std::string_view detail,
                    TimePoint);

/// Tests learn of each write here, before ("intent:before") and after ("intent:after"); they may
/// end the process. nullptr: nobody listens.
using WriteProbe = void (*)(const char* kind, bool after);
void set_write_probe(WriteProbe) noexcept;

}  // namespace trademind::journal
