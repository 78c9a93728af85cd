// What stands between the engine and the outside: calls in, events out, the account's file.
#pragma once

#include "brokers/paper/broker/generated_feed.hpp"
#include "brokers/paper/broker/quote_source.hpp"
#include "brokers/paper/broker/tape_player.hpp"
#include "brokers/paper/store/account_file.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace trademind::paper {

/// Everything here runs on the broker's strand.
class Core final : public MarketHost {
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
    void push(const Quote& quote) { quotes_.push(quote); }
    void push(const Contract& contract, const Bar& bar);
    QuoteSource& quotes() { return quotes_; }
    TapePlayer& tape() { return tape_; }

    // What can be looked up.
    void history(HistoryRequest request, Completion<std::vector<Bar>> done);
    void find_contracts(Contract pattern, Completion<std::vector<ContractDetails>> done);
    Statistics statistics() const;

    void catch_up() override;
    void flush() override;

private:
    std::optional<AccountFile> open_file();
    /// False: nothing may be reported, the account cannot be trusted to the file any more.
    bool save();
    void fail(Error why);
    /// Ready to trade, once what the market comes from is.
    void open_session(Completion<> done);
    CallId expect(Completion<OrderReport> done);
    /// Why an order that has waited for another broker must not be placed any more.
    std::optional<Error> too_late(const Completion<OrderReport>& done) const;

    template <class Verb, class What> void notify(Verb verb, const What& what);
    void notice(const Notice& notice) override { report(notice); }
    void report(const OrderReport& report);
    void report(const Execution& execution);
    void report(const Commission& commission);
    void report(const Position& position);
    void report(const Account& account);
    void report(const Notice& notice);
    void report(const QuoteNews& news);
    void report(Answer& answer);
    void set_timer();

    std::optional<Error> failure_;  ///< of the file: final
    std::optional<AccountFile> file_;
    std::map<CallId, Completion<OrderReport>> calls_;
    std::uint64_t last_call_ = 0;
    /// What is being saved and reported.
    struct Batch {
        std::vector<Event> events;
        std::vector<OrderId> touched;
    };
    Batch batch_;
    bool flushing_ = false;
    /// Timer of the engine's next due task.
    struct Wakeup {
        Subscription timer;
        std::optional<TimePoint> due;
    };
    Wakeup wakeup_;
    GeneratedFeed generated_;
    TapePlayer tape_;
    QuoteSource quotes_;
};

}  // namespace trademind::paper
