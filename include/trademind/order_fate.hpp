// What became of an order that has no answer: what the broker's own lists prove of it.
#pragma once

#include <trademind/order_report.hpp>
#include <trademind/time.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace trademind {

/// What the broker's own lists prove of an order that was handed over.
enum class OrderFate {
    live,          ///< it works, or may come to work
    ended,         ///< it was received and has ended: filled, cancelled or rejected
    not_received,  ///< the lists cover the moment of sending and do not hold it: it may be sent
                   ///< again
    unknowable,    ///< it is in no list and the lists cannot tell why: it may have filled
};
/// "live", "ended", "not received", "unknowable".
std::string_view to_string(OrderFate);

/// The broker's answer to Broker::find_order.
class FateReport {
public:
    FateReport() = default;
    FateReport(OrderFate fate, std::string reason) : fate{fate}, reason{std::move(reason)} {}
    explicit FateReport(OrderReport found);

    OrderFate fate = OrderFate::unknowable;
    std::optional<OrderReport> report;  ///< with `live` and `ended`
    std::string reason;                 ///< one sentence for people
};

/// Which order is asked for: by its permanent id where that is known, else by its client order id.
class OrderInquiry {
public:
    std::string client_order_id;
    PermanentId permanent_id{};
    TimePoint sent_at{};        ///< when it was handed over, or a moment before
    bool acknowledged = false;  ///< the broker has reported it before
};

/// How far a broker's lists of orders reach.
class ListCoverage {
public:
    bool whole() const { return open && completed && executions; }

    bool open = false, completed = false, executions = false;  ///< this list came, whole
    TimePoint listed_at{};                                     ///< when the lists were asked for
    /// Whatever was sent since then is in one of them; nothing: not known.
    std::optional<TimePoint> since;
};
/// Whole lists that hold what was sent since the last midnight of that zone, as those of TWS do. A
/// zone that is not known leaves `since` empty.
ListCoverage lists_since_midnight(std::string_view time_zone, TimePoint listed_at);

/// The one rule by which an order's fate is judged; every broker answers by it. `listed`: the
/// order's status in the lists; nothing: no list holds it. Returns nothing where the lists prove
/// nothing and must be asked for again: without the list of open orders.
std::optional<OrderFate> judge_fate(std::optional<OrderStatus> listed, TimePoint sent_at,
                                    bool acknowledged, const ListCoverage&);
/// `judge_fate` of an order that no list holds, with its reason. Errc::not_reconciled where the
/// lists prove nothing.
Result<FateReport> fate_of_unlisted(const OrderInquiry&, const ListCoverage&);

}  // namespace trademind
