// The broker over TWS: its parts put together.
#pragma once

#include "brokers/ibkr/broker/account.hpp"
#include "brokers/ibkr/broker/contracts.hpp"
#include "brokers/ibkr/broker/history.hpp"
#include "brokers/ibkr/broker/link_calls.hpp"
#include "brokers/ibkr/broker/market_data.hpp"
#include "brokers/ibkr/broker/orders.hpp"
#include "brokers/ibkr/broker/recovery.hpp"
#include "brokers/ibkr/broker/rules.hpp"
#include "brokers/ibkr/broker/status_board.hpp"

#include <trademind/broker.hpp>
#include <trademind/brokers/ibkr/options.hpp>
#include <trademind/brokers/ibkr/status.hpp>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace trademind::ibkr_broker {

/// Implements Broker over a client. Lives on its strand; ready once the state of its orders is
/// known.
class IbkrBroker final : public Broker, private ibkr::ClientEvents, private BrokerObserver {
public:
    /// Makes the client on the broker's own strand: over a link, or over a test's connection.
    using MakeCore =
        std::function<std::shared_ptr<ibkr::ClientCore>(std::shared_ptr<detail::Calls>)>;
    IbkrBroker(asio::any_io_executor, IbkrOptions, std::shared_ptr<Clock>, const MakeCore&);
    ~IbkrBroker() override;

    std::string name() const override { return "ibkr"; }
    Capabilities capabilities() const override;
    ValidationRules rules_for(const Contract& contract) const override
    {
        return orders_.rules_for(contract);
    }
    const std::shared_ptr<ibkr::ClientCore>& core() const { return core_; }
    /// From any thread.
    IbkrStatus status() const;

private:
    // Broker
    void do_connect(Completion<>) override;
    void do_disconnect(Completion<>) override;
    void do_place_order(OrderRequest&& order, Completion<OrderReport> done) override
    {
        orders_.place(std::move(order), {is_form_judged(), leaves_until()}, std::move(done));
    }
    void do_modify_order(OrderId id, OrderRequest&& order, Completion<OrderReport> done) override
    {
        orders_.modify(id, std::move(order), {is_form_judged(), leaves_until()}, std::move(done));
    }
    void do_cancel_order(OrderId id, Completion<OrderReport> done) override
    {
        orders_.cancel(id, std::move(done));
    }
    void do_preview_order(OrderRequest&& order, Completion<OrderPreview> done) override
    {
        orders_.preview(std::move(order), std::move(done));
    }
    void do_get_orders(OrderFilter, Completion<std::vector<OrderReport>>) override;
    void do_find_order(OrderInquiry order, Completion<FateReport> done) override
    {
        orders_.fates().find(std::move(order), std::move(done));
    }
    void do_get_executions(Completion<std::vector<Execution>>) override;
    void do_get_positions(Completion<std::vector<Position>> done) override
    {
        account_.get_positions(std::move(done));
    }
    void do_get_account(Completion<Account> done) override
    {
        account_.get_account(std::move(done));
    }
    void do_get_accounts(Completion<std::vector<Account>> done) override
    {
        account_.get_accounts(std::move(done));
    }
    void do_get_portfolio(Completion<Portfolio> done) override
    {
        account_.get_portfolio(std::move(done));
    }
    void do_subscribe(Contract contract, Completion<> done) override
    {
        market_data_.subscribe(contract, std::move(done));
    }
    void do_unsubscribe(Contract contract, Completion<> done) override
    {
        market_data_.unsubscribe(contract, std::move(done));
    }
    void do_get_quote(Contract contract, Completion<Quote> done) override
    {
        market_data_.get_quote(contract, std::move(done));
    }
    void do_get_quote_status(Contract contract, Completion<QuoteStatus> done) override
    {
        market_data_.get_status(contract, std::move(done));
    }
    void do_watch(Contract contract, std::shared_ptr<QuoteListener> listener) override
    {
        market_data_.watch(contract, std::move(listener));
    }
    void do_unwatch(const std::shared_ptr<QuoteListener>& listener) override
    {
        market_data_.unwatch(listener);
    }
    void do_get_historical_data(HistoryRequest request, Completion<std::vector<Bar>> done) override
    {
        history_.get(std::move(request), std::move(done));
    }
    void do_find_contracts(Contract, Completion<std::vector<ContractDetails>>) override;

    // ClientEvents
    void on_error(const ibkr::ErrorMessage&) override;
    void on_session(const ibkr::session::SessionInfo&) override;
    void on_loss(const ibkr::session::Disconnect&) override;
    void on_server(ibkr::session::ServerConnectivity) override;
    void on_farm(const ibkr::session::DataFarm&) override;
    void on_connecting() override;
    void on_stopped(ibkr::session::Tag) override;
    void on_unreadable(const Error&, ibkr::UnreadSubject) override;

    // Events of the parts, on to all observers.
    void on_order(const OrderReport& o) override { notify(&BrokerObserver::on_order, o); }
    void on_execution(const Execution& e) override { notify(&BrokerObserver::on_execution, e); }
    void on_commission(const Commission& c) override { notify(&BrokerObserver::on_commission, c); }
    void on_position(const Position& p) override { notify(&BrokerObserver::on_position, p); }
    void on_account(const Account& a) override { notify(&BrokerObserver::on_account, a); }
    void on_notice(const Notice& n) override { notify(&BrokerObserver::on_notice, n); }
    void on_gap(const Gap& g) override { notify(&BrokerObserver::on_gap, g); }

    void refuse_session(const Error& why);
    void round_ended(const ReconcileReport&, std::optional<LinkState> then);
    void answer_orders(OrderFilter, Completion<std::vector<OrderReport>>&);
    bool foreign_orders_may_be_old() const;

    IbkrOptions options_;
    Strand strand_;
    std::shared_ptr<ibkr::ClientCore> core_;
    Desk desk_;
    Life life_;
    Contracts contracts_;
    Orders orders_;
    Accounts account_;
    MarketData market_data_;
    History history_;
    Recovery recovery_;
    LinkCalls calls_;
    StatusBoard status_;
    std::vector<std::pair<OrderFilter, Completion<std::vector<OrderReport>>>> waiting_for_orders_;
    std::string last_unreadable_;
};

}  // namespace trademind::ibkr_broker
