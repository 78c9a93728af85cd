// Gives a strategy's report what it is made of, while the strategy trades.
#pragma once

#include <trademind/broker.hpp>
#include <trademind/execution/strategy_report.hpp>

#include <memory>
#include <vector>

namespace trademind::cli {

/// Observes a broker, watches the contracts, and asks for the account once a minute of the market's
/// time. On the broker's strand.
class ReportFeed {
public:
    ReportFeed(Broker& broker, const std::vector<Contract>& contracts);
    ReportFeed(const ReportFeed&) = delete;
    ReportFeed& operator=(const ReportFeed&) = delete;

    /// With the account and the positions at the end.
    StrategyReport finish(const Account& account, const std::vector<Position>& positions);

private:
    void on_quote(const Quote& quote);

    Broker& broker_;
    std::shared_ptr<StrategyReporter> reporter_ = std::make_shared<StrategyReporter>();
    TimePoint next_sample_{};
    Subscription observing_;
    std::vector<Subscription> quotes_;
};

}  // namespace trademind::cli
