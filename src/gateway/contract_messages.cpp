// Contracts and their details.
#include "gateway/contract_messages.hpp"

#include "brokers/ibkr/translation/from_wire.hpp"

namespace trademind::gateway {
namespace {

bool is_derivative(SecurityType type)
{
    return type == SecurityType::option || type == SecurityType::future ||
           type == SecurityType::future_option || type == SecurityType::warrant;
}

}  // namespace

ibkr::Contract contract_message(const Contract& contract, std::list<std::string>& texts)
{
    ibkr::Contract out;
    out.con_id = static_cast<int>(contract.id);
    out.symbol = contract.symbol;
    out.sec_type = contract.type_text();
    out.last_trade_date_or_contract_month = contract.expiry;
    out.strike = contract.strike ? contract.strike->to_double() : 0.0;
    if (contract.right && *contract.right != OptionRight::unknown)
        out.right = to_string(*contract.right);
    if (contract.multiplier && (is_derivative(contract.type) || *contract.multiplier != Decimal{1}))
        out.multiplier.text = texts.emplace_back(contract.multiplier->str());
    out.exchange = contract.exchange.empty() ? std::string_view{"SMART"} : contract.exchange;
    out.primary_exchange = contract.primary_exchange;
    out.currency = contract.currency;
    out.local_symbol = contract.local_symbol.empty() ? contract.symbol : contract.local_symbol;
    out.trading_class = contract.trading_class.empty() ? contract.symbol : contract.trading_class;
    for (const auto& leg : contract.legs) {
        auto& wire = out.combo_legs.emplace_back();
        wire.con_id = static_cast<int>(leg.contract_id);
        wire.ratio = leg.ratio;
        wire.action = to_string(leg.side);
        wire.exchange = leg.exchange;
    }
    return out;
}

ibkr::ContractData contract_data(const ContractDetails& from, int request_id,
                                 std::list<std::string>& texts)
{
    ibkr::ContractData out;
    out.request_id = request_id;
    out.contract = contract_message(from.contract, texts);
    auto or_else = [](const std::string& text, std::string_view otherwise) {
        return text.empty() ? otherwise : std::string_view{text};
    };
    auto& details = out.details;
    details.market_name = or_else(from.market_name, out.contract.trading_class);
    details.min_tick = from.minimum_tick.value_or(Decimal::from_raw(Decimal::one / 100));
    details.order_types = or_else(from.order_types, "LMT,MKT,STP,STP LMT,TRAIL,MOC,LOC,MIT,LIT");
    details.valid_exchanges = or_else(from.valid_exchanges, "SMART");
    details.price_magnifier = from.price_magnifier;
    details.long_name = or_else(from.long_name, from.contract.symbol);
    details.industry = from.industry;
    details.category = from.category;
    details.time_zone_id = or_else(from.time_zone, "US/Eastern");
    details.trading_hours = from.trading_hours;
    details.liquid_hours = or_else(from.liquid_hours, from.trading_hours);
    details.market_rule_ids = or_else(from.market_rule_ids, "26");
    details.agg_group = 1;
    if (from.contract.type == SecurityType::stock) details.stock_type = "COMMON";
    if (is_derivative(from.contract.type)) {
        details.contract_month = texts.emplace_back(from.contract.expiry.substr(0, 6));
        details.real_expiration_date = from.contract.expiry;
        details.under_symbol = from.contract.symbol;
        details.under_sec_type = from.contract.type == SecurityType::option ? "STK" : "IND";
    }
    details.min_size = from.minimum_size ? from.minimum_size : from.size_increment;
    details.size_increment = from.size_increment ? from.size_increment : Decimal{1};
    if (!details.min_size) details.min_size = details.size_increment;
    details.suggested_size_increment =
        from.contract.type == SecurityType::stock ? Decimal{100} : details.size_increment;
    return out;
}

Contract contract_of(const ibkr::Contract& contract)
{
    auto out = ibkr_broker::from_wire(contract);
    // a number alone names the instrument
    if (out.id != 0 && out.symbol.empty()) out.type = SecurityType::stock;
    if (out.exchange.empty()) out.exchange = "SMART";
    if (out.currency.empty() && !out.symbol.empty()) out.currency = "USD";
    out.security_id_type = contract.sec_id_type;
    out.security_id = contract.sec_id;
    out.include_expired = contract.include_expired;
    return out;
}

}  // namespace trademind::gateway
