// What must be known before an order can be judged: its contract, a quote, a rate, the account.
#pragma once

#include "execution/tracking/position_tracker.hpp"

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace trademind {

/// Asks the broker for what an order needs and is not known, all of it at once, and waits for it.
/// On the strand.
class Readiness {
public:
    using Next = std::function<void()>;
    Readiness(ExecutionContext& context, PositionTracker& positions)
        : context_{context}, positions_{positions}
    {}

    /// `next` runs once what the contract needs is known, or its wait is over: the checks name what
    /// is missing. Now, where nothing is missing, else at the top of a turn.
    void prepare(const Contract&, Next next);
    /// The contract alone: its quotes are not asked for.
    void identify(const Contract&, Next next);
    /// A strategy looks at it: what it looks at it will trade.
    void look_ahead(const Contract&);
    /// Asks again for what is too old of what is held or worked on, and watches the quotes of what
    /// is held.
    void look_after_held();

private:
    /// What one order waits for. Those that only look have no `next`.
    class Wait {
    public:
        int missing = 0;
        Next next;
        bool wants_quotes = true;
    };
    using Waiter = std::shared_ptr<Wait>;
    using Waiters = std::vector<Waiter>;
    class Watch {
    public:
        Subscription subscription, timer;
        bool answered = false, ended = false;  ///< answered: orders need not wait
        bool streamed = false;  ///< the stream has delivered: an answer to get_quote is older
        Waiters waiting;
    };
    class Search {
    public:
        Contract contract;
        Waiters waiting;
    };
    using OnQuote = std::function<void(const Quote&)>;

    void arrived(Waiters&);
    void ask(const Contract&, const Waiter&);
    void ask_for_quote(const Contract&, const Waiter&);
    void ask_for_rate(const std::string& currency, const Waiter&);
    /// False: nothing is missing.
    bool ask_for_account(const Waiter&);
    void find(const Contract&, const Waiter&);
    bool are_details_due(const risk::Instrument&) const;
    /// True: the order waits for new details, for it cannot be judged by those that are known.
    bool renew(risk::Instrument&, const Contract& named, const Waiter&);
    /// False: more than that is held.
    bool watch_held();
    /// True: what came first is over already.
    bool take_details(const Contract&, Result<std::vector<ContractDetails>>);
    void join_legs(const Contract& combo);
    MarketHours hours_of(const risk::Instrument&, const ContractDetails*) const;
    void start_watch(Watch&, const Contract&, OnQuote);
    void take_first_quote(Watch&, const Contract&, OnQuote);
    void wait_for(Watch&, const Waiter&);
    void wake(Watch&);
    Duration came_at(const Quote&) const;
    void take_quote(risk::Instrument&, const std::string& exchange, const Quote&);

    ExecutionContext& context_;
    PositionTracker& positions_;
    std::list<Search> searches_;  // under way: a contract is asked for once
    Waiters for_account_;
    /// By the market as orders name it; none is the instrument's first.
    std::map<std::pair<const risk::Instrument*, std::string>, Watch> watches_;
    std::map<std::string, Watch> rates_;
    std::set<const risk::Instrument*> looked_at_;  // held, and quotes were asked for
    Subscription more_;                            // to look after what is held
    bool told_most_ = false;                       // that more is held than is watched
};

}  // namespace trademind
