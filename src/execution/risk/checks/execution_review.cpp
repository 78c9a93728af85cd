// Check 27: risk.max_executions_without_review, a person has to look from time to time.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_execution_review(const Case& c)
{
    const auto& most = c.limits().max_executions_without_review;
    if (!most || c.only_closes() || c.state.conduct.executions < *most) return {};
    return RiskVerdict{RiskReason::review_needed, std::to_string(c.state.conduct.executions) +
                                                      " executions wait for a person's review"};
}

}  // namespace trademind::risk
