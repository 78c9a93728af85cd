// Rare attributes of orders as the protocol takes them.
#include "brokers/ibkr/translation/attribute_list.hpp"
#include "brokers/ibkr/translation/to_wire.hpp"

#include <limits>

namespace trademind::ibkr_broker {
namespace {

/// Carries attributes into an order. What is not set leaves the field as it is: not sent.
class Writing {
public:
    static bool takes(bool) { return true; }
    static bool is_given(std::string_view) { return true; }

    void operator()(const std::optional<Decimal>& ours, std::optional<double>& wire)
    {
        if (ours) wire = ours->to_double();
    }
    void operator()(const std::optional<bool>& ours, std::optional<int>& wire)
    {
        if (ours) wire = *ours ? 1 : 0;
    }
    void operator()(const std::vector<TagValue>& ours, ibkr::Tags& wire)
    {
        for (const auto& one : ours) wire.emplace_back(one.tag, one.value);
    }
    void operator()(const std::optional<int>& ours, std::optional<int>& wire)
    {
        if (ours) wire = ours;
    }
    /// Contract ids are wider here than on the wire.
    void operator()(const std::int64_t& ours, int& wire) { wire = static_cast<int>(ours); }
    template <class A, class W> void operator()(const A& ours, W& wire) { wire = ours; }

    template <class A, class W> void nonzero(const A& ours, W& wire) { (*this)(ours, wire); }
    void nonzero(const std::int64_t& ours, std::optional<int>& wire)
    {
        if (ours != 0) wire = static_cast<int>(ours);
    }
    void nonzero(const std::optional<std::int64_t>& ours, std::optional<int>& wire)
    {
        if (ours) wire = static_cast<int>(*ours);
    }
    void given(const std::string& ours, std::string_view& wire) { wire = ours; }
    void unless(std::string_view, const std::string& ours, std::string_view& wire) { wire = ours; }
    void unless(int, const std::optional<int>& ours, int& wire)
    {
        if (ours) wire = *ours;
    }
    void either(int yes, int no, bool ours, std::optional<int>& wire) { wire = ours ? yes : no; }
    void or_infinite(const std::optional<Decimal>& ours, bool infinite, std::optional<double>& wire)
    {
        if (infinite)
            wire = std::numeric_limits<double>::infinity();
        else
            (*this)(ours, wire);
    }
    void conditions(const std::vector<OrderCondition>& ours,
                    std::vector<ibkr::OrderCondition>& wire)
    {
        for (const auto& one : ours) {
            auto& out = wire.emplace_back();
            out.type = static_cast<ibkr::OrderCondition::Type>(one.type);
            list_condition(one, out, *this);
        }
    }
    template <class P, class List> void part(const std::optional<P>& ours, bool, List list)
    {
        if (ours) list(*ours);
    }
};

}  // namespace

void add_attributes(ibkr::Order& out, const OrderAttributes& more, OrderType type)
{
    Writing v;
    list_attributes(more, out, type, v);
}

void add_to_contract(ibkr::Contract& out, const OrderRequest& order)
{
    if (!order.attributes) return;
    if (const auto& stock = order.attributes->delta_neutral) {
        auto& wire = out.delta_neutral.emplace();
        wire.con_id = static_cast<int>(stock->contract_id);
        wire.delta = stock->delta.to_double();
        wire.price = stock->price.to_double();
    }
    const auto& prices = order.attributes->leg_prices;
    for (std::size_t i = 0; i < prices.size() && i < out.combo_legs.size(); ++i)
        if (prices[i]) out.combo_legs[i].price = prices[i]->to_double();
}

}  // namespace trademind::ibkr_broker
