// The paper broker: a market inside the program, with IBKR's rules and no account.
#pragma once

#include <trademind/broker.hpp>
#include <trademind/brokers/paper/options.hpp>

#include <memory>
#include <string>
#include <vector>

namespace trademind {

namespace paper {
class Core;
}  // namespace paper

/// A broker whose market is inside the program: fed by a tape, by push() or by another broker's
/// quotes. Orders, events and refusals are IBKR's, so that a strategy cannot tell the difference.
///
/// Deterministic: the same market and the same calls give the same events, byte for byte. With a
/// tape, time is the tape's; a row is played only when all calls that the row before led to have
/// been answered. Without one, time is the clock's and that of the pushed quotes.
///
/// Its orders pass no check and no kill switch: <trademind/brokers/unsafe_paper.hpp> makes one,
/// make_paper_market puts one behind a guard.
class PaperBroker final : public Broker {
    struct Passkey {
        explicit Passkey() = default;
    };

public:
    PaperBroker(Passkey, asio::any_io_executor executor, std::shared_ptr<Clock> clock,
                paper::Options options);
    ~PaperBroker() override;

    std::string name() const override;
    Capabilities capabilities() const override;
    ValidationRules rules_for(const Contract&) const override;

    /// Changes a contract's market, which is listed if it is new. From any thread; at once when
    /// called on the strand, outside of a handler.
    void push(const Contract& contract, paper::MarketChange change);
    /// Takes over a whole quote, as another broker gives it: an empty field is none. A quote that
    /// repeats the last trade is no new trade.
    void push(Quote quote);

    /// A bar that is over, starting at bar.time. It fills orders that came before its start; with a
    /// clock that runs, push a bar's predecessors before its time.
    void push(const Contract& contract, Bar bar);

    /// Plays the tape to its end, and completes when all that followed from it has been told.
    template <CompletionToken<void> Token = asio::use_awaitable_t<>> auto play(Token token = {})
    {
        return detail::initiate(playing(detail::deadline_of(token, detail::no_deadline)), token);
    }
    /// Plays one row; completes with false when the tape has ended.
    template <CompletionToken<bool> Token = asio::use_awaitable_t<>> auto step(Token token = {})
    {
        return detail::initiate(stepping(detail::deadline_of(token, detail::no_deadline)), token);
    }
    /// Exercises so much of an option on a stock that is held, ahead of its end: shares change
    /// hands at the strike, at once and for good, as executions of orders named "exercise-N".
    ///
    /// Refused (rejected): more than is held, what working orders sell, an option out of the money
    /// unless `override_value` says so (TWS: override), shares or cash that a cash account lacks.
    /// Options that are paid in cash are not_supported: they end by themselves.
    template <CompletionToken<void> Token = asio::use_awaitable_t<>>
    auto exercise(Contract option, Decimal quantity, bool override_value = false, Token token = {})
    {
        return detail::initiate(exercising(std::move(option), quantity, override_value,
                                           detail::deadline_of(token, deadline())),
                                token);
    }
    template <CompletionToken<paper::Statistics> Token = asio::use_awaitable_t<>>
    auto get_statistics(Token token = {})
    {
        return detail::initiate(getting_statistics(detail::deadline_of(token, detail::no_deadline)),
                                token);
    }

private:
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
    void do_get_portfolio(Completion<Portfolio>) override;
    void do_subscribe(Contract, Completion<>) override;
    void do_unsubscribe(Contract, Completion<>) override;
    void do_get_quote(Contract, Completion<Quote>) override;
    void do_get_quote_status(Contract, Completion<QuoteStatus>) override;
    void do_watch(Contract, std::shared_ptr<QuoteListener>) override;
    void do_unwatch(const std::shared_ptr<QuoteListener>&) override;
    void do_get_historical_data(HistoryRequest, Completion<std::vector<Bar>>) override;
    void do_find_contracts(Contract, Completion<std::vector<ContractDetails>>) override;

    std::shared_ptr<PaperBroker> self()
    {
        return std::static_pointer_cast<PaperBroker>(shared_from_this());
    }
    // not begun yet
    std::shared_ptr<detail::Operation<void>> playing(Duration deadline);
    std::shared_ptr<detail::Operation<void>> exercising(Contract option, Decimal quantity,
                                                        bool override_value, Duration deadline);
    std::shared_ptr<detail::Operation<bool>> stepping(Duration deadline);
    std::shared_ptr<detail::Operation<paper::Statistics>> getting_statistics(Duration deadline);

    friend class paper::Core;
    friend std::shared_ptr<PaperBroker> make_unsafe_paper_broker(asio::any_io_executor,
                                                                 paper::Options,
                                                                 std::shared_ptr<Clock>);
    std::unique_ptr<paper::Core> core_;
};

}  // namespace trademind
