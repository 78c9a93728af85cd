// What the parts of the order path share.
#include "execution/kill_switch/execution_context.hpp"

#include "base/log.hpp"
#include "execution/config/account_kind.hpp"

namespace trademind {

risk::Now ExecutionContext::now() const
{
    if (market_time && latest_quote != TimePoint{})
        return {latest_quote.time_since_epoch(), latest_quote};
    return {inner->clock()->uptime(), inner->clock()->now()};
}

void ExecutionContext::record(const Result<>& written)
{
    if (written || state.journal_failure) return;
    state.journal_failure = written.error().message;
    log::error("the journal cannot be written: {}", written.error().message);
    if (halt) halt("journal", written.error().message);
}

std::string ExecutionContext::redact(std::string text) const
{
    const auto& account = state.account.account();
    if (state.config.log.show_account || !account || account->id.size() <= 3) return text;
    auto hidden = config::masked(account->id);
    for (auto at = text.find(account->id); at != std::string::npos; at = text.find(account->id, at))
        text.replace(at, account->id.size(), hidden);
    return text;
}

}  // namespace trademind
