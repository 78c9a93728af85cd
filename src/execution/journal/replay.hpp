// What a start finds in the journal.
#pragma once

#include "execution/journal/day_start.hpp"
#include "execution/journal/written_executions.hpp"

#include <trademind/execution/kill_switch.hpp>
#include <trademind/order_report.hpp>

#include <cstdint>
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
    /// Those that may be live; the others are looked up when they are spoken of.
    std::vector<KnownOrder> orders;
    std::int64_t orders_ever = 0;
    /// Of the client order ids "tm-<number>" that runs by the market's time make up; 0: none.
    std::int64_t highest_number = 0;
    KillLatch latch;
    std::optional<DayStart> day;
    int orders_today = 0;           ///< intents and changes since midnight, UTC
    int executions_unreviewed = 0;  ///< since the last review, or ever
    WrittenExecutions executions;   ///< unreviewed, or as old as the broker's lists may be
};

}  // namespace trademind::journal
