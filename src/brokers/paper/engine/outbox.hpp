// Events of the engine, in order, until the broker reports them.
#pragma once

#include "brokers/paper/market/instruments.hpp"

#include <trademind/account.hpp>
#include <trademind/observer.hpp>
#include <trademind/order_report.hpp>

#include <utility>
#include <variant>
#include <vector>

namespace trademind::paper {

/// Identifies a call that waits for an answer; 0: none.
enum class CallId : std::uint64_t {};
inline constexpr CallId nobody{};

/// The answer to a place, modify or cancel.
struct Answer {
    CallId call{};
    Result<OrderReport> result;
};
/// An instrument's quote is new.
struct QuoteNews {
    InstrumentId instrument{};
};

using Event =
    std::variant<OrderReport, Execution, Commission, Position, Account, Notice, Answer, QuoteNews>;

/// Events in the order in which they happened, and what must be saved before they are reported.
class Outbox {
public:
    template <class What> void add(What&& what) { events_.emplace_back(std::forward<What>(what)); }
    /// A report, to be written before anything else is added.
    OrderReport& add_report()
    {
        return std::get<OrderReport>(events_.emplace_back(std::in_place_type<OrderReport>));
    }
    void answer(CallId call, Result<OrderReport> result)
    {
        if (call != nobody) add(Answer{call, std::move(result)});
    }
    /// The order's record differs from what was saved.
    void touch(OrderId order)
    {
        if (touched_.empty() || touched_.back() != order) touched_.push_back(order);
    }
    bool empty() const { return events_.empty() && touched_.empty(); }
    /// Moves all into `events` and `touched`, whose old contents go and whose memory stays in use.
    void take(std::vector<Event>& events, std::vector<OrderId>& touched)
    {
        events.clear();
        touched.clear();
        events_.swap(events);
        touched_.swap(touched);
    }
    const std::vector<Event>& events() const { return events_; }
    const std::vector<OrderId>& touched() const { return touched_; }

private:
    std::vector<Event> events_;
    std::vector<OrderId> touched_;
};

}  // namespace trademind::paper
