// Gives a strategy's report what it is made of.
#include "cli/report_feed.hpp"

namespace trademind::cli {

ReportFeed::ReportFeed(Broker& broker, const std::vector<Contract>& contracts)
    : broker_{broker}, observing_{broker.observe(reporter_)}
{
    for (const Contract& contract : contracts) {
        broker.find_contracts(contract,
                              [reporter = reporter_](Result<std::vector<ContractDetails>> found) {
                                  if (!found) return;
                                  for (const ContractDetails& details : *found)
                                      reporter->on_details(details);
                              });
        quotes_.push_back(broker.watch(contract, [this](const Quote& quote) { on_quote(quote); }));
    }
}

void ReportFeed::on_quote(const Quote& quote)
{
    reporter_->on_quote(quote);
    if (quote.time < next_sample_) return;
    next_sample_ = quote.time + std::chrono::minutes{1};
    broker_.get_account([reporter = reporter_](Result<Account> account) {
        if (account) reporter->on_account(*account);
    });
}

StrategyReport ReportFeed::finish(const Account& account, const std::vector<Position>& positions)
{
    quotes_.clear();
    observing_.reset();
    reporter_->on_account(account);
    return reporter_->report(positions);
}

}  // namespace trademind::cli
