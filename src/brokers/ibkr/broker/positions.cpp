// Positions, from the two streams that tell of them.
#include "brokers/ibkr/broker/positions.hpp"

#include <algorithm>
#include <tuple>

namespace trademind::ibkr_broker {
namespace {

void value(Position& p)
{
    if (!p.market_price) return;
    auto price =
        checked_multiply(*p.market_price, p.contract.value_multiplier(), Rounding::half_away);
    auto worth = price ? checked_multiply(p.quantity, *price, Rounding::half_away) : std::nullopt;
    auto cost = checked_multiply(p.quantity, p.average_cost, Rounding::half_away);
    p.market_value = worth;
    p.unrealized_pnl = worth && cost ? checked_subtract(*worth, *cost) : std::nullopt;
}

}  // namespace

std::string Positions::key_of(const Position& p)
{
    if (p.contract.id) return p.account + '/' + std::to_string(p.contract.id);
    return p.account + '/' + p.contract.describe();
}

std::optional<Position> Positions::on_position(Position position)
{
    return put(std::move(position), true);
}

std::optional<Position> Positions::on_portfolio(Position position)
{
    return put(std::move(position), false);
}

std::optional<Position> Positions::put(Position position, bool keep_price)
{
    auto [at, fresh] = by_key_.try_emplace(key_of(position));
    Entry& entry = at->second;
    if (fresh && position.quantity.is_zero()) {
        by_key_.erase(at);
        return std::nullopt;
    }
    if (!fresh && keep_price) {
        position.market_price = entry.position.market_price;
        position.realized_pnl = entry.position.realized_pnl;
        value(position);
    } else if (!fresh) {
        // The portfolio names no exchange; the position did.
        auto exchange = entry.position.contract.exchange;
        if (!exchange.empty()) position.contract.exchange = exchange;
    }
    entry.seen = true;
    if (!fresh && entry.position == position) return std::nullopt;
    if (position.quantity.is_zero())
        by_key_.erase(at);
    else
        entry.position = position;
    return position;
}

void Positions::begin_image()
{
    for (auto& [key, entry] : by_key_) entry.seen = false;
    complete_ = false;
}

std::vector<Position> Positions::end_image()
{
    std::vector<Position> closed;
    std::erase_if(by_key_, [&](auto& item) {
        if (item.second.seen) return false;
        auto gone = item.second.position;
        gone.quantity = {};
        value(gone);
        closed.push_back(std::move(gone));
        return true;
    });
    complete_ = true;
    return closed;
}

std::vector<Position> Positions::all(const std::string& account) const
{
    std::vector<Position> out;
    for (const auto& [key, entry] : by_key_)
        if (account.empty() || entry.position.account == account) out.push_back(entry.position);
    std::ranges::sort(out, {}, [](const Position& p) {
        return std::tuple{p.account, p.contract.describe(), p.contract.id};
    });
    return out;
}

const Position* Positions::find(const std::string& account, const Contract& contract) const
{
    for (const auto& [key, entry] : by_key_)
        if (entry.position.account == account && entry.position.contract.same_instrument(contract))
            return &entry.position;
    return nullptr;
}

}  // namespace trademind::ibkr_broker
