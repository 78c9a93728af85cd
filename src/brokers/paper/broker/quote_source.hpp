// Quote streams, out to listeners and in from another broker.
#pragma once

#include "brokers/paper/broker/market_host.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace trademind::paper {

class QuoteSource {
public:
    explicit QuoteSource(MarketHost& host) : host_{host}, link_watch_{*this} {}
    /// Follows the link of the other broker, where there is one. Not before the broker is shared.
    void observe_link();

    // Quotes out.
    void subscribe(Contract contract, Completion<> done);
    void unsubscribe(const Contract& contract);
    Result<Quote> quote(const Contract& contract) const;
    Result<QuoteStatus> quote_status(const Contract& contract) const;
    void watch(Contract contract, std::shared_ptr<QuoteListener> listener);
    void unwatch(const std::shared_ptr<QuoteListener>& listener);
    /// The instrument's quote has changed.
    void report(InstrumentId instrument);

    // Quotes in.
    void push(const Quote& quote);
    /// The instrument of a push, listed now where it was not; streams that await it begin.
    InstrumentId listed(const Contract& contract);
    /// Lists the contract, asking the other broker for it where there is one; then `then`, with the
    /// instrument or why it is unknown.
    void with_instrument(const Contract& contract, std::function<void(Result<InstrumentId>)> then);
    /// Called with nothing when the first quote has come, or with why there will be none.
    using FirstQuote = std::function<void(const std::optional<Error>&)>;
    /// False: the other broker was asked for the instrument's quotes, and none has come yet.
    bool has_quoted(InstrumentId instrument);
    void await_quote(InstrumentId instrument, FirstQuote then)
    {
        stream(instrument).waiting.push_back(std::move(then));
    }
    /// Completes the calls that wait for a first quote with `why`.
    void give_up_waiting(const Error& why);

private:
    struct Stream {
        Quote quote;  ///< kept, so that reporting it copies nothing
        QuoteInspector inspector;
        std::vector<std::shared_ptr<QuoteListener>> listeners;
        bool subscribed = false;
        Subscription source;  ///< of the other broker's quotes
        std::vector<FirstQuote> waiting;
    };
    /// Quotes asked for before their instrument was listed.
    struct Awaited {
        Contract contract;
        std::shared_ptr<QuoteListener> listener;  ///< nullptr: a subscription
    };
    /// Observes the link of the broker whose quotes fill our orders; on that broker's strand.
    struct LinkWatch final : BrokerObserver {
        explicit LinkWatch(QuoteSource& source) : source{source} {}
        void on_link(LinkState state) override;
        QuoteSource& source;
    };

    Stream& stream(InstrumentId instrument);
    /// Nothing but a push can list it: a request for its quotes waits for the first one.
    bool awaits_push(const Contract& contract) const;
    bool is_awaited(const Contract& contract) const;
    void follow_source(InstrumentId instrument);
    void source_link(LinkState state);
    /// The stream ended; why.
    void end_source(InstrumentId instrument, const Error& why);

    /// The listener hears that instrument from now on.
    void attach(InstrumentId instrument, std::shared_ptr<QuoteListener> listener);
    /// Ends all listeners of the stream; returns them.
    std::vector<std::shared_ptr<QuoteListener>> detach_all(Stream& stream);

    MarketHost& host_;
    std::unordered_map<InstrumentId, Stream> streams_;
    std::unordered_multimap<const QuoteListener*, InstrumentId> watched_;
    std::vector<Awaited> awaited_;
    LinkWatch link_watch_;
    Subscription life_;  ///< last: ended first, and then no event comes any more
};

}  // namespace trademind::paper
