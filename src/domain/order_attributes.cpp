// Conditions of orders by kind.
#include <trademind/order_attributes.hpp>

namespace trademind {
namespace {

OrderCondition of(OrderCondition::Type type, bool more)
{
    OrderCondition condition;
    condition.type = type;
    condition.is_more = more;
    return condition;
}

OrderCondition on_contract(OrderCondition::Type type, bool more, std::int64_t contract_id,
                           std::string exchange)
{
    auto condition = of(type, more);
    condition.contract_id = contract_id;
    condition.exchange = std::move(exchange);
    return condition;
}

}  // namespace

OrderCondition OrderCondition::price(detail::Exactly<std::int64_t> contract_id,
                                     std::string exchange, detail::Exactly<bool> above,
                                     Decimal value)
{
    auto condition = on_contract(Type::price, above, contract_id, std::move(exchange));
    condition.value = value;
    return condition;
}

OrderCondition OrderCondition::time(detail::Exactly<bool> later, std::string when)
{
    auto condition = of(Type::time, later);
    condition.when = std::move(when);
    return condition;
}

OrderCondition OrderCondition::margin(detail::Exactly<bool> above, detail::Exactly<int> percent)
{
    auto condition = of(Type::margin, above);
    condition.number = percent;
    return condition;
}

OrderCondition OrderCondition::execution(std::string symbol, std::string security_type,
                                         std::string exchange)
{
    auto condition = of(Type::execution, true);
    condition.symbol = std::move(symbol);
    condition.security_type = std::move(security_type);
    condition.exchange = std::move(exchange);
    return condition;
}

OrderCondition OrderCondition::volume(detail::Exactly<std::int64_t> contract_id,
                                      std::string exchange, detail::Exactly<bool> above,
                                      detail::Exactly<int> shares)
{
    auto condition = on_contract(Type::volume, above, contract_id, std::move(exchange));
    condition.number = shares;
    return condition;
}

OrderCondition OrderCondition::change(detail::Exactly<std::int64_t> contract_id,
                                      std::string exchange, detail::Exactly<bool> above,
                                      Decimal percent)
{
    auto condition = on_contract(Type::change, above, contract_id, std::move(exchange));
    condition.value = percent;
    return condition;
}

}  // namespace trademind
