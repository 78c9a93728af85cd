// Executions by id: duplicates dropped, corrections put in place, commissions joined.
#include "brokers/ibkr/broker/executions.hpp"

#include <algorithm>
#include <utility>

namespace trademind::ibkr_broker {
namespace {

/// Commissions whose execution has not come.
constexpr std::size_t most_waiting = 10'000;

/// TWS's trade log reaches back seven days.
constexpr Duration listed_for = std::chrono::hours{24 * 8};

Decimal fee(const Execution& execution)
{
    return execution.commission ? execution.commission->amount : Decimal{};
}

CommissionChange change_since(Decimal paid, const Execution& execution)
{
    return {fee(execution) - paid, execution.commission ? execution.commission->currency : ""};
}

}  // namespace

void Executions::drop_old(TimePoint now)
{
    // one whose time is not known stays
    bool any = std::erase_if(all_, [&](const Execution& e) {
                   return e.time != TimePoint{} && e.time < now - listed_for;
               }) > 0;
    look_at_ = std::max(look_at_, 2 * all_.size());
    if (!any) return;
    by_base_.clear();
    for (std::size_t i = 0; i < all_.size(); ++i)
        by_base_.emplace(std::string{split_execution_id(all_[i].id).base}, i);
}

Executions::Added Executions::add(Execution execution, TimePoint now)
{
    if (all_.size() >= look_at_ && now != TimePoint{}) drop_old(now);
    auto key = split_execution_id(execution.id);
    auto parked = waiting_.extract(execution.id);
    auto [at, fresh] = by_base_.try_emplace(std::string{key.base}, all_.size());
    if (fresh) {
        if (!parked.empty()) execution.commission = std::move(parked.mapped());
        all_.push_back(std::move(execution));
        return {ExecutionNews::fresh, &all_.back(), {}, {}, change_since({}, all_.back())};
    }
    Execution& known = all_[at->second];
    int known_revision = split_execution_id(known.id).revision;
    if (key.revision == known_revision) return {ExecutionNews::duplicate, &known, {}, {}, {}};
    if (key.revision < known_revision) return {ExecutionNews::outdated, &known, {}, {}, {}};
    Added added{ExecutionNews::correction, &known, known.quantity, known.price, {}};
    Decimal paid = fee(known);
    // A correction of the price often comes without a commission of its own: the fee was paid.
    if (!parked.empty())
        execution.commission = std::move(parked.mapped());
    else
        execution.commission = std::move(known.commission);
    known = std::move(execution);
    added.commission_change = change_since(paid, known);
    return added;
}

Executions::Joined Executions::add(const Commission& commission)
{
    auto key = split_execution_id(commission.execution_id);
    auto at = by_base_.find(std::string{key.base});
    if (at != by_base_.end()) {
        Execution& known = all_[at->second];
        int known_revision = split_execution_id(known.id).revision;
        if (key.revision < known_revision && known.commission) return {&known, false, {}};
        if (key.revision <= known_revision) {
            bool changed = known.commission != commission;
            Decimal paid = fee(known);
            known.commission = commission;
            return {&known, changed, change_since(paid, known)};
        }
    }
    // of executions that never come: those of the last hours at most are waited for
    if (waiting_.size() >= most_waiting && !waiting_.contains(commission.execution_id))
        waiting_.erase(waiting_.begin());
    auto& parked = waiting_[commission.execution_id];
    bool changed = parked != commission;
    parked = commission;
    return {nullptr, changed, {}};
}

const Execution* Executions::find(std::string_view id) const
{
    auto at = by_base_.find(std::string{split_execution_id(id).base});
    return at == by_base_.end() ? nullptr : &all_[at->second];
}

}  // namespace trademind::ibkr_broker
