// From a break to the state that is known again.
#include "brokers/ibkr/broker/recovery.hpp"

#include "base/log.hpp"

#include <utility>

namespace trademind::ibkr_broker {

void Recovery::broken_since(TimePoint at)
{
    if (lost_at_) return;
    lost_at_ = at;
    reconciler_.interrupted();
}

void Recovery::unseen_break()
{
    if (!lost_at_ && !reconciler_.running()) reconciler_.interrupted();
}

void Recovery::abandon()
{
    retry_.reset();
    reconciler_.abandon();
    orders_.set_open_for_orders(false);
    orders_.fates().connection_lost();
}

void Recovery::reconcile(LinkState then)
{
    reconciler_.start(
        lost_at_, true, [this, then](const ReconcileReport& report, bool orders_known) {
            learn_lists(true);
            orders_.set_open_for_orders(orders_known);
            if (orders_known) lost_at_.reset();
            round_ended(report, then);
            if (orders_known) return;
            log::warning("orders are refused: the list of open orders did not come");
            retry_ = desk_.clock.after(desk_.options.reconcile_timeout, desk_.strand,
                                       life_.guard([this, then] { reconcile(then); }));
        });
}

void Recovery::ask_about_orders()
{
    if (!desk_.core.has_session()) return;
    // The lists under way may have been read before the order could be in them.
    if (reconciler_.running()) {
        ask_again_ = true;
        return;
    }
    // TWS may hold the order in a dialog: no list can prove that it did not arrive.
    reconciler_.start(std::nullopt, false, [this](const ReconcileReport& report, bool) {
        learn_lists(false);
        round_ended(report, {});
    });
}

void Recovery::ask_for_missing()
{
    if (!reconciler_.running() && desk_.usable()) ask_about_orders();
}

void Recovery::unread(ibkr::UnreadSubject subject)
{
    using ibkr::UnreadSubject;
    auto is_not_whole = [this](bool ListCoverage::*list) {
        known_.*list = false;
        if (reconciler_.running()) reconciler_.has_unread_row(list);
    };
    switch (subject) {
    case UnreadSubject::other: return;
    case UnreadSubject::position: return positions_.row_unread();
    case UnreadSubject::anything: positions_.row_unread(); break;
    case UnreadSubject::commission: break;
    case UnreadSubject::open_order: is_not_whole(&ListCoverage::open); break;
    case UnreadSubject::completed_order: is_not_whole(&ListCoverage::completed); break;
    case UnreadSubject::execution: is_not_whole(&ListCoverage::executions); break;
    }
    // what cannot be read in the lists themselves is not asked for again
    if (!reconciler_.running()) ask_about_orders();
}

void Recovery::learn_lists(bool after_break)
{
    asked_ = true;
    if (after_break) known_ = {};
    for (auto list : {&ListCoverage::open, &ListCoverage::completed, &ListCoverage::executions})
        known_.*list = known_.*list || reconciler_.lists().*list;
    known_.open = known_.open || reconciler_.is_read_only();
}

Result<void> Recovery::has_orders(OrderFilter filter) const
{
    bool open = filter == OrderFilter::open || filter == OrderFilter::all;
    if (open)
        if (auto came = has_list("open orders", known_.open); !came) return came;
    if (filter == OrderFilter::open) return {};
    return has_list("completed orders", known_.completed);
}

Result<void> Recovery::has_list(std::string_view name, bool came) const
{
    if (came) return {};
    std::string text{"TWS's list of "};
    text += name;
    return Error{Errc::not_reconciled, text +
                                           (asked_ ? " did not come" : " was not asked for yet") +
                                           ": it is not known what is in it"};
}

void Recovery::round_ended(const ReconcileReport& report, std::optional<LinkState> then)
{
    ended_(report, then);
    orders_.fates().lists_came(reconciler_.lists());
    if (std::exchange(ask_again_, false)) ask_about_orders();
}

}  // namespace trademind::ibkr_broker
