// Quote streams: one market data line for each contract, however many listen.
#pragma once

#include "brokers/ibkr/broker/contracts.hpp"
#include "brokers/ibkr/broker/desk.hpp"
#include "brokers/ibkr/broker/quote_builder.hpp"

#include <trademind/broker.hpp>
#include <trademind/brokers/ibkr/messages/market_data.hpp>
#include <trademind/quote_quality.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trademind::ibkr_broker {

/// Lines are counted by TWS (100 by default): an instrument takes one, from the first who wants it
/// to the last, whatever they call it. Everyone sees it under the name that he used.
class MarketData {
public:
    MarketData(Desk& desk, Contracts& contracts) : desk_{desk}, contracts_{contracts} {}

    /// Completes when the line's first messages have been read, or with the reason why there are
    /// none.
    void subscribe(const Contract&, Completion<>);
    void unsubscribe(const Contract&, Completion<>);
    void get_quote(const Contract&, Completion<Quote>);
    void get_status(const Contract&, Completion<QuoteStatus>);
    void watch(const Contract&, std::shared_ptr<QuoteListener>);
    void unwatch(const std::shared_ptr<QuoteListener>&);
    /// The quote of an open line that has said something, whatever name it was opened under; else
    /// nullptr. Valid until the next message.
    const Quote* open_quote(const Contract&) const;

    /// Tells TWS which kind of data is wanted; not kept over a reconnect.
    void on_session();
    /// Streams have been asked for again: what was missed lies between. Nothing where TWS told the
    /// end of a break without its beginning: then it began when a line last told something.
    void on_restored(std::optional<TimePoint> lost_at);

private:
    /// An instrument as some callers name it.
    struct Name {
        Name(std::string key, Contract contract) : key{std::move(key)}, quote{std::move(contract)}
        {}
        bool wanted() const { return subscribed || !watchers.empty(); }
        /// With IBKR's id once that is known.
        const Contract& contract() const { return quote.contract; }
        /// Allocates nothing: the contract stays.
        void show(const Quote& of_line);

        std::string key;
        Quote quote;  // as last passed on
        bool subscribed = false;
        std::vector<std::shared_ptr<QuoteListener>> watchers;
        std::vector<std::shared_ptr<Completion<>>> waiting;
    };
    using NamePointer = std::shared_ptr<Name>;
    struct Line {
        explicit Line(QuoteLimits limits) : inspector{limits} {}

        Contract contract;  // that is followed
        QuoteBuilder builder{Contract{}};
        QuoteInspector inspector;
        std::optional<ibkr::RouteId> route;
        bool told = false, delayed = false;
        bool heard = false;                     // messages of a read that has not ended
        bool changed = false;                   // by them
        bool shown = false;                     // a quote has been passed on since the last Gap
        std::optional<TimePoint> missed_until;  // of the last Gap while nothing has come since
        std::string instrument;                 // its key among those that are followed
        std::vector<NamePointer> names;
    };
    using LinePointer = std::shared_ptr<Line>;
    struct Place {
        LinePointer line;
        NamePointer name;
    };

    /// The line of a contract as the caller names it; made when there is none.
    Place place_of(const Contract&);
    Place find(const Contract&) const;
    void open(const Place&);
    void join(const LinePointer&, const NamePointer&);
    void follow(const LinePointer&);
    template <class M> void on(const LinePointer&, const M&);
    void judge(const LinePointer&, bool changed, TimePoint now);
    /// All that arrived together has been taken: the quote is whole.
    void end_read(const LinePointer&);
    void told(const LinePointer&);
    void publish(const LinePointer&);
    void ended(const LinePointer&, const Error&);
    /// What becomes of a line's stream while it goes on.
    struct News {
        MarketData& data;
        LinePointer line;
        /// It told nothing after a break and has been asked for again.
        void operator()(const ibkr::detail::AskedAgain&) const;
        void operator()(const ibkr::detail::ReadEnd&) const { data.end_read(line); }
        void operator()(const Error&) const;
    };
    void interrupt(const LinePointer&, TimePoint since);
    /// True when the line was asked for again, as delayed.
    bool fall_back(const LinePointer&, const Error&);
    void ask_for_type(MarketDataType);
    void reroute(const LinePointer&, const ibkr::RerouteMarketData&);
    void close_if_unused(const NamePointer&);
    void forget(const Line&);

    Desk& desk_;
    Contracts& contracts_;
    Life life_;
    std::map<std::string, Place> places_;  // by the name that callers use
    std::map<std::string, LinePointer> followed_;
};

}  // namespace trademind::ibkr_broker
