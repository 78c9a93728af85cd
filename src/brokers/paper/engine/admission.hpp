// Which orders and modifications are accepted: by the rules of the market and of what is there.
#pragma once

#include "brokers/paper/engine/order_groups.hpp"
#include "brokers/paper/engine/trading_sessions.hpp"
#include "brokers/paper/orders/validation.hpp"

#include <optional>

namespace trademind::paper {

/// The refusal of a contract that the market does not list.
Error unlisted(const Contract& contract);

/// Judges requests that are normalized already. What the account can carry is asked when the order
/// arrives at the market.
class Admission {
public:
    Admission(EngineState& state, const TradingSessions& sessions, const OrderGroups& groups)
        : state_{state}, sessions_{sessions}, groups_{groups}
    {}

    /// The instrument of a new order, or why it is refused.
    Result<InstrumentId> admit(const OrderRequest& request) const;
    std::optional<Error> find_modify_fault(const Order& order, const OrderRequest& request) const;

private:
    std::optional<Error> find_terms_fault(const OrderRequest& request,
                                          InstrumentId instrument) const;
    std::optional<Error> find_relation_fault(const OrderRequest& request) const;

    EngineState& state_;
    const TradingSessions& sessions_;
    const OrderGroups& groups_;
};

}  // namespace trademind::paper
