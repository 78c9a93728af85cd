// What happened while a program traded, and how it stands at the end.
#pragma once

#include <trademind/broker.hpp>
#include <trademind/execution/strategy_report.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace trademind::cli {

/// One change of one order.
class OrderEvent {
public:
    OrderEvent() = default;
    OrderEvent(TimePoint time, OrderReport report) : time{time}, report{std::move(report)} {}

    TimePoint time{};
    OrderReport report;
};

/// Everything that the tables show.
class TradingRecord {
public:
    TradingRecord() = default;

    std::string broker;
    std::vector<OrderEvent> orders;
    std::vector<std::string> refusals;
    std::vector<Execution> executions;
    std::vector<Position> positions;
    Account account;
    Portfolio portfolio;
    /// Own orders that may still work, in words, where their end was asked for and not confirmed.
    std::vector<std::string> may_still_work;
    /// Why the session ended before its time: no contract had a market any more.
    std::optional<Error> no_market;
    /// Why positions, account and portfolio are not known; nothing: they are.
    std::optional<Error> account_unknown;
    std::optional<StrategyReport> report;  ///< where one was asked for
};

/// Writes down a broker's events while it lives, and asks for the rest at the end. On the strand.
class TradingLog final : public BrokerObserver {
public:
    explicit TradingLog(Broker& broker) : broker_{broker}, listening_{broker.observe(*this)} {}

    void on_order(const OrderReport& report) override;
    void on_execution(const Execution& execution) override;
    void on_commission(const Commission& commission) override;

    /// The events so far with the account as it is now.
    asio::awaitable<Result<TradingRecord>> finish();
    /// The events so far alone.
    TradingRecord so_far() const;

private:
    Broker& broker_;
    std::vector<OrderEvent> orders_;
    std::vector<Execution> executions_;
    std::vector<Commission> commissions_;
    Subscription listening_;
};

/// The tables that a person reads: order log, fills, positions, account, portfolio summary.
std::string to_text(const TradingRecord& record);
/// The same as one JSON object; numbers are strings, so that no digit is lost.
std::string to_json(const TradingRecord& record);

}  // namespace trademind::cli
