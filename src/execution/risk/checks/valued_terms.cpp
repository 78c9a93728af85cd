// Check 28: terms whose effect nobody can value, whatever the limits are.
#include "execution/risk/chain.hpp"
#include "execution/risk/worst_case.hpp"

namespace trademind::risk {

Refusal check_valued_terms(const Case& c)
{
    auto term = unvaluable_term(c.order);
    if (!term) return {};
    return RiskVerdict{RiskReason::invalid_order,
                       "It cannot be valued, so that no limit could judge it: " + *term};
}

}  // namespace trademind::risk
