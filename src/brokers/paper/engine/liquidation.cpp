// What becomes of an account that cannot carry its positions.
#include "brokers/paper/engine/liquidation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind::paper {
namespace {

/// Marks the orders of a liquidation, also over a restart.
constexpr std::string_view name_prefix = "liquidation-";

bool is_ours(const Order& order)
{
    return order.client_order_id().starts_with(name_prefix);
}

}  // namespace

void Liquidation::review()
{
    const Options& options = state_.options;
    if (!options.liquidate && !options.margin_notices) return;
    auto revision = state_.account.ledger().book().revision();
    if (!told_ && revision == reviewed_ && !sessions_.checks_overnight()) return;
    reviewed_ = revision;
    if (auto found = deficit()) {
        tell(*found);
        if (options.liquidate) restore(*found);
        // what is over when its orders have filled: the next one is told again
        if (deficit()) return;
    }
    told_ = false;
    refused_.clear();
}

std::optional<Liquidation::Deficit> Liquidation::deficit() const
{
    const Ledger& ledger = state_.account.ledger();
    if (!ledger.requires_margin()) return std::nullopt;
    // what cannot be valued is no deficit: nothing would be closed at a price that nobody knows
    auto excess = ledger.book().excess_liquidity();
    if (excess && excess->sign() < 0) return Deficit{-*excess, false};
    if (!sessions_.checks_overnight()) return std::nullopt;
    auto memorandum = ledger.special_memorandum();
    if (memorandum && memorandum->sign() < 0) return Deficit{-*memorandum, true};
    return std::nullopt;
}

void Liquidation::tell(const Deficit& deficit)
{
    if (told_) return;
    told_ = true;
    lifecycle_.notice(Error{
        Errc::buying_power,
        fmt::format("margin deficit: {} of {} {} below zero{}",
                    deficit.overnight ? "special memorandum account" : "excess liquidity",
                    deficit.amount.str(), state_.options.base_currency,
                    state_.options.liquidate ? "; positions are closed by market orders" : "")});
}

Decimal Liquidation::closing(InstrumentId instrument)
{
    Decimal leaves;
    state_.orders.for_each_live([&](Order& order) {
        if (order.instrument == instrument && is_ours(order)) leaves += order.leaves();
    });
    return leaves;
}

void Liquidation::restore(const Deficit& deficit)
{
    Decimal missing = deficit.amount;
    auto carried = state_.account.ledger().book().carried();
    auto relief_of = [&](const Positions::Carried& p) {
        return deficit.overnight ? p.overnight_relief : p.relief;
    };
    std::ranges::stable_sort(carried, std::ranges::greater{}, relief_of);
    for (const Positions::Carried& position : carried) {
        Decimal relief = relief_of(position), held = position.quantity.abs();
        if (missing.sign() <= 0 || relief.sign() <= 0) return;
        if (Decimal coming = closing(position.instrument); coming.sign() > 0) {
            missing -= relief * coming / held;
            continue;
        }
        Decimal step = state_.instruments().size_increment(position.instrument);
        Decimal quantity = held;
        if (missing < relief) quantity = (held * missing / relief).round_to(step, Rounding::up);
        quantity = std::min(quantity, held);
        missing -= relief * quantity / held;
        if (!refused_.contains(position.instrument)) close(position, quantity);
    }
}

void Liquidation::close(const Positions::Carried& position, Decimal quantity)
{
    std::vector<Order*> working;
    state_.orders.for_each_live([&](Order& order) {
        if (order.instrument == position.instrument) working.push_back(&order);
    });
    for (Order* order : working) lifecycle_.cancel(*order, "the position is liquidated");
    OrderRequest order{position.quantity.sign() > 0 ? Side::sell : Side::buy,
                       state_.instruments().contract(position.instrument), quantity};
    order.client_order_id = fmt::format("{}{}", name_prefix, to_number(state_.orders.next_id()));
    commands_.place(order, nobody);
    const Order* placed = state_.orders.find_client_order(order.client_order_id);
    if (!placed || placed->status == OrderStatus::rejected) refused_.insert(position.instrument);
}

}  // namespace trademind::paper
