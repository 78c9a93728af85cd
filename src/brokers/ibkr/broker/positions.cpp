// Positions, from the two streams that tell of them.
#include "brokers/ibkr/broker/positions.hpp"

#include <algorithm>
#include <tuple>

namespace trademind::ibkr_broker {
namespace {

void value(Position& p, Decimal magnifier)
{
    if (!p.market_price) return;
    auto price = checked_multiply(*p.market_price, p.contract.unit_value(magnifier));
    auto worth = price ? checked_multiply(p.quantity, *price) : std::nullopt;
    auto cost = p.average_cost_known ? checked_multiply(p.quantity, p.average_cost) : std::nullopt;
    p.market_value = worth;
    p.unrealized_pnl = worth && cost ? checked_subtract(*worth, *cost) : std::nullopt;
}

/// The power of ten by which quantity x price x multiplier is above the row's own value; 1 where
/// the row does not say. TWS's rows may be in cents where quotes are, or in dollars. The nearest
/// power: a price that is newer than the row has not trebled since.
Decimal magnifier_of(const Position& row, const std::optional<Decimal>& price)
{
    if (!price || !row.market_value || row.market_value->is_zero()) return 1;
    auto plain = checked_multiply(*price, row.quantity);
    if (plain) plain = checked_multiply(*plain, row.contract.value_multiplier());
    auto ratio = plain ? checked_divide(*plain, *row.market_value) : std::nullopt;
    if (!ratio) return 1;
    for (Decimal magnifier : {10'000, 1000, 100, 10})
        if (ratio->abs() > magnifier / Decimal{3}) return magnifier;
    return 1;
}

bool differ_in_more_than_times(const Position& before, Position now)
{
    now.updated_at = before.updated_at;
    now.price_time = before.price_time;
    return before != now;
}

void use_price(Position& p, Decimal price, const Quote& line, PriceSource source, Decimal magnifier)
{
    p.market_price = price;
    p.price_source = source;
    p.price_time = line.time;
    value(p, magnifier);
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

bool Positions::has_room_for(const Position& position) const
{
    constexpr std::size_t most = 20'000;  // of all accounts of a login
    return by_key_.size() < most || by_key_.contains(key_of(position));
}

std::optional<Position> Positions::put(Position position, bool keep_price)
{
    auto [at, fresh] = by_key_.try_emplace(key_of(position));
    Entry& entry = at->second;
    if (fresh && position.quantity.is_zero()) {
        by_key_.erase(at);
        return std::nullopt;
    }
    if (!keep_price) entry.magnifier = magnifier_of(position, position.market_price);
    if (!fresh && keep_price) {
        position.market_price = entry.position.market_price;
        position.realized_pnl = entry.position.realized_pnl;
        position.price_source = entry.position.price_source;
        position.price_time = entry.position.price_time;
        value(position, entry.magnifier);
    } else if (!fresh) {
        // The portfolio names no exchange; the position did.
        auto exchange = entry.position.contract.exchange;
        if (!exchange.empty()) position.contract.exchange = exchange;
    }
    entry.seen = true;
    if (!fresh && !differ_in_more_than_times(entry.position, position)) {
        entry.position = std::move(position);
        return std::nullopt;
    }
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
        value(gone, item.second.magnifier);
        closed.push_back(std::move(gone));
        return true;
    });
    complete_ = true;
    return closed;
}

std::vector<Position> Positions::all(const std::string& account) const
{
    return valued({}, account);
}

std::vector<Position> Positions::valued(const LineOf& line_of, const std::string& account) const
{
    std::vector<Position> out;
    for (const auto& [key, entry] : by_key_) {
        if (!account.empty() && entry.position.account != account) continue;
        Position& p = out.emplace_back(entry.position);
        const Quote* line = line_of ? line_of(p.contract) : nullptr;
        if (line && line->last)
            use_price(p, *line->last, *line, PriceSource::line, magnifier_of(p, line->last));
        else if (line && line->close && !p.market_price)
            use_price(p, *line->close, *line, PriceSource::close, magnifier_of(p, line->close));
    }
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
