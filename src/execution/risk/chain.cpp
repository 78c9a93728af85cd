// The checks, in the order in which they are asked.
#include "execution/risk/chain.hpp"

#include <fmt/format.h>

#include <array>
#include <exception>
#include <stdexcept>

namespace trademind::risk {
namespace {

constexpr std::array checks{
    NamedCheck{2, "trading_state", check_trading_state, true},
    NamedCheck{3, "readiness", check_readiness, true},
    NamedCheck{4, "live_guard", check_live_guard, true},
    NamedCheck{5, "structure", check_structure, true},
    NamedCheck{2, "reducing_only", check_reducing_only, true},
    NamedCheck{6, "allowed_instrument", check_allowed_instrument, false},
    NamedCheck{7, "order_size", check_order_size, false},
    NamedCheck{8, "order_value", check_order_value, false},
    NamedCheck{9, "price_collar", check_price_collar, false},
    NamedCheck{10, "stop_distance", check_stop_distance, false},
    NamedCheck{12, "order_rate", check_order_rate, false},
    NamedCheck{13, "order_count", check_order_count, false},
    NamedCheck{14, "duplicate", check_duplicate, false},
    NamedCheck{15, "open_orders", check_open_orders, false},
    NamedCheck{16, "position_limit", check_position_limit, false},
    NamedCheck{17, "portfolio_value", check_portfolio_value, false},
    NamedCheck{18, "concentration", check_concentration, false},
    NamedCheck{19, "self_trade", check_self_trade, false},
    NamedCheck{20, "short_sale", check_short_sale, false},
    NamedCheck{21, "buying_power", check_buying_power, false},
    NamedCheck{22, "day_trades", check_day_trades, false},
    NamedCheck{23, "daily_loss", check_daily_loss, false},
    NamedCheck{24, "drawdown", check_drawdown, false},
    NamedCheck{25, "session", check_session, false},
    NamedCheck{26, "reject_burst", check_reject_burst, false},
    NamedCheck{27, "execution_review", check_execution_review, false},
    NamedCheck{28, "valued_terms", check_valued_terms, false},
};

RiskVerdict ask_all(Case& c, std::string_view& asked)
{
    for (const NamedCheck& check : checks) {
        if (!check.always && !c.limits().enabled) continue;
        asked = check.name;
        if (auto refusal = check.check(c)) return std::move(*refusal);
        // values only of an order whose form is sound
        if (check.check == check_structure) c.appraise();
    }
    for (const auto& user : c.state.user_checks) {
        asked = user->name();
        RiskInquiry inquiry{c.order,
                            c.opening,
                            c.instrument ? c.instrument->position : Decimal{},
                            c.price.value,
                            c.opening_value(),
                            c.usable_quote(),
                            c.state.account.account() ? &*c.state.account.account() : nullptr,
                            c.is_modification(),
                            c.now.time};
        if (auto why = user->refuse(inquiry))
            return {RiskReason::user_check, fmt::format("{}: {}", asked, *why)};
    }
    return {};
}

}  // namespace

std::span<const NamedCheck> all_checks()
{
    return checks;
}

RiskVerdict judge(Case& c) noexcept
{
    std::string_view asked = "structure";
    try {
        return ask_all(c, asked);
    } catch (const std::overflow_error&) {
        return {RiskReason::overflow, "a value of this order is too large to compute"};
    } catch (const std::exception& thrown) {
        try {
            return {RiskReason::internal, fmt::format("check {} failed: {}", asked, thrown.what())};
        } catch (...) {
            return {RiskReason::internal, "check failed"};
        }
    } catch (...) {
        return {RiskReason::internal, "check failed"};
    }
}

}  // namespace trademind::risk
