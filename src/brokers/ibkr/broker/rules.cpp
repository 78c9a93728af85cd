// What orders are validated by before they are sent to TWS.
#include "brokers/ibkr/broker/rules.hpp"

#include "domain/market_hours.hpp"

namespace trademind::ibkr_broker {

const Capabilities& tws_capabilities()
{
    static const Capabilities all = [] {
        Capabilities can;
        for (int i = 0; i <= static_cast<int>(OrderType::limit_market_combo); ++i)
            can.order_types.push_back(static_cast<OrderType>(i));
        for (int i = 0; i <= static_cast<int>(TimeInForce::minutes); ++i)
            can.times_in_force.push_back(static_cast<TimeInForce>(i));
        can.order_preview = can.history = can.contract_search = true;
        return can;
    }();
    return all;
}

ValidationRules rules_for(const Contract& contract, const Contracts& contracts, const Desk& desk)
{
    const KnownContract* known = contracts.find(contract.id);
    ValidationRules rules;
    rules.capabilities = &tws_capabilities();
    rules.details = known ? &known->details : nullptr;
    // without details the calendar is one of those that live for ever
    rules.calendar = (known ? known->calendar : calendar_of(contract, nullptr)).get();
    rules.crypto_buys_by_cash = true;
    rules.time_zone = desk.options.time_zone;
    rules.allow_negative_prices = price_may_be_negative(contract.type);
    rules.now = desk.now();
    return rules;
}

}  // namespace trademind::ibkr_broker
