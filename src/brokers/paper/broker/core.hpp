// What stands between the engine and the outside: calls, listeners, time and the tape.
#pragma once

#include "brokers/paper/engine/engine.hpp"
#include "brokers/paper/store/account_file.hpp"
#include "brokers/paper/tape/endless_market.hpp"

#include <trademind/brokers/paper/broker.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace trademind::paper {

/// Everything here runs on the broker's strand.
class Core {
public:
    Core(PaperBroker& broker, Options options);
    ~Core();

    // Life.
    void connect(Completion<> done);
    void disconnect(Completion<> done);

    // Commands; the answers come with flush.
    void place(OrderRequest order, Completion<OrderReport> done);
    void modify(OrderId id, OrderRequest order, Completion<OrderReport> done);
    void cancel(OrderId id, Completion<OrderReport> done);

    // The market.
    void push(const Contract& contract, const MarketChange& change);
    void push(const Quote& quote);
    void push(const Contract& contract, const Bar& bar);

    // Quotes.
    void subscribe(Contract contract, Completion<> done);
    void unsubscribe(const Contract& contract);
    Result<Quote> quote(const Contract& contract) const;
    Result<QuoteStatus> quote_status(const Contract& contract) const;
    void watch(Contract contract, std::shared_ptr<QuoteListener> listener);
    void unwatch(const std::shared_ptr<QuoteListener>& listener);

    // The tape.
    void play(Completion<> done);
    bool step();
    void history(HistoryRequest request, Completion<std::vector<Bar>> done);
    void find_contracts(Contract pattern, Completion<std::vector<ContractDetails>> done);

    Engine& engine() { return engine_; }
    const Options& options() const { return options_; }
    /// Brings the engine to the present; called before anything is asked of it.
    void catch_up();
    /// Tells what has happened, in order.
    void flush();
    Statistics statistics() const;

private:
    struct Stream {
        Quote quote;  ///< kept, so that telling it copies nothing
        QuoteInspector inspector;
        std::vector<std::shared_ptr<QuoteListener>> listeners;
        bool subscribed = false;
        Subscription source;  ///< of the other broker's quotes
        /// Orders that came before the first quote; called with nothing when it has come, or with
        /// why there will be none.
        std::vector<std::function<void(const std::optional<Error>&)>> waiting;
    };

    void open_file();
    /// False: nothing may be told, the account cannot be trusted to the file any more.
    bool save();
    void fail(Error why);
    bool follows_clock() const { return !options_.tape; }
    CallId expect(Completion<OrderReport> done);
    /// Lists the contract, asking the other broker for it where there is one; then `then`, with the
    /// instrument or why it is unknown.
    void with_instrument(const Contract& contract, std::function<void(Result<InstrumentId>)> then);
    /// Nothing but a push can list it: a request for its quotes waits for the first one.
    bool awaits_push(const Contract& contract) const;
    bool is_awaited(const Contract& contract) const;
    /// The instrument of a push, listed now where it was not; streams that await it begin.
    InstrumentId listed(const Contract& contract);
    void follow_source(InstrumentId instrument);
    /// The other broker's link has changed.
    void source_link(LinkState state);
    /// The stream ended; why.
    void end_source(InstrumentId instrument, const Error& why);
    /// Answers the orders that wait for a first quote: there will be none.
    void give_up_waiting(const Error& why);
    /// Why an order that has waited for another broker must not be placed any more.
    std::optional<Error> too_late(const Completion<OrderReport>& done) const;
    Stream& stream(InstrumentId instrument);

    void tell(Event& event);
    template <class Verb, class What> void notify(Verb verb, const What& what);
    void say(const OrderReport& report);
    void say(const Execution& execution);
    void say(const Commission& commission);
    void say(const Position& position);
    void say(const Account& account);
    void say(const Notice& notice);
    void say(const QuoteNews& news);
    void say(Answer& answer);
    void tell_quote(InstrumentId instrument);
    void set_timer();

    /// Ready to trade, once what the market comes from is.
    void open_session(Completion<> done);
    void play_generated();
    void pump();
    void schedule_pump();
    void play_row();
    void finish_tape();

    /// Hears whether the broker whose quotes fill our orders is there.
    class SourceWatch final : public BrokerObserver {
    public:
        SourceWatch(Core& core, PaperBroker& broker) : core_{core}, broker_{broker} {}
        void on_link(LinkState state) override;

    private:
        Core& core_;
        PaperBroker& broker_;
    };

    PaperBroker& broker_;
    Options options_;
    Engine engine_;

    std::optional<AccountFile> file_;
    std::optional<Error> failure_;  ///< of the file: final
    std::map<CallId, Completion<OrderReport>> calls_;
    std::uint64_t last_call_ = 0;
    std::unordered_map<InstrumentId, Stream> streams_;
    /// Quotes asked for before their instrument was listed.
    struct Awaited {
        Contract contract;
        std::shared_ptr<QuoteListener> listener;  ///< nullptr: a subscription
    };
    std::vector<Awaited> awaited_;
    std::vector<Event> telling_;
    std::vector<OrderId> touched_;
    bool flushing_ = false;
    std::uint64_t commands_ = 0;  ///< calls that came in, to see when all is quiet
    bool told_ = false;           ///< somebody outside heard something since the last row

    Subscription timer_;
    std::optional<TimePoint> timer_due_;

    std::size_t next_row_ = 0;
    bool playing_ = false, pumping_ = false, tape_ended_ = false;
    int quiet_turns_ = 0;
    std::uint64_t commands_seen_ = 0;
    Subscription tape_timer_;
    std::vector<Completion<>> waiting_for_end_;

    std::optional<EndlessMarket> generated_;
    Subscription generated_timer_;

    SourceWatch source_watch_;
    Subscription source_life_;  ///< last: ended first, and then nobody hears any more
};

}  // namespace trademind::paper
