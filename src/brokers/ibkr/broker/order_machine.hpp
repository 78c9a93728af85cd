// One order: from everything that TWS says about it, in any order, to its state.
#pragma once

#include "brokers/ibkr/broker/executions.hpp"
#include "brokers/ibkr/broker/fill_sums.hpp"
#include "brokers/ibkr/broker/pending_modify.hpp"
#include "brokers/ibkr/broker/report_facts.hpp"
#include "brokers/ibkr/broker/status_counts.hpp"
#include "brokers/ibkr/translation/order_news.hpp"

#include <memory>

namespace trademind::ibkr_broker {

/// The life of one order. Executions are the truth about fills; ORDER_STATUS is the truth about
/// working or not, and a hint about fills; error codes explain, and end an order only where they
/// say that it was refused before anything else was heard of it.
///
/// Holds no handlers and no clock: each piece of news returns its effects.
class OrderMachine {
public:
    /// An order that we are about to send.
    OrderMachine(OrderId id, OrderRequest&& order, int client_id, TimePoint now);
    /// An order first heard of from TWS.
    OrderMachine(OrderId id, int client_id, TimePoint now);

    Effects on_status(const StatusNews&, TimePoint now);
    Effects on_terms(const TermsNews&, TimePoint now);
    Effects on_execution(const Executions::Added&, TimePoint now);
    /// A change of the order's commission in all.
    Effects on_commission(const CommissionChange&, TimePoint now);
    Effects on_error(const ErrorNews&, TimePoint now);
    /// The id it was sent under is taken (103): nothing came of it, and it goes out again.
    Effects on_id_taken(const ErrorNews&, TimePoint now);
    /// It goes out again under another id.
    Effects renumber(OrderId, TimePoint now);
    /// An order without an id has been given one. False: it had one.
    bool bind(OrderId id, TimePoint now);

    /// A modify or a cancel went out; its outcome will be among the effects of later news.
    Effects modify_sent(OrderRequest order, TimePoint now);
    Effects cancel_sent(TimePoint now);
    /// A list of orders has ended that was asked for after the modify: an order that was in it is
    /// as TWS holds it after the modify.
    Effects modify_listed(TimePoint now);
    /// The modify did not leave this process, and will not.
    Effects modify_not_sent(const Error& why, TimePoint now);
    /// The socket is gone: calls that wait fail, and an order that TWS never spoke of is unknown.
    Effects connection_lost(const Error& why, TimePoint now);
    /// It did not leave this process.
    Effects never_sent(const Error& why, TimePoint now);
    /// No word from TWS in time.
    Effects not_acknowledged(TimePoint now);
    /// It stays inactive and nothing explains it: the answer to place is the report as it is, with
    /// the last that TWS said of it.
    Effects settle(TimePoint now);
    /// A while after an error of an unknown code: where TWS has still not acknowledged the order,
    /// that error ends the call. The order stays as it is.
    Effects settle_unexplained(TimePoint now);
    /// All of TWS's lists have come and none names it. `reach_back`: to when it was sent, so that
    /// one that TWS never spoke of did not arrive.
    Effects not_found(const Error& why, TimePoint now, bool reach_back = true);

    const OrderReport& report() const { return report_; }
    /// A new order that TWS has answered by an error of an unknown code alone.
    bool is_unexplained() const { return waits_for_place_ && !acknowledged_ && unexplained_; }
    /// TWS has spoken of it.
    bool acknowledged() const { return acknowledged_; }
    /// Its contract and terms are known, not only its executions.
    bool has_terms() const { return has_terms_; }
    /// This process sent it, so that no other order can have its id.
    bool sent_here() const { return own_; }
    bool waits_for_place() const { return waits_for_place_; }
    bool waits_for_cancel() const { return waits_for_cancel_; }
    bool waits_for_modify() const { return modify_.waits(); }
    /// What waits changes nothing that every echo tells: an echo may be of the time before it.
    bool modify_is_hard_to_see() const { return modify_.is_hard_to_see(); }
    /// Grows with each change of the report.
    unsigned revision() const { return revision_; }
    /// Modifies so far: to know one again.
    unsigned modifies() const { return modify_.count(); }
    /// The order as it was first asked for: what a repeated client order id is compared with.
    const OrderRequest& original() const { return original_ ? *original_ : report_.order; }

private:
    Effects settle_effects(const ReportFacts& before, Effects effects, TimePoint now);
    void take_terms(const TermsNews&);
    void adopt(OrderRequest&& modified);
    void keep_original(OrderRequest&& terms);
    void recount();
    void tell(OrderStatus told);
    void answer_calls(Effects&);
    void answer_by_unknown(const ErrorNews&, Effects&);
    void refuse_cancel(const ErrorNews&, Effects&);
    void explain()
    {
        if (!report_.error && unexplained_) report_.error = unexplained_;
    }
    Decimal remaining_now() const;
    Decimal executed() const;

    OrderReport report_;
    // apart, because orders are large and most have none
    std::unique_ptr<const OrderRequest> original_;  ///< where it is not the report's
    PendingModify modify_;
    OrderStatus told_ = OrderStatus::pending_submit;  ///< TWS's last word on the status
    std::optional<Error> refusal_;                    ///< a refusing code since it last worked
    std::optional<Error> unexplained_;  ///< the last error of an unknown code since it last worked
    bool acknowledged_ = false, has_terms_ = false, own_ = false;
    bool waits_for_place_ = false, waits_for_cancel_ = false;
    unsigned revision_ = 0;
    OrderFills fills_;
    StatusCounts counts_;
};

}  // namespace trademind::ibkr_broker
