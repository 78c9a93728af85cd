// One order as the router knows it: the only place that says where it stands.
#pragma once

#include "domain/order_progress.hpp"
#include "execution/orders/booked_order.hpp"

#include <trademind/completion.hpp>
#include <trademind/order_report.hpp>
#include <trademind/time.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trademind {

namespace risk {
class Instrument;
}  // namespace risk
namespace journal {
class KnownOrder;
}  // namespace journal

/// An own order from the call that places it on, or an order of another program from its first
/// report on. Exposure counts it at full leaves from its reservation until nothing more can fill.
class TrackedOrder {
public:
    enum class Stage : std::uint8_t {
        preparing,     ///< looked up and judged here; it has not left
        sent,          ///< handed over, no report yet
        working,       ///< reported by the broker; more may fill
        done,          ///< nothing more can fill
        unknown,       ///< no answer: it may be live, and the broker is asked for its fate
        not_received,  ///< the broker never had it: its client order id is free
    };

    /// As a start finds it in the journal.
    static TrackedOrder of_earlier_run(journal::KnownOrder known, Duration uptime);

    /// The broker has reported it, or its fate.
    bool is_reported() const { return stage == Stage::working || stage == Stage::done; }
    /// No report has come yet: it may be live.
    bool is_unanswered() const { return stage == Stage::sent || stage == Stage::unknown; }
    /// The market has had it. Without a number of its own PendingSubmit is the broker's word alone,
    /// and `unknown` says that no other came.
    bool is_acknowledged() const
    {
        bool only_sent =
            permanent_id == PermanentId{} &&
            (report.status == OrderStatus::pending_submit || report.status == OrderStatus::unknown);
        return stage == Stage::working && !only_sent;
    }
    /// Of an earlier run, which had no acknowledgement of it, and not reported since.
    bool is_in_doubt() const
    {
        bool may_work = stage == Stage::unknown || stage == Stage::working;
        return placed_before && reports == 0 && may_work && !is_acknowledged();
    }
    /// How far it has come; nothing before the first report.
    std::optional<OrderProgress> progress() const
    {
        return is_reported() ? std::optional{OrderProgress{report}} : std::nullopt;
    }
    /// The same order as `other`, which has its client order id: an order of this run by its
    /// fields, one of an earlier run by the text that the journal has of them.
    bool same_terms(const OrderRequest& other) const;

    /// More may fill, as far as exposure counts.
    bool counts() const
    {
        return instrument && stage != Stage::done && stage != Stage::not_received;
    }
    /// Ended, and no call waits for an answer.
    bool is_over() const
    {
        // one whose outcome stays unknown is counted by what is sent after it
        bool ended = (stage == Stage::done && report.status != OrderStatus::unknown) ||
                     stage == Stage::not_received;
        return ended && waiting.empty() && !cancelling && !asked_for && !corrected;
    }
    Decimal leaves() const
    {
        if (!counts()) return {};
        // while it works it may buy more than the amount came to at the price of its judgement
        if (request.is_by_cash()) return std::max(cash_units - report.filled, Decimal::from_raw(1));
        Decimal most =
            asked_quantity ? std::max(request.quantity, *asked_quantity) : request.quantity;
        return most > report.filled ? most - report.filled : Decimal{};
    }

    /// Takes a newer report: names, terms and status. `filled` is what counts as filled after it.
    void apply(const OrderReport& newer, Decimal filled);

    Stage stage = Stage::preparing;
    OrderReport report;  ///< the newest; without OrderRequest where the journal alone has it

    // whose it is: own orders have a client order id
    std::string client_order_id;
    std::optional<OrderId> id;  ///< unknown until the broker reports it
    PermanentId permanent_id{};
    std::optional<int> client_id;  ///< of the API client that owns it; unknown before a report
    bool own = true;               ///< placed by this router, or by a run of it before
    bool flattens = false;         ///< placed by the kill switch itself
    bool adopted = false;          ///< the broker reported it first
    bool placed_before = false;    ///< by an earlier run
    bool recalled = false;         ///< it had ended, and the journal was asked for it again
    bool from_journal = false;     ///< `report` is what the journal has, without the terms
    bool changed_before = false;   ///< by an earlier run, after its terms were journalled
    std::string journalled_terms;  ///< of an earlier run
    OrderRequest placed;           ///< as it was asked for; empty of an earlier run
    TimePoint sent_at{};           ///< when its intent was journalled
    Duration unanswered_since{};   ///< uptime

    // what exposure counts
    OrderRequest request;                    ///< of a change without an answer the larger terms
    risk::Instrument* instrument = nullptr;  ///< nullptr: it is not counted yet
    /// What one unit is worth in the account's currency, multiplier and exchange rate included;
    /// nothing when it could not be valued.
    std::optional<Decimal> unit_value;
    Decimal opening;     ///< of the quantity, when it was let through
    Decimal cash_units;  ///< of an order by cash: what its amount came to when it was judged
    /// Of a change without an answer: the larger of both quantities counts.
    std::optional<Decimal> asked_quantity;
    BookedOrder booked;  ///< what the totals hold of it

    std::optional<Duration> over_since;  ///< uptime at which it was first seen to be over

    // what is under way
    unsigned reports = 0;     ///< taken so far: an answer asked for before may be older
    bool corrected = false;   ///< an execution was corrected: the next report may count less
    bool cancelling = false;  ///< the kill switch waits for the answer to its cancel
    bool asked_for = false;   ///< the broker was asked for its fate and has not answered
    std::vector<Completion<OrderReport>> waiting;
    /// The broker's: given up, an order that has not left yet never will.
    std::weak_ptr<detail::OperationBase> call;
};

}  // namespace trademind
