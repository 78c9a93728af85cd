// Rare attributes of orders as TWS echoes them.
#include "brokers/ibkr/translation/attribute_list.hpp"
#include "brokers/ibkr/translation/from_wire.hpp"

#include <cmath>

namespace trademind::ibkr_broker {
namespace {

/// Carries the fields of an order into attributes, without what TWS makes up by itself.
class Reading {
public:
    static bool takes(bool means_this) { return means_this; }
    /// TWS writes "None" where nothing was set.
    static bool is_given(std::string_view text) { return !text.empty() && text != "None"; }

    void operator()(std::optional<Decimal>& ours, const std::optional<double>& wire)
    {
        ours = decimal(wire);
    }
    void operator()(std::optional<bool>& ours, const std::optional<int>& wire)
    {
        if (wire) ours = *wire != 0;
    }
    void operator()(std::vector<TagValue>& ours, const ibkr::Tags& wire)
    {
        for (const auto& [tag, value] : wire)
            ours.emplace_back(std::string{tag}, std::string{value});
    }
    void operator()(int& ours, const std::optional<int>& wire)
    {
        if (wire) ours = *wire;
    }
    template <class A, class W> void operator()(A& ours, const W& wire) { ours = wire; }

    void nonzero(std::optional<Decimal>& ours, const std::optional<double>& wire)
    {
        auto told = decimal(wire);
        if (told && !told->is_zero()) ours = told;
    }
    void nonzero(std::int64_t& ours, const std::optional<int>& wire)
    {
        if (wire) ours = *wire;
    }
    template <class I> void nonzero(std::optional<I>& ours, const std::optional<int>& wire)
    {
        if (wire && *wire != 0) ours = *wire;
    }
    void given(std::string& ours, std::string_view wire)
    {
        if (is_given(wire)) ours = wire;
    }
    void unless(std::string_view usual, std::string& ours, std::string_view wire)
    {
        if (wire != usual) ours = wire;
    }
    void unless(int usual, std::optional<int>& ours, int wire)
    {
        if (wire != usual) ours = wire;
    }
    void either(int yes, int, bool& ours, const std::optional<int>& wire) { ours = wire == yes; }
    void or_infinite(std::optional<Decimal>& ours, bool& infinite,
                     const std::optional<double>& wire)
    {
        infinite = wire && std::isinf(*wire);
        if (!infinite) ours = decimal(wire);
    }
    void conditions(std::vector<OrderCondition>& ours,
                    const std::vector<ibkr::OrderCondition>& wire)
    {
        for (const auto& one : wire) {
            if (one.type == ibkr::OrderCondition::Type::none) continue;
            auto& out = ours.emplace_back();
            out.type = static_cast<OrderCondition::Type>(one.type);
            list_condition(out, one, *this);
        }
    }
    template <class P, class List> void part(std::optional<P>& ours, bool there, List list)
    {
        if (there) list(ours.emplace());
    }
};

}  // namespace

RareAttributes attributes_from_wire(const ibkr::Contract& contract, const ibkr::Order& from,
                                    OrderType type)
{
    OrderAttributes to;
    Reading v;
    list_attributes(to, from, type, v);
    if (const auto& stock = contract.delta_neutral; stock && stock->con_id != 0) {
        auto delta = decimal(stock->delta), price = decimal(stock->price);
        if (delta && price) to.delta_neutral = DeltaNeutralTerms{stock->con_id, *delta, *price};
    }
    bool priced_by_leg = false;
    for (const auto& leg : contract.combo_legs) {
        to.leg_prices.push_back(decimal(leg.price));
        priced_by_leg = priced_by_leg || leg.price;
    }
    if (!priced_by_leg) to.leg_prices.clear();
    return to == OrderAttributes{} ? RareAttributes{} : RareAttributes{std::move(to)};
}

}  // namespace trademind::ibkr_broker
