// What an order's executions come to.
#pragma once

#include <trademind/order_report.hpp>

#include <algorithm>
#include <string_view>

namespace trademind::ibkr_broker {

/// Sums of quantity and value. An order for an advisor's group is executed twice over: for the
/// master account, and again as its allocation to the accounts of the group. One of the two counts,
/// the one that has come further.
class FillSums {
public:
    /// `replaced`: quantity and price of the execution that this one corrects.
    void add(const Execution& now, Decimal replaced_quantity,
             const std::optional<Decimal>& replaced_price)
    {
        Sum& sum = is_master(now.account) ? master_ : others_;
        sum.quantity += now.quantity - replaced_quantity;
        sum.value += now.quantity * now.price;
        if (replaced_price) sum.value -= replaced_quantity * *replaced_price;
    }
    Decimal quantity(bool for_group) const
    {
        return for_group ? further().quantity : master_.quantity + others_.quantity;
    }
    Decimal value(bool for_group) const
    {
        return for_group ? further().value : master_.value + others_.value;
    }

private:
    struct Sum {
        Decimal quantity, value;
    };
    /// IBKR: numbers of advisors' master accounts begin with F, those of paper trading with DF.
    static bool is_master(std::string_view account)
    {
        return account.starts_with('F') || account.starts_with("DF");
    }
    const Sum& further() const { return master_.quantity < others_.quantity ? others_ : master_; }

    Sum master_, others_;
};

/// The sums of a combo and those of its legs, apart.
class OrderFills {
public:
    void add(const Execution& now, Decimal replaced_quantity,
             const std::optional<Decimal>& replaced_price)
    {
        bool is_combo = now.contract.type == SecurityType::combo;
        (is_combo ? combo_ : single_).add(now, replaced_quantity, replaced_price);
    }
    /// Those that count for the order.
    const FillSums& of(const OrderRequest& order) const
    {
        return order.contract.type == SecurityType::combo ? combo_ : single_;
    }

private:
    FillSums single_, combo_;
};

}  // namespace trademind::ibkr_broker
