// What must be known before an order can be judged: its contract, a quote, a rate, the account.
#pragma once

#include "execution/tracking/position_tracker.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace trademind {

/// Asks the broker for what an order needs and is not known, and waits for it. On the strand.
class Readiness {
public:
    using Next = std::function<void()>;
    Readiness(ExecutionContext& context, PositionTracker& positions)
        : context_{context}, positions_{positions}
    {}

    /// `next` runs once what the contract needs is known, or its wait is over: the checks name what
    /// is missing. Now, where nothing is missing.
    void prepare(const Contract&, Next next);
    /// A strategy looks at it: what it looks at it will trade.
    void look_ahead(const Contract&);
    /// Watches the quotes of what is held.
    void watch_held();

private:
    class Watch {
    public:
        Subscription subscription, timer;
        bool answered = false, ended = false;  ///< answered: orders need not wait
        bool streamed = false;  ///< the stream has delivered: an answer to get_quote is older
        std::vector<Next> waiting;
    };
    using OnQuote = std::function<void(const Quote&)>;

    void prepare_leg(const Contract& combo, std::size_t number, Next);
    void join_legs(risk::Instrument& combo);
    void resolve(const Contract&, Next);
    void take_details(const Contract&, Result<std::vector<ContractDetails>>);
    MarketHours hours_of(const risk::Instrument&, const ContractDetails*) const;
    void await_quote(const Contract&, Next);
    void await_exchange_rate(const std::string& currency, Next);
    void await_account(Next);
    void start_watch(Watch&, const Contract&, OnQuote);
    void take_first_quote(Watch&, const Contract&, OnQuote);
    void wait_for(Watch&, Next);
    static void wake(Watch&);
    void take_quote(risk::Instrument&, const std::string& exchange, const Quote&);

    ExecutionContext& context_;
    PositionTracker& positions_;
    /// By the market as orders name it; none is the instrument's first.
    std::map<std::pair<const risk::Instrument*, std::string>, Watch> watches_;
    std::map<std::string, Watch> rates_;
    std::set<const risk::Instrument*> looked_at_;  // held, and quotes were asked for
};

}  // namespace trademind
