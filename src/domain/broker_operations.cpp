// An operation for each verb of Broker: what its implementation is called with, on the strand.
#include <trademind/broker.hpp>

namespace trademind {

template class detail::Operation<void>;
template class detail::Operation<OrderReport>;
template class detail::Operation<OrderPreview>;
template class detail::Operation<std::vector<OrderReport>>;
template class detail::Operation<FateReport>;
template class detail::Operation<std::vector<Execution>>;
template class detail::Operation<std::vector<Position>>;
template class detail::Operation<Account>;
template class detail::Operation<std::vector<Account>>;
template class detail::Operation<Portfolio>;
template class detail::Operation<Quote>;
template class detail::Operation<QuoteStatus>;
template class detail::Operation<std::vector<Bar>>;
template class detail::Operation<std::vector<ContractDetails>>;

// `this` is safe in the work: the operation keeps its owner while the work runs
template <class T, class Work>
std::shared_ptr<detail::Operation<T>> Broker::operation(Duration deadline, Work work)
{
    return detail::make_operation<T>(calls_, weak_from_this(), deadline, std::move(work));
}

std::shared_ptr<detail::Operation<void>> Broker::connecting(Duration deadline)
{
    return operation<void>(deadline, [this](Completion<> done) { do_connect(std::move(done)); });
}

std::shared_ptr<detail::Operation<void>> Broker::disconnecting(Duration deadline)
{
    return operation<void>(deadline, [this](Completion<> done) { do_disconnect(std::move(done)); });
}

std::shared_ptr<detail::Operation<OrderReport>> Broker::placing(OrderRequest order,
                                                                Duration deadline)
{
    return operation<OrderReport>(
        deadline, [this, order = std::move(order)](Completion<OrderReport> done) mutable {
            do_place_order(std::move(order), std::move(done));
        });
}

std::shared_ptr<detail::Operation<OrderReport>> Broker::modifying(OrderId id, OrderRequest order,
                                                                  Duration deadline)
{
    return operation<OrderReport>(
        deadline, [this, id, order = std::move(order)](Completion<OrderReport> done) mutable {
            do_modify_order(id, std::move(order), std::move(done));
        });
}

std::shared_ptr<detail::Operation<OrderReport>> Broker::cancelling(OrderId id, Duration deadline)
{
    return operation<OrderReport>(deadline, [this, id](Completion<OrderReport> done) {
        do_cancel_order(id, std::move(done));
    });
}

std::shared_ptr<detail::Operation<OrderPreview>> Broker::previewing(OrderRequest order,
                                                                    Duration deadline)
{
    return operation<OrderPreview>(
        deadline, [this, order = std::move(order)](Completion<OrderPreview> done) mutable {
            do_preview_order(std::move(order), std::move(done));
        });
}

std::shared_ptr<detail::Operation<std::vector<OrderReport>>> Broker::getting_orders(
    OrderFilter filter, Duration deadline)
{
    return operation<std::vector<OrderReport>>(
        deadline, [this, filter](Completion<std::vector<OrderReport>> done) {
            do_get_orders(filter, std::move(done));
        });
}

std::shared_ptr<detail::Operation<FateReport>> Broker::finding_order(OrderInquiry order,
                                                                     Duration deadline)
{
    return operation<FateReport>(
        deadline, [this, order = std::move(order)](Completion<FateReport> done) mutable {
            do_find_order(std::move(order), std::move(done));
        });
}

std::shared_ptr<detail::Operation<std::vector<Execution>>> Broker::getting_executions(
    Duration deadline)
{
    return operation<std::vector<Execution>>(
        deadline,
        [this](Completion<std::vector<Execution>> done) { do_get_executions(std::move(done)); });
}

std::shared_ptr<detail::Operation<std::vector<Position>>> Broker::getting_positions(
    Duration deadline)
{
    return operation<std::vector<Position>>(
        deadline,
        [this](Completion<std::vector<Position>> done) { do_get_positions(std::move(done)); });
}

std::shared_ptr<detail::Operation<Account>> Broker::getting_account(Duration deadline)
{
    return operation<Account>(
        deadline, [this](Completion<Account> done) { do_get_account(std::move(done)); });
}

std::shared_ptr<detail::Operation<std::vector<Account>>> Broker::getting_accounts(Duration deadline)
{
    return operation<std::vector<Account>>(deadline, [this](Completion<std::vector<Account>> done) {
        do_get_accounts(std::move(done));
    });
}

std::shared_ptr<detail::Operation<Portfolio>> Broker::getting_portfolio(Duration deadline)
{
    return operation<Portfolio>(
        deadline, [this](Completion<Portfolio> done) { do_get_portfolio(std::move(done)); });
}

std::shared_ptr<detail::Operation<void>> Broker::subscribing(Contract contract, Duration deadline)
{
    return operation<void>(deadline,
                           [this, contract = std::move(contract)](Completion<> done) mutable {
                               do_subscribe(std::move(contract), std::move(done));
                           });
}

std::shared_ptr<detail::Operation<void>> Broker::unsubscribing(Contract contract, Duration deadline)
{
    return operation<void>(deadline,
                           [this, contract = std::move(contract)](Completion<> done) mutable {
                               do_unsubscribe(std::move(contract), std::move(done));
                           });
}

std::shared_ptr<detail::Operation<Quote>> Broker::getting_quote(Contract contract,
                                                                Duration deadline)
{
    return operation<Quote>(deadline,
                            [this, contract = std::move(contract)](Completion<Quote> done) mutable {
                                do_get_quote(std::move(contract), std::move(done));
                            });
}

std::shared_ptr<detail::Operation<QuoteStatus>> Broker::getting_quote_status(Contract contract,
                                                                             Duration deadline)
{
    return operation<QuoteStatus>(
        deadline, [this, contract = std::move(contract)](Completion<QuoteStatus> done) mutable {
            do_get_quote_status(std::move(contract), std::move(done));
        });
}

std::shared_ptr<detail::Operation<std::vector<Bar>>> Broker::getting_history(HistoryRequest request,
                                                                             Duration deadline)
{
    return operation<std::vector<Bar>>(
        deadline, [this, request = std::move(request)](Completion<std::vector<Bar>> done) mutable {
            do_get_historical_data(std::move(request), std::move(done));
        });
}

std::shared_ptr<detail::Operation<std::vector<ContractDetails>>> Broker::finding_contracts(
    Contract pattern, Duration deadline)
{
    return operation<std::vector<ContractDetails>>(
        deadline, [this, pattern = std::move(pattern)](
                      Completion<std::vector<ContractDetails>> done) mutable {
            do_find_contracts(std::move(pattern), std::move(done));
        });
}

}  // namespace trademind
