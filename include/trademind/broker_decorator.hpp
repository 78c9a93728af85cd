// A broker in front of another one.
#pragma once

#include <trademind/broker.hpp>

#include <memory>
#include <string>
#include <vector>

namespace trademind {

/// Hands every verb on to the broker behind it, on whose strand it lives, with the caller's own
/// completion: derive from it and override what is to be guarded or watched. Events and the link
/// are not passed on: observe inner().
class BrokerDecorator : public Broker {
public:
    std::string name() const override { return inner_->name(); }
    Capabilities capabilities() const override { return inner_->capabilities(); }
    ValidationRules rules_for(const Contract&) const override;
    const Broker& innermost() const override { return inner_->innermost(); }

protected:
    /// Deadlines as in Broker.
    BrokerDecorator(std::shared_ptr<Broker> inner, Duration deadline, Duration connect_deadline);

    const std::shared_ptr<Broker>& inner() const { return inner_; }

    void do_connect(Completion<>) override;
    void do_disconnect(Completion<>) override;
    void do_place_order(OrderRequest&&, Completion<OrderReport>) override;
    void do_modify_order(OrderId, OrderRequest&&, Completion<OrderReport>) override;
    void do_cancel_order(OrderId, Completion<OrderReport>) override;
    void do_preview_order(OrderRequest&&, Completion<OrderPreview>) override;
    void do_get_orders(OrderFilter, Completion<std::vector<OrderReport>>) override;
    void do_find_order(OrderInquiry, Completion<FateReport>) override;
    void do_get_executions(Completion<std::vector<Execution>>) override;
    void do_get_positions(Completion<std::vector<Position>>) override;
    void do_get_account(Completion<Account>) override;
    void do_get_accounts(Completion<std::vector<Account>>) override;
    void do_get_portfolio(Completion<Portfolio>) override;
    void do_subscribe(Contract, Completion<>) override;
    void do_unsubscribe(Contract, Completion<>) override;
    void do_get_quote(Contract, Completion<Quote>) override;
    void do_get_quote_status(Contract, Completion<QuoteStatus>) override;
    void do_watch(Contract, std::shared_ptr<QuoteListener>) override;
    void do_unwatch(const std::shared_ptr<QuoteListener>&) override;
    void do_get_historical_data(HistoryRequest, Completion<std::vector<Bar>>) override;
    void do_find_contracts(Contract, Completion<std::vector<ContractDetails>>) override;

private:
    class HandingOn;

    std::shared_ptr<Broker> inner_;
};

}  // namespace trademind
