// The plan's portfolio summary.
#include <trademind/account.hpp>

namespace trademind {

Portfolio summarize(const Account& account, std::vector<Position> positions)
{
    Portfolio summary;
    summary.total_value = account.portfolio_value;
    summary.cash_balance = account.cash_balance;
    summary.buying_power = account.buying_power;
    summary.day_trades_remaining = account.day_trades_remaining;
    summary.invested_value = Decimal{};
    for (const Position& position : positions) {
        if (position.quantity.is_zero()) continue;
        ++summary.open_positions;
        // one missing price makes the sum unknown: 0 would hide it from risk
        if (!position.market_value)
            summary.invested_value.reset();
        else if (summary.invested_value)
            *summary.invested_value += *position.market_value;
    }
    summary.positions = std::move(positions);
    return summary;
}

}  // namespace trademind
