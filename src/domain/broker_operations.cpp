// An operation for each verb of Broker: what its implementation is called with, on the strand.
#include <trademind/broker.hpp>

#include <tuple>
#include <utility>

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

namespace {

/// Calls the verb with these arguments. The broker is safe in it: the operation keeps its owner
/// while its work runs.
template <class T, class Verb, class... Args> auto work_of(Broker* broker, Verb verb, Args... args)
{
    return [broker, verb, args = std::tuple{std::move(args)...}](Completion<T> done) mutable {
        std::apply([&](Args&... all) { (broker->*verb)(std::move(all)..., std::move(done)); },
                   args);
    };
}

}  // namespace

template <class T, class Work> auto Broker::operation(Duration deadline, Work work) -> Starting<T>
{
    return detail::make_operation<T>(calls_, weak_from_this(), deadline, std::move(work));
}

auto Broker::connecting(Duration deadline) -> Starting<void>
{
    return operation<void>(deadline, work_of<void>(this, &Broker::do_connect));
}
auto Broker::disconnecting(Duration deadline) -> Starting<void>
{
    return operation<void>(deadline, work_of<void>(this, &Broker::do_disconnect));
}
auto Broker::placing(OrderRequest order, Duration deadline) -> Starting<OrderReport>
{
    return operation<OrderReport>(
        deadline, work_of<OrderReport>(this, &Broker::do_place_order, std::move(order)));
}
auto Broker::modifying(OrderId id, OrderRequest order, Duration deadline) -> Starting<OrderReport>
{
    return operation<OrderReport>(
        deadline, work_of<OrderReport>(this, &Broker::do_modify_order, id, std::move(order)));
}
auto Broker::cancelling(OrderId id, Duration deadline) -> Starting<OrderReport>
{
    return operation<OrderReport>(deadline,
                                  work_of<OrderReport>(this, &Broker::do_cancel_order, id));
}
auto Broker::previewing(OrderRequest order, Duration deadline) -> Starting<OrderPreview>
{
    return operation<OrderPreview>(
        deadline, work_of<OrderPreview>(this, &Broker::do_preview_order, std::move(order)));
}
auto Broker::getting_orders(OrderFilter filter, Duration deadline)
    -> Starting<std::vector<OrderReport>>
{
    return operation<std::vector<OrderReport>>(
        deadline, work_of<std::vector<OrderReport>>(this, &Broker::do_get_orders, filter));
}
auto Broker::finding_order(OrderInquiry order, Duration deadline) -> Starting<FateReport>
{
    return operation<FateReport>(
        deadline, work_of<FateReport>(this, &Broker::do_find_order, std::move(order)));
}
auto Broker::getting_executions(Duration deadline) -> Starting<std::vector<Execution>>
{
    return operation<std::vector<Execution>>(
        deadline, work_of<std::vector<Execution>>(this, &Broker::do_get_executions));
}
auto Broker::getting_positions(Duration deadline) -> Starting<std::vector<Position>>
{
    return operation<std::vector<Position>>(
        deadline, work_of<std::vector<Position>>(this, &Broker::do_get_positions));
}
auto Broker::getting_account(Duration deadline) -> Starting<Account>
{
    return operation<Account>(deadline, work_of<Account>(this, &Broker::do_get_account));
}
auto Broker::getting_accounts(Duration deadline) -> Starting<std::vector<Account>>
{
    return operation<std::vector<Account>>(
        deadline, work_of<std::vector<Account>>(this, &Broker::do_get_accounts));
}
auto Broker::getting_portfolio(Duration deadline) -> Starting<Portfolio>
{
    return operation<Portfolio>(deadline, work_of<Portfolio>(this, &Broker::do_get_portfolio));
}
auto Broker::subscribing(Contract contract, Duration deadline) -> Starting<void>
{
    return operation<void>(deadline,
                           work_of<void>(this, &Broker::do_subscribe, std::move(contract)));
}
auto Broker::unsubscribing(Contract contract, Duration deadline) -> Starting<void>
{
    return operation<void>(deadline,
                           work_of<void>(this, &Broker::do_unsubscribe, std::move(contract)));
}
auto Broker::getting_quote(Contract contract, Duration deadline) -> Starting<Quote>
{
    return operation<Quote>(deadline,
                            work_of<Quote>(this, &Broker::do_get_quote, std::move(contract)));
}
auto Broker::getting_quote_status(Contract contract, Duration deadline) -> Starting<QuoteStatus>
{
    return operation<QuoteStatus>(
        deadline, work_of<QuoteStatus>(this, &Broker::do_get_quote_status, std::move(contract)));
}
auto Broker::getting_history(HistoryRequest request, Duration deadline)
    -> Starting<std::vector<Bar>>
{
    return operation<std::vector<Bar>>(
        deadline,
        work_of<std::vector<Bar>>(this, &Broker::do_get_historical_data, std::move(request)));
}
auto Broker::finding_contracts(Contract pattern, Duration deadline)
    -> Starting<std::vector<ContractDetails>>
{
    return operation<std::vector<ContractDetails>>(
        deadline, work_of<std::vector<ContractDetails>>(this, &Broker::do_find_contracts,
                                                        std::move(pattern)));
}

}  // namespace trademind
