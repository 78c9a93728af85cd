// Checks a paper account against what its executions and its market say, without its ledger.
#pragma once

#include <trademind/broker.hpp>
#include <trademind/brokers/paper/tape.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace trademind::soak {

/// One fact, as the account has it and as it was recomputed.
class Check {
public:
    Check(std::string name, std::string account, std::string recomputed)
        : name{std::move(name)},
          account{std::move(account)},
          recomputed{std::move(recomputed)},
          holds{this->account == this->recomputed}
    {}

    std::string name, account, recomputed;
    bool holds;
};

/// A position beside what the executions add up to.
class AuditedPosition {
public:
    std::string symbol;
    Decimal account_quantity, quantity;
    Decimal account_realized, realized;
};

/// Everything that a broker reported over all of its runs.
class EventLog final : public BrokerObserver {
public:
    void on_order(const OrderReport& report) override;
    void on_execution(const Execution& execution) override;
    void on_commission(const Commission& commission) override;

    /// What a program does after a restart: takes over the orders as they are now. Counts what was
    /// reported before and is gone.
    void reconcile(const std::vector<OrderReport>& now, const std::vector<Execution>& executed);

    std::map<OrderId, OrderReport> orders;
    std::map<OrderId, std::set<Decimal>> limits;  ///< every limit price that an order ever had
    std::set<OrderId> live;
    std::vector<Execution> executions;
    std::size_t lost_orders = 0;      ///< reported, and gone after a restart
    std::size_t lost_executions = 0;  ///< the same
    std::size_t revived_orders = 0;   ///< ended, and live or fuller after a restart
};

/// What one symbol's executions add up to: average cost with fees, as IBKR's account window has it.
class Recomputed {
public:
    /// Books the execution and its commission, which must have come.
    void add(const Execution& execution);

    Decimal quantity, cost, realized;
    Decimal cash;  ///< received less paid
};

/// What the account says at the end.
class AccountSnapshot {
public:
    std::vector<OrderReport> orders;
    std::vector<Execution> executions;
    std::vector<Position> positions;
    Account account;
};

class Audit {
public:
    Audit(const paper::Tape& tape, Decimal starting_cash);

    /// Compares; the checks are in a fixed order.
    void judge(const EventLog& log, const AccountSnapshot& snapshot);

    std::vector<Check> checks;
    std::vector<AuditedPosition> positions;
    std::vector<std::string> faults;  ///< single fills that broke a rule, in words

private:
    void judge_orders(const EventLog& log, const AccountSnapshot& snapshot);
    void judge_money(const AccountSnapshot& snapshot);
    void judge_fills(const EventLog& log, const AccountSnapshot& snapshot);

    const paper::Tape& tape_;
    Decimal starting_cash_;
};

}  // namespace trademind::soak
