// Quote streams: one market data line for each contract, however many listen.
#pragma once

#include "brokers/ibkr/broker/contracts.hpp"
#include "brokers/ibkr/broker/desk.hpp"
#include "brokers/ibkr/broker/quote_builder.hpp"

#include <trademind/brokers/ibkr/messages/market_data.hpp>
#include <trademind/quote_quality.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trademind::ibkr_broker {

/// Lines are counted by TWS (100 by default): a contract takes one, from the first who wants it to
/// the last.
class MarketData {
public:
    MarketData(Desk& desk, Contracts& contracts) : desk_{desk}, contracts_{contracts} {}

    /// Completes with the line's first message, or with the reason why there is none.
    void subscribe(const Contract&, Completion<>);
    void unsubscribe(const Contract&, Completion<>);
    void get_quote(const Contract&, Completion<Quote>);
    void get_status(const Contract&, Completion<QuoteStatus>);
    void watch(const Contract&, std::shared_ptr<QuoteListener>);
    void unwatch(const std::shared_ptr<QuoteListener>&);

    /// Tells TWS which kind of data is wanted; not kept over a reconnect.
    void on_session();
    /// Streams have been asked for again: what was missed lies between.
    void on_restored(TimePoint lost_at);
    /// Open at TWS; from any thread.
    std::size_t lines() const { return open_lines_.load(std::memory_order_relaxed); }

private:
    struct Line {
        Line(Contract contract, QuoteLimits limits)
            : contract{contract}, builder{std::move(contract)}, inspector{limits}
        {}
        Contract contract;
        QuoteBuilder builder;
        QuoteInspector inspector;
        std::optional<ibkr::RouteId> route;
        bool subscribed = false, told = false, delayed = false;
        std::optional<TimePoint> missed_until;  // of the last Gap while nothing has come since
        std::vector<std::shared_ptr<QuoteListener>> watchers;
        std::vector<std::shared_ptr<Completion<>>> waiting;
    };
    using LinePointer = std::shared_ptr<Line>;

    /// The line of a contract as the caller names it; made when there is none.
    LinePointer& line_of(const Contract&);
    LinePointer find(const Contract&) const;
    void open(const LinePointer&);
    void follow(const LinePointer&);
    template <class M> void on(const LinePointer&, const M&);
    void judge(const LinePointer&, bool changed, TimePoint now);
    void told(const LinePointer&);
    void publish(const LinePointer&);
    void ended(const LinePointer&, const Error&);
    /// What becomes of a line's stream while it goes on.
    struct News {
        MarketData& data;
        LinePointer line;
        /// It told nothing after a break and has been asked for again.
        void operator()(const ibkr::detail::AskedAgain&) const;
        void operator()(const Error&) const;
    };
    void interrupt(const LinePointer&, TimePoint since);
    /// True when the line was asked for again, as delayed.
    bool fall_back(const LinePointer&, const Error&);
    void ask_for_type(MarketDataType);
    void reroute(const LinePointer&, const ibkr::RerouteMarketData&);
    void close_if_unused(const LinePointer&);

    Desk& desk_;
    Contracts& contracts_;
    Life life_;
    void count_lines();
    std::map<std::string, LinePointer> lines_;
    std::atomic<std::size_t> open_lines_{0};
};

}  // namespace trademind::ibkr_broker
