// Reasons: their names, and the conditions that they stand for.
#include <trademind/execution/risk.hpp>

#include "base/names.hpp"

#include <array>

namespace trademind {
namespace {

struct ReasonEntry {
    RiskReason value;
    std::string_view text;
    Errc condition;
};

constexpr std::array reasons{
    ReasonEntry{RiskReason::halted, "HALTED", Errc::trading_halted},
    ReasonEntry{RiskReason::reducing_only, "REDUCING_ONLY", Errc::trading_halted},
    ReasonEntry{RiskReason::not_connected, "NOT_CONNECTED", Errc::not_connected},
    ReasonEntry{RiskReason::not_reconciled, "NOT_RECONCILED", Errc::not_reconciled},
    ReasonEntry{RiskReason::live_not_allowed, "LIVE_NOT_ALLOWED", Errc::risk_limit},
    ReasonEntry{RiskReason::invalid_order, "INVALID_ORDER", Errc::invalid_order},
    ReasonEntry{RiskReason::unknown_contract, "UNKNOWN_CONTRACT", Errc::unknown_contract},
    ReasonEntry{RiskReason::symbol_not_allowed, "SYMBOL_NOT_ALLOWED", Errc::risk_limit},
    ReasonEntry{RiskReason::symbol_restricted, "SYMBOL_RESTRICTED", Errc::risk_limit},
    ReasonEntry{RiskReason::security_type_not_allowed, "SECURITY_TYPE_NOT_ALLOWED",
                Errc::risk_limit},
    ReasonEntry{RiskReason::max_order_size, "MAX_ORDER_SIZE", Errc::order_size_limit},
    ReasonEntry{RiskReason::max_order_value, "MAX_ORDER_VALUE", Errc::order_value_limit},
    ReasonEntry{RiskReason::price_collar, "PRICE_COLLAR", Errc::risk_limit},
    ReasonEntry{RiskReason::stop_distance, "STOP_DISTANCE", Errc::risk_limit},
    ReasonEntry{RiskReason::no_price, "NO_PRICE", Errc::no_price},
    ReasonEntry{RiskReason::stale_price, "STALE_PRICE", Errc::no_price},
    ReasonEntry{RiskReason::no_exchange_rate, "NO_EXCHANGE_RATE", Errc::no_price},
    ReasonEntry{RiskReason::order_rate, "ORDER_RATE", Errc::risk_limit},
    ReasonEntry{RiskReason::order_count, "ORDER_COUNT", Errc::risk_limit},
    ReasonEntry{RiskReason::duplicate_order, "DUPLICATE_ORDER", Errc::duplicate_order},
    ReasonEntry{RiskReason::duplicate_id, "DUPLICATE_ID", Errc::duplicate_order},
    ReasonEntry{RiskReason::max_open_orders, "MAX_OPEN_ORDERS", Errc::risk_limit},
    ReasonEntry{RiskReason::max_position_size, "MAX_POSITION_SIZE", Errc::risk_limit},
    ReasonEntry{RiskReason::max_position_value, "MAX_POSITION_VALUE", Errc::risk_limit},
    ReasonEntry{RiskReason::max_gross_value, "MAX_GROSS_VALUE", Errc::risk_limit},
    ReasonEntry{RiskReason::max_net_value, "MAX_NET_VALUE", Errc::risk_limit},
    ReasonEntry{RiskReason::concentration, "CONCENTRATION", Errc::risk_limit},
    ReasonEntry{RiskReason::self_trade, "SELF_TRADE", Errc::risk_limit},
    ReasonEntry{RiskReason::short_not_allowed, "SHORT_NOT_ALLOWED", Errc::risk_limit},
    ReasonEntry{RiskReason::no_locate, "NO_LOCATE", Errc::risk_limit},
    ReasonEntry{RiskReason::no_account, "NO_ACCOUNT", Errc::no_account},
    ReasonEntry{RiskReason::buying_power, "BUYING_POWER", Errc::buying_power},
    ReasonEntry{RiskReason::day_trade_limit, "DAY_TRADE_LIMIT", Errc::day_trade_limit},
    ReasonEntry{RiskReason::daily_loss, "DAILY_LOSS", Errc::risk_limit},
    ReasonEntry{RiskReason::drawdown, "DRAWDOWN", Errc::risk_limit},
    ReasonEntry{RiskReason::market_closed, "MARKET_CLOSED", Errc::risk_limit},
    ReasonEntry{RiskReason::reject_burst, "REJECT_BURST", Errc::risk_limit},
    ReasonEntry{RiskReason::review_needed, "REVIEW_NEEDED", Errc::risk_limit},
    ReasonEntry{RiskReason::journal, "JOURNAL", Errc::input_output},
    ReasonEntry{RiskReason::unknown_outcome, "UNKNOWN_OUTCOME", Errc::not_reconciled},
    ReasonEntry{RiskReason::user_check, "USER_CHECK", Errc::risk_limit},
    ReasonEntry{RiskReason::overflow, "OVERFLOW", Errc::overflow},
    ReasonEntry{RiskReason::internal, "RISK_INTERNAL", Errc::internal},
};

const ReasonEntry* find(int value)
{
    for (const auto& entry : reasons)
        if (static_cast<int>(entry.value) == value) return &entry;
    return nullptr;
}

class RiskCategory final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "risk"; }
    std::string message(int value) const override
    {
        const ReasonEntry* entry = find(value);
        return entry ? std::string{entry->text} : "unknown risk reason";
    }
    boost::system::error_condition default_error_condition(int value) const noexcept override
    {
        const ReasonEntry* entry = find(value);
        if (entry) return make_error_condition(entry->condition);
        return {value, *this};
    }
};

}  // namespace

std::string_view to_string(RiskReason reason)
{
    if (reason == RiskReason::ok) return "OK";
    const ReasonEntry* entry = find(static_cast<int>(reason));
    return entry ? entry->text : "?";
}

const boost::system::error_category& risk_category() noexcept
{
    static const RiskCategory category;
    return category;
}

error_code make_error_code(RiskReason reason) noexcept
{
    return {static_cast<int>(reason), risk_category()};
}

}  // namespace trademind
