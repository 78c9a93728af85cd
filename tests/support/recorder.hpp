// Keeps what a broker's observers hear.
#pragma once

#include <trademind/broker.hpp>

#include <string>
#include <vector>

namespace trademind::test {

/// All events, each kind in the order in which it came.
class Recorder final : public BrokerObserver {
public:
    void listen(Broker& broker) { listening_ = broker.observe(*this); }
    void stop() { listening_.reset(); }

    void on_order(const OrderReport& report) override { orders.push_back(report); }
    void on_execution(const Execution& execution) override { executions.push_back(execution); }
    void on_commission(const Commission& commission) override { commissions.push_back(commission); }
    void on_position(const Position& position) override { positions.push_back(position); }
    void on_account(const Account& account) override { accounts.push_back(account); }
    void on_link(LinkState state) override { links.push_back(state); }
    void on_notice(const Notice& notice) override { notices.push_back(notice); }
    void on_reconcile(const ReconcileReport& report) override { reconciles.push_back(report); }
    void on_gap(const Gap& gap) override { gaps.push_back(gap); }

    bool noticed(int code) const
    {
        for (const auto& notice : notices)
            if (notice.error.code.value() == code) return true;
        return false;
    }

    std::vector<OrderReport> orders;
    std::vector<Execution> executions;
    std::vector<Commission> commissions;
    std::vector<Position> positions;
    std::vector<Account> accounts;
    std::vector<LinkState> links;
    std::vector<Notice> notices;
    std::vector<ReconcileReport> reconciles;
    std::vector<Gap> gaps;

private:
    Subscription listening_;
};

}  // namespace trademind::test
