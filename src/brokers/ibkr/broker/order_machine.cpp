// One order: from everything that TWS says about it, in any order, to its state.
#include "brokers/ibkr/broker/order_machine.hpp"

#include "brokers/ibkr/broker/order_codes.hpp"
#include "brokers/ibkr/broker/order_terms.hpp"
#include "brokers/ibkr/translation/to_wire.hpp"
#include "domain/order_progress.hpp"

#include <algorithm>
#include <utility>

namespace trademind::ibkr_broker {
namespace {

bool works(OrderStatus s)
{
    return s == OrderStatus::pre_submitted || s == OrderStatus::submitted;
}

/// A combo is executed as a whole and once more leg by leg: only the whole counts.
bool counts(const OrderRequest& order, const Execution& execution)
{
    return order.contract.type != SecurityType::combo ||
           execution.contract.type == SecurityType::combo;
}

/// What an execution tells of an order of which nothing else is known. True: it was news.
bool take_first_facts(OrderRequest& order, const Execution& execution)
{
    bool is_news = order.contract != execution.contract || order.side != execution.side;
    order.contract = execution.contract;
    order.side = execution.side;
    return is_news;
}

/// Messages of one event come in any order, and may repeat after the order's end.
bool is_stale(const StatusNews& news, const OrderReport& report, OrderStatus told, Decimal known)
{
    auto evidence = news.listed ? Evidence::list : Evidence::report;
    // A raised quantity may be known before the status that says so, or after.
    auto filled = news.filled ? *news.filled : report.filled;
    auto remaining = report.order.quantity - filled;
    if (news.remaining) remaining = std::max(remaining, *news.remaining);
    return !may_follow({told, known}, {news.status, filled, remaining}, evidence);
}

void keep(OrderReport& report, const ErrorNews& news, TimePoint now)
{
    auto& all = report.messages;
    if (all.size() >= OrderReport::most_messages) all.erase(all.begin());
    all.emplace_back(news.code, news.error.message, now);
}

}  // namespace

OrderMachine::OrderMachine(OrderId id, OrderRequest&& order, int client_id, TimePoint now)
    : report_{id, std::move(order)}, has_terms_{true}, own_{true}, waits_for_place_{true}
{
    report_.client_id = client_id;
    report_.submitted_at = report_.updated_at = now;
}

OrderMachine::OrderMachine(OrderId id, int client_id, TimePoint now) : told_{OrderStatus::unknown}
{
    report_.id = id;
    report_.client_id = client_id;
    report_.status = OrderStatus::unknown;
    report_.updated_at = now;  // TWS does not tell when it was sent
}

Effects OrderMachine::on_status(const StatusNews& news, TimePoint now)
{
    ReportFacts before{report_};
    acknowledged_ = true;
    if (news.permanent_id != PermanentId{}) report_.permanent_id = news.permanent_id;
    if (!own_ && news.client_id) report_.client_id = *news.client_id;
    // of an order whose terms are not known yet the executions may be those of its legs
    if (!is_stale(news, report_, told_, has_terms_ ? report_.filled : counts_.filled())) {
        counts_.take(news);
        if (news.last_price && executed().is_zero()) report_.last_fill_price = news.last_price;
        report_.why_held = news.why_held;
        // A late count of an order that has ended says no more than what filled.
        bool cancelled = told_ == OrderStatus::cancelled || told_ == OrderStatus::api_cancelled;
        if (news.listed || is_done(news.status) || !cancelled) tell(news.status);
        // What 202 would have said, had anybody been there to hear it.
        if (!news.why_over.empty() && !report_.error)
            report_.error = make_tws_error(
                news.status == OrderStatus::rejected ? tws_order_rejected : tws_order_cancelled,
                news.why_over);
    }
    return settle_effects(before, {}, now);
}

Effects OrderMachine::on_terms(const TermsNews& news, TimePoint now)
{
    ReportFacts before{report_};
    auto terms_before = report_.order;
    bool first = !has_terms_;
    Effects effects;
    acknowledged_ = true;
    if (news.permanent_id != PermanentId{}) report_.permanent_id = news.permanent_id;
    if (!own_) report_.client_id = news.client_id;
    take_terms(news);
    bool waited = modify_.waits();
    if (auto shown = modify_.shown_by(news.order, terms_before, report_.order)) {
        adopt(std::move(*shown));
        if (waited) effects.modify = Result<void>{};
    }
    // The status beside the terms has no counts: it may only lead out of "nothing heard yet".
    if (news.status && !works(told_) && !is_done(told_) && *news.status != OrderStatus::filled)
        tell(*news.status);
    // Among the open orders that were asked for: what ended it by hearsay did not.
    if (news.listed && news.status && works(*news.status) && is_done(told_)) {
        counts_.forget(executed());
        tell(*news.status);
    }
    effects.changed = report_.order != terms_before;
    if (effects.changed && !first) keep_original(std::move(terms_before));
    return settle_effects(before, std::move(effects), now);
}

void OrderMachine::keep_original(OrderRequest&& terms)
{
    if (!original_) original_ = std::make_unique<OrderRequest>(std::move(terms));
}

void OrderMachine::adopt(OrderRequest&& modified)
{
    // What the echo does not carry back is as it was sent.
    auto acknowledged = std::exchange(report_.order, std::move(modified));
    merge_terms(report_.order, acknowledged);
}

Effects OrderMachine::on_execution(const Executions::Added& added, TimePoint now)
{
    if (added.news != ExecutionNews::fresh && added.news != ExecutionNews::correction) return {};
    ReportFacts before{report_};
    const Execution& execution = *added.execution;
    acknowledged_ = true;
    if (execution.permanent_id != PermanentId{}) report_.permanent_id = execution.permanent_id;
    if (!own_) report_.client_id = execution.client_id;
    Effects effects;
    bool is_combo = execution.contract.type == SecurityType::combo;
    // a combo's executions and those of its legs come in any order: the combo is what was ordered
    if (!has_terms_ && (is_combo || report_.order.contract.type != SecurityType::combo))
        effects.changed = take_first_facts(report_.order, execution);
    auto before_it = executed();
    fills_.add(execution, added.previous_quantity, added.previous_price);
    if (!counts(report_.order, execution)) return settle_effects(before, std::move(effects), now);
    // The status that was told before the correction counted what it takes back.
    if (added.previous_price) counts_.correct(executed() - before_it);
    report_.last_fill_price = execution.price;
    // An order of which nothing but fills is known may be long over: the lists will tell.
    if (has_terms_ && (told_ == OrderStatus::pending_submit || told_ == OrderStatus::unknown ||
                       told_ == OrderStatus::rejected))
        tell(OrderStatus::submitted);
    return settle_effects(before, std::move(effects), now);
}

Effects OrderMachine::on_commission(const CommissionChange& change, TimePoint now)
{
    ReportFacts before{report_};
    report_.add_commission(change.amount, change.currency);
    return settle_effects(before, {}, now);
}

Effects OrderMachine::on_error(const ErrorNews& news, TimePoint now)
{
    ReportFacts before{report_};
    Effects effects;
    keep(report_, news, now);
    effects.noted = true;
    const auto meaning = meaning_of(news);
    if (meaning.is_unknown) {
        answer_by_unknown(news, effects);
        return settle_effects(before, std::move(effects), now);
    }
    // TWS reads in turn: what it was sent and does not find, it never kept. That is how it answers
    // for an order that it held and dropped with its family.
    bool was_dropped = meaning.not_found && own_ && !acknowledged_ && news.is_covered &&
                       (told_ == OrderStatus::pending_submit || !report_.order.transmit);
    if (waits_for_cancel_ && was_dropped) {
        report_.error = news.error;
        effects.explained = true;
        tell(OrderStatus::api_cancelled);
    } else if (waits_for_cancel_ && (meaning.about_cancel ||
                                     (meaning.is_refusal && acknowledged_ && !modify_.waits()))) {
        refuse_cancel(news, effects);
        effects.look_up = !meaning.about_cancel;
    } else if (acknowledged_ && (meaning.about_modify || meaning.refuses) && modify_.drop()) {
        // A refused modify leaves the order as it was.
        effects.modify = Result<void>{news.error};
        effects.explained = true;
    } else if (meaning.refuses_order || (meaning.refuses && !acknowledged_)) {
        refusal_ = report_.error = news.error;
        report_.reject_details = news.reject_details;
        effects.explained = true;
        if (!acknowledged_ || told_ == OrderStatus::inactive) tell(OrderStatus::rejected);
    } else if (meaning.says_why_cancelled) {
        // The status comes as ORDER_STATUS; this is why.
        report_.error = news.error;
        effects.explained = true;
    }
    return settle_effects(before, std::move(effects), now);
}

void OrderMachine::answer_by_unknown(const ErrorNews& news, Effects& effects)
{
    // It changes no state. Whoever waits gets it as the answer; a new order may still be
    // acknowledged, and gets a moment for that.
    unexplained_ = news.error;
    if (waits_for_cancel_) {
        refuse_cancel(news, effects);
        effects.look_up = true;
    } else if (modify_.drop()) {
        effects.modify = Result<void>{news.error};
        effects.explained = effects.look_up = true;
    }
}

void OrderMachine::refuse_cancel(const ErrorNews& news, Effects& effects)
{
    waits_for_cancel_ = false;
    tell(told_);
    effects.cancel = Result<void>{news.error};
    effects.explained = true;
}

Effects OrderMachine::on_id_taken(const ErrorNews& news, TimePoint now)
{
    ReportFacts before{report_};
    Effects effects;
    keep(report_, news, now);
    effects.noted = true;
    return settle_effects(before, std::move(effects), now);
}

Effects OrderMachine::renumber(OrderId id, TimePoint now)
{
    ReportFacts before{report_};
    Effects effects;
    report_.id = id;
    effects.changed = true;
    return settle_effects(before, std::move(effects), now);
}

bool OrderMachine::bind(OrderId id, TimePoint now)
{
    if (to_number(report_.id) != 0) return false;
    report_.id = id;
    report_.updated_at = now;
    ++revision_;
    return true;
}

Effects OrderMachine::modify_sent(OrderRequest order, TimePoint now)
{
    Effects effects;
    ReportFacts before{report_};
    modify_.sent(std::move(order), report_.order);
    return settle_effects(before, std::move(effects), now);
}

Effects OrderMachine::modify_listed(TimePoint now)
{
    Effects effects;
    auto shown = modify_.shown_by_list(report_.order);
    if (!shown) return effects;
    ReportFacts before{report_};
    auto terms_before = report_.order;
    adopt(std::move(*shown));
    effects.modify = Result<void>{};
    effects.changed = report_.order != terms_before;
    if (effects.changed) keep_original(std::move(terms_before));
    return settle_effects(before, std::move(effects), now);
}

Effects OrderMachine::cancel_sent(TimePoint now)
{
    ReportFacts before{report_};
    waits_for_cancel_ = true;
    tell(told_);
    return settle_effects(before, {}, now);
}

Effects OrderMachine::modify_not_sent(const Error& why, TimePoint now)
{
    ReportFacts before{report_};
    Effects effects;
    if (modify_.drop()) effects.modify = Result<void>{why};
    return settle_effects(before, std::move(effects), now);
}

Effects OrderMachine::connection_lost(const Error& why, TimePoint now)
{
    ReportFacts before{report_};
    Effects effects;
    if (std::exchange(waits_for_place_, false)) effects.place = Result<void>{why};
    if (modify_.lose()) effects.modify = Result<void>{why};
    if (std::exchange(waits_for_cancel_, false)) {
        effects.cancel = Result<void>{why};
        tell(told_);
    }
    if (!acknowledged_ && !is_done(told_)) tell(OrderStatus::unknown);
    return settle_effects(before, std::move(effects), now);
}

Effects OrderMachine::never_sent(const Error& why, TimePoint now)
{
    ReportFacts before{report_};
    report_.error = why;
    tell(OrderStatus::rejected);
    return settle_effects(before, {}, now);
}

Effects OrderMachine::not_acknowledged(TimePoint now)
{
    ReportFacts before{report_};
    Effects effects;
    if (!acknowledged_ && told_ == OrderStatus::pending_submit) {
        tell(OrderStatus::unknown);
        if (std::exchange(waits_for_place_, false))
            effects.place = Result<void>{Error{Errc::timed_out, "TWS said nothing about order " +
                                                                    to_string(report_.id) +
                                                                    ": its state is unknown"}};
    }
    return settle_effects(before, std::move(effects), now);
}

Effects OrderMachine::settle(TimePoint now)
{
    Effects effects;
    ReportFacts before{report_};
    explain();
    if (std::exchange(waits_for_place_, false)) effects.place = Result<void>{};
    return settle_effects(before, std::move(effects), now);
}

Effects OrderMachine::settle_unexplained(TimePoint now)
{
    Effects effects;
    ReportFacts before{report_};
    if (unexplained_ && waits_for_place_ && !acknowledged_) {
        waits_for_place_ = false;
        // not refused: TWS may hold it
        effects.place = Result<void>{
            Error{Errc::timed_out, "TWS has not acknowledged order " + to_string(report_.id) +
                                       ", and said: " + unexplained_->describe()}};
        effects.look_up = true;
    }
    return settle_effects(before, std::move(effects), now);
}

Effects OrderMachine::not_found(const Error& why, TimePoint now, bool reach_back)
{
    ReportFacts before{report_};
    if (is_done(told_)) return {};
    report_.error = why;
    // Never heard of and in no list: it did not arrive. Heard of before: how it ended is unknown.
    // TWS does not report what it holds back for want of the transmit flag.
    bool refuted = !acknowledged_ && report_.order.transmit && reach_back;
    tell(refuted ? OrderStatus::rejected : OrderStatus::unknown);
    return settle_effects(before, {}, now);
}

void OrderMachine::take_terms(const TermsNews& news)
{
    auto echo = news.order;
    // A word that is not known says nothing against what was sent.
    if (own_ && echo.type == OrderType::unknown) echo.type = report_.order.type;
    if (own_ && echo.time_in_force == TimeInForce::unknown)
        echo.time_in_force = report_.order.time_in_force;
    if (own_)
        merge_terms(report_.order, echo);
    else
        report_.order = echo;
    has_terms_ = true;
}

void OrderMachine::tell(OrderStatus told)
{
    // A refused order is Inactive at TWS; the refusing code may come before or after.
    if (told == OrderStatus::inactive && refusal_) told = OrderStatus::rejected;
    if (works(told) || told == OrderStatus::filled) {
        refusal_.reset();
        unexplained_.reset();
        if (told_ == OrderStatus::rejected || told_ == OrderStatus::unknown) {
            report_.error.reset();
            report_.reject_details.clear();
        }
    }
    // the last that TWS said before it ended the order is why, where nothing else is
    if (told == OrderStatus::cancelled || told == OrderStatus::api_cancelled) explain();
    told_ = told;
    report_.status = waits_for_cancel_ && is_open(told) ? OrderStatus::pending_cancel : told;
}

void OrderMachine::recount()
{
    report_.filled = std::max(this->executed(), counts_.filled());
    report_.remaining = remaining_now();
    const Decimal executed = this->executed();
    if (!executed.is_zero() && executed >= counts_.filled())
        report_.average_fill_price =
            fills_.of(report_.order).value(is_for_group(report_.order)) / executed;
    else if (report_.filled.is_zero())
        report_.average_fill_price.reset();
    else if (counts_.average())
        report_.average_fill_price = counts_.average();
    if (report_.filled.is_zero()) report_.last_fill_price.reset();
    bool complete =
        has_terms_ && report_.order.quantity.sign() > 0 && executed >= report_.order.quantity;
    if (auto status = counts_.infer(complete, told_)) tell(*status);
}

Decimal OrderMachine::executed() const
{
    return fills_.of(report_.order).quantity(is_for_group(report_.order));
}

Decimal OrderMachine::remaining_now() const
{
    // an order by cash has no quantity of its own: what is left of it is what TWS says
    if (has_terms_ && !report_.order.quantity.is_zero())
        return report_.order.quantity - report_.filled;
    bool over = told_ == OrderStatus::filled;
    return over || !counts_.remaining() ? Decimal{} : *counts_.remaining();
}

Effects OrderMachine::settle_effects(const ReportFacts& before, Effects effects, TimePoint now)
{
    recount();
    answer_calls(effects);
    effects.changed = effects.changed || !before.still_hold(report_);
    if (effects.changed || effects.noted) {
        report_.updated_at = now;
        ++revision_;
    }
    return effects;
}

void OrderMachine::answer_calls(Effects& effects)
{
    auto status = told_;
    bool refused = status == OrderStatus::rejected || (is_done(status) && refusal_);
    if (waits_for_place_ && (works(status) || is_done(status) || !report_.filled.is_zero())) {
        waits_for_place_ = false;
        if (refused && report_.filled.is_zero() && report_.error)
            effects.place = Result<void>{*report_.error};
        else
            effects.place = Result<void>{};
    }
    if (waits_for_cancel_ && is_done(status)) {
        waits_for_cancel_ = false;
        report_.status = status;
        if (status == OrderStatus::filled)
            effects.cancel =
                Result<void>{Error{Errc::not_cancellable,
                                   "order " + to_string(report_.id) + " filled before the cancel"}};
        else
            effects.cancel = Result<void>{};
    }
    if (is_done(status) && modify_.drop())
        effects.modify =
            Result<void>{Error{Errc::not_modifiable, "order " + to_string(report_.id) + " is " +
                                                         std::string{to_string(status)}}};
}

}  // namespace trademind::ibkr_broker
