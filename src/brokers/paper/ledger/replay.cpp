// Positions and cash recomputed from executions alone.
#include "brokers/paper/ledger/replay.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <unordered_map>

namespace trademind::paper {
namespace {

struct ExecutionId {
    std::string_view family;
    int revision{};
};

ExecutionId split(std::string_view id)
{
    std::size_t dot = id.rfind('.');
    if (dot == std::string_view::npos) return {id, 0};
    std::string_view suffix = id.substr(dot + 1);
    int revision = 0;
    auto [end, ec] = std::from_chars(suffix.data(), suffix.data() + suffix.size(), revision);
    if (ec != std::errc{} || end != suffix.data() + suffix.size()) return {id, 0};
    return {id.substr(0, dot), revision};
}

struct Latest {
    const Execution* execution{};
    const Commission* commission{};
    int revision{};
};

/// The valid revision of each execution, in order of the first arrival.
std::vector<Latest> latest_revisions(std::span<const Execution> executions)
{
    std::vector<Latest> latest;
    std::unordered_map<std::string_view, std::size_t> by_family;
    for (const Execution& e : executions) {
        auto [family, revision] = split(e.id);
        auto [it, is_new] = by_family.try_emplace(family, latest.size());
        if (is_new) latest.push_back({&e, nullptr, revision});
        Latest& known = latest[it->second];
        if (revision < known.revision) continue;
        if (revision > known.revision) {
            known.execution = &e;
            known.revision = revision;
        }
        if (e.commission) known.commission = &*e.commission;
    }
    return latest;
}

ReplayedPosition& position_of(Replay& replay, const Contract& contract)
{
    auto same = [&](const ReplayedPosition& p) { return p.contract.same_instrument(contract); };
    auto it = std::ranges::find_if(replay.positions, same);
    if (it != replay.positions.end()) return *it;
    replay.positions.push_back({contract, {}, {}});
    return replay.positions.back();
}

}  // namespace

const ReplayedPosition* Replay::find(const Contract& contract) const
{
    auto same = [&](const ReplayedPosition& p) { return p.contract.same_instrument(contract); };
    auto it = std::ranges::find_if(positions, same);
    return it == positions.end() ? nullptr : &*it;
}

Replay replay(std::span<const Execution> executions)
{
    Replay result;
    for (const Latest& l : latest_revisions(executions)) {
        const Execution& e = *l.execution;
        ReplayedPosition& p = position_of(result, e.contract);
        Decimal fee;
        if (l.commission && l.commission->currency == e.contract.currency)
            fee = l.commission->amount;
        else if (l.commission)
            result.outside_fees[l.commission->currency] += l.commission->amount;
        SignedTrade trade{e.side == Side::buy ? e.quantity : -e.quantity, e.price,
                          e.contract.value_multiplier(), fee};
        if (e.quantity.is_zero())
            p.position.realized -= fee;  // a trade that was cancelled by its correction
        else
            p.position.apply(trade);
        p.cash -= trade.value() + fee;
    }
    return result;
}

}  // namespace trademind::paper
