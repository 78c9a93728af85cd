// Check 26: risk.max_rejects. The burst itself halts trading; this keeps orders out meanwhile.
#include "execution/risk/chain.hpp"

namespace trademind::risk {

Refusal check_reject_burst(const Case& c)
{
    const auto& most = c.limits().max_rejects;
    if (!most || c.only_closes()) return {};
    auto count = c.state.conduct.rejects.within(c.limits().rejects_window, c.now.uptime);
    if (count < static_cast<std::size_t>(*most)) return {};
    return RiskVerdict{RiskReason::reject_burst, "The broker refused " + std::to_string(count) +
                                                     " orders within risk.rejects_window"};
}

}  // namespace trademind::risk
