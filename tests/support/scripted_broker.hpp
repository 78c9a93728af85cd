// A broker that does what the test says: answers, stays silent, fills, breaks, and keeps a log.
#pragma once

#include <trademind/broker.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace trademind::test {

/// Not connected at first. Accepts every order unless told otherwise.
class ScriptedBroker final : public Broker {
public:
    ScriptedBroker(asio::any_io_executor executor, std::shared_ptr<Clock> clock);

    std::string name() const override;
    Capabilities capabilities() const override;

    // what the test sets
    enum class Placing { accept, fill, refuse, silent, lose };
    Placing placing = Placing::accept;
    Error refusal{Errc::rejected, "no reason"};
    bool cancels_work = true;
    /// Answers say what was true before the events that came with them.
    bool old_answers = false;
    /// Calls that arrive and are not answered before the test says so.
    bool hold_cancels = false, hold_lists = false, hold_searches = false, hold_changes = false;
    /// Called when an order has arrived, before anything is answered.
    std::function<void(const OrderReport&)> on_arrival;
    /// Called when contracts are looked for, before they are looked up.
    std::function<void(const Contract&)> on_search;
    /// Called when a cancel has arrived, before anything is answered.
    std::function<void(OrderId)> on_cancel;
    /// What happens to an order between its first report, or its new terms, and the answer.
    std::function<void(OrderId)> after_placing, after_modifying;
    Capabilities can = [] {
        Capabilities c;
        c.contract_search = true;
        return c;
    }();
    Account account{"DU123"};
    std::vector<Position> positions;
    std::vector<ContractDetails> contracts;
    std::string time_zone = "America/New_York";  ///< whose midnights its lists reach back to
    bool whole_lists = true;      ///< false: of the lists only that of the open orders comes
    bool knows_contracts = true;  ///< false: only those in `contracts`
    std::optional<Error> connect_error, account_error, orders_error, positions_error;
    std::map<std::int64_t, OrderReport> orders;
    int searches = 0;         ///< for contracts
    bool was_judged = false;  ///< the last order came with its form judged
    /// "place AAPL ...", "cancel 3", ...: what would have gone over the wire.
    std::vector<std::string> sent;

    std::size_t count(std::string_view start) const;
    /// Whose quotes are watched, in the order in which that began.
    std::vector<Contract> watched() const;

    // what the test makes happen; on the strand or while nothing runs
    /// get_quote answers only when answer_snapshots is called, with what was true before.
    bool late_snapshot = false;
    void answer_snapshots(const Quote& quote);
    void quote(const Quote& given);
    void quote(const Contract& contract, std::optional<Decimal> bid, std::optional<Decimal> ask);
    void tell(const OrderReport& report);
    /// Told, but not among the orders: another program's, whose id is used here too.
    void tell_only(const OrderReport& report);
    void tell_execution(const Execution& execution);
    /// Fills and, unless told not to, moves the position.
    void fill(OrderId id, Decimal quantity, Decimal price, bool moves_position = true);
    Decimal held(const Contract& contract) const;
    void hold(const Contract& contract, Decimal quantity);
    void tell_account();
    void tell_position(const Position& position);
    /// Answers what was held, as it is now.
    void release();
    void tell_reconcile(const ReconcileReport& report);
    void tell_gap(const Gap& gap);
    void tell_notice(const Notice& notice) { notify(&BrokerObserver::on_notice, notice); }
    void tell_link(LinkState state);
    /// A fill that nobody hears of.
    void fill_unheard(OrderId id, Decimal quantity, Decimal price);
    OrderId last_id() const;
    void set_next_id(std::int64_t id);

private:
    void do_connect(Completion<> done) override;
    void do_disconnect(Completion<> done) override;
    void do_place_order(OrderRequest&& order, Completion<OrderReport> done) override;
    void do_modify_order(OrderId id, OrderRequest&& order, Completion<OrderReport> done) override;
    void do_cancel_order(OrderId id, Completion<OrderReport> done) override;
    void do_preview_order(OrderRequest&&, Completion<OrderPreview> done) override;
    void do_get_orders(OrderFilter filter, Completion<std::vector<OrderReport>> done) override;
    void do_find_order(OrderInquiry order, Completion<FateReport> done) override;
    void do_get_executions(Completion<std::vector<Execution>> done) override;
    void do_get_positions(Completion<std::vector<Position>> done) override;
    void do_get_account(Completion<Account> done) override;
    void do_get_portfolio(Completion<Portfolio> done) override;
    void do_subscribe(Contract, Completion<> done) override;
    void do_unsubscribe(Contract, Completion<> done) override;
    void do_get_quote(Contract contract, Completion<Quote> done) override;
    void do_watch(Contract contract, std::shared_ptr<QuoteListener> listener) override;
    void do_unwatch(const std::shared_ptr<QuoteListener>& listener) override;
    void do_get_historical_data(HistoryRequest, Completion<std::vector<Bar>> done) override;
    void do_find_contracts(Contract pattern,
                           Completion<std::vector<ContractDetails>> done) override;

    template <class T> static std::shared_ptr<Completion<T>> keep(Completion<T> done)
    {
        return std::make_shared<Completion<T>>(std::move(done));
    }
    void later(std::function<void()> answer);
    void look_for(const OrderInquiry& order, const std::shared_ptr<Completion<FateReport>>& done);

    std::vector<std::function<void()>> held_;
    std::map<int, Subscription> looking_;
    int inquiries_ = 0;
    std::int64_t next_id_ = 1;
    int executions_ = 0;
    std::vector<Completion<OrderReport>> silent_;
    std::vector<Completion<Quote>> snapshots_;
    std::vector<Quote> quotes_;
    std::vector<std::pair<std::shared_ptr<QuoteListener>, Contract>> listeners_;
};

}  // namespace trademind::test
