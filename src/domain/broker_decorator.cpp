// A broker in front of another one.
#include <trademind/broker_decorator.hpp>

namespace trademind {

BrokerDecorator::BrokerDecorator(std::shared_ptr<Broker> inner, Duration deadline,
                                 Duration connect_deadline)
    : Broker{*inner, deadline, connect_deadline}, inner_{std::move(inner)}
{}

ValidationRules BrokerDecorator::rules_for(const Contract& contract) const
{
    return inner_->rules_for(contract);
}

void BrokerDecorator::do_connect(Completion<> done)
{
    inner_->do_connect(std::move(done));
}
void BrokerDecorator::do_disconnect(Completion<> done)
{
    inner_->do_disconnect(std::move(done));
}
/// What is known of an order that comes from further in front is known behind, too.
class BrokerDecorator::HandingOn {
public:
    explicit HandingOn(BrokerDecorator& from) : to_{*from.inner_}
    {
        to_.leaves_until_ = from.leaves_until_;
    }
    ~HandingOn() { to_.leaves_until_ = TradingState::active; }
    HandingOn(const HandingOn&) = delete;
    HandingOn& operator=(const HandingOn&) = delete;

private:
    Broker& to_;
};

void BrokerDecorator::do_place_order(OrderRequest&& order, Completion<OrderReport> done)
{
    HandingOn handing_on{*this};
    inner_->do_place_order(std::move(order), std::move(done));
}
void BrokerDecorator::do_modify_order(OrderId id, OrderRequest&& order,
                                      Completion<OrderReport> done)
{
    HandingOn handing_on{*this};
    inner_->do_modify_order(id, std::move(order), std::move(done));
}
void BrokerDecorator::do_cancel_order(OrderId id, Completion<OrderReport> done)
{
    inner_->do_cancel_order(id, std::move(done));
}
void BrokerDecorator::do_preview_order(OrderRequest&& order, Completion<OrderPreview> done)
{
    inner_->do_preview_order(std::move(order), std::move(done));
}
void BrokerDecorator::do_get_orders(OrderFilter filter, Completion<std::vector<OrderReport>> done)
{
    inner_->do_get_orders(filter, std::move(done));
}
void BrokerDecorator::do_find_order(OrderInquiry order, Completion<FateReport> done)
{
    inner_->do_find_order(std::move(order), std::move(done));
}
void BrokerDecorator::do_get_executions(Completion<std::vector<Execution>> done)
{
    inner_->do_get_executions(std::move(done));
}
void BrokerDecorator::do_get_positions(Completion<std::vector<Position>> done)
{
    inner_->do_get_positions(std::move(done));
}
void BrokerDecorator::do_get_account(Completion<Account> done)
{
    inner_->do_get_account(std::move(done));
}
void BrokerDecorator::do_get_accounts(Completion<std::vector<Account>> done)
{
    inner_->do_get_accounts(std::move(done));
}
void BrokerDecorator::do_get_portfolio(Completion<Portfolio> done)
{
    inner_->do_get_portfolio(std::move(done));
}
void BrokerDecorator::do_subscribe(Contract contract, Completion<> done)
{
    inner_->do_subscribe(std::move(contract), std::move(done));
}
void BrokerDecorator::do_unsubscribe(Contract contract, Completion<> done)
{
    inner_->do_unsubscribe(std::move(contract), std::move(done));
}
void BrokerDecorator::do_get_quote(Contract contract, Completion<Quote> done)
{
    inner_->do_get_quote(std::move(contract), std::move(done));
}
void BrokerDecorator::do_get_quote_status(Contract contract, Completion<QuoteStatus> done)
{
    inner_->do_get_quote_status(std::move(contract), std::move(done));
}
void BrokerDecorator::do_watch(Contract contract, std::shared_ptr<QuoteListener> listener)
{
    inner_->do_watch(std::move(contract), std::move(listener));
}
void BrokerDecorator::do_unwatch(const std::shared_ptr<QuoteListener>& listener)
{
    inner_->do_unwatch(listener);
}
void BrokerDecorator::do_get_historical_data(HistoryRequest request,
                                             Completion<std::vector<Bar>> done)
{
    inner_->do_get_historical_data(std::move(request), std::move(done));
}
void BrokerDecorator::do_find_contracts(Contract contract,
                                        Completion<std::vector<ContractDetails>> done)
{
    inner_->do_find_contracts(std::move(contract), std::move(done));
}

}  // namespace trademind
