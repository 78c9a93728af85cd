// What a check looks at: the order, what it would do, and everything known around it.
#pragma once

#include "execution/risk/account_guard.hpp"
#include "execution/risk/account_state.hpp"
#include "execution/risk/book.hpp"
#include "execution/risk/conduct.hpp"

#include <trademind/broker.hpp>
#include <trademind/execution/config.hpp>
#include <trademind/execution/kill_switch.hpp>
#include <trademind/execution/risk.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trademind::risk {

/// Everything known when an order is judged. One thread.
class State {
public:
    explicit State(const Config& config)
        : config{config}, book{config.risk.currency}, conduct{config.risk}
    {}

    /// Tracks the order and counts its exposure.
    TrackedOrder& add_order(TrackedOrder order)
    {
        TrackedOrder& added = orders.add(std::move(order));
        book.changed(added);
        return added;
    }
    /// Its exposure is counted no longer.
    void stop_counting(TrackedOrder& order)
    {
        auto stage = std::exchange(order.stage, TrackedOrder::Stage::done);
        book.changed(order);
        order.stage = stage;
        order.instrument = nullptr;
    }
    /// Forgets an order that never left.
    void forget(TrackedOrder& order)
    {
        order.stage = TrackedOrder::Stage::done;
        book.changed(order);
        orders.erase(order);
    }

    /// A row of that account counts; see is_traded.
    bool counts(std::string_view account_of_row) const
    {
        const auto& known = account.account();
        return is_traded(account_of_row, !config.account.empty() ? std::string_view{config.account}
                                         : known                 ? std::string_view{known->id}
                                                                 : std::string_view{});
    }

    Config config;
    TrackedOrders orders;
    Book book;
    Conduct conduct;
    AccountState account;
    TradingState trading = TradingState::active;
    const Broker* broker = nullptr;  ///< whose rules orders are validated by
    Capabilities capabilities;
    bool connected = false;
    /// Positions and orders are known: nothing more is outstanding after a connect.
    bool reconciled = false;
    /// What orders wait for while they are not; empty where a connect has only begun.
    std::string missing;
    /// Why mode, port and account do not agree; nothing when they do.
    std::optional<std::string> guard;
    std::optional<std::string> journal_failure;
    std::vector<std::shared_ptr<RiskCheck>> user_checks;
};

/// A price to value an order by, or why there is none.
class ReferencePrice {
public:
    std::optional<Decimal> value;
    RiskReason fault = RiskReason::no_price;
    const char* missing = "";        ///< "bid", "ask", ...
    const Instrument* of = nullptr;  ///< the leg that has none; nullptr: the instrument itself
};

/// One order before its judgement. References live as long as the judgement takes.
class Case {
public:
    Case(const State& state, const OrderRequest& order, const Instrument* instrument,
         const TrackedOrder* replaces, Now now);

    const RiskLimits& limits() const { return state.config.risk; }
    /// A usable quote: fresh, not crossed; nullptr otherwise, and `price.fault` says why.
    const Quote* usable_quote() const { return quote_.usable; }
    bool is_modification() const { return replaces != nullptr; }
    bool buying() const { return order.side == Side::buy; }
    /// All of it closes a position.
    bool only_closes() const { return opening.is_zero() && !is_unsized; }
    /// What its opening part is worth in the account's currency; nothing without a price or rate.
    std::optional<Decimal> opening_value() const;
    /// Works out price and values, which needs the structure of the order to be sound. May throw
    /// std::overflow_error.
    void appraise();
    /// NO_ACCOUNT: "The account's equity is not known", and the currency whose rate is missing for
    /// it.
    RiskVerdict account_unknown(std::string_view what) const;
    /// The instrument's worst cases with this order.
    Exposure exposure_after() const;

    const State& state;
    const OrderRequest& order;
    const Instrument* instrument;  ///< nullptr: nobody knows the contract
    const TrackedOrder* replaces;
    Now now;

    Exposure before;          ///< without this order, and without the one that it replaces
    Decimal leaves;           ///< what may still fill
    Decimal opening;          ///< what of it does not close a position
    bool is_unsized = false;  ///< by cash, and no price says how much that buys
    ReferencePrice price;
    std::optional<Decimal> exchange_rate;
    std::optional<Decimal> unit_value;  ///< price x Instrument::unit_value x exchange rate
    Decimal gross_price;                ///< of a combo: the prices of its legs added up

private:
    void find_quote();
    /// Fresh and not crossed; nullptr otherwise, with the reason in `fault`.
    const Quote* usable_quote_of(const Instrument&, std::string_view exchange,
                                 RiskReason& fault) const;
    void split();
    void size_by_cash(Decimal per_price);
    // combo.cpp
    void appraise_combo();
    bool add_leg(std::size_t index, Quote& sum, Decimal& worth);
    Decimal dearest_unit() const;
    Decimal closable_combos() const;
    ReferencePrice reference_price() const;
    ReferencePrice side_of_quote() const;
    bool adds_nothing_to_what_it_replaces() const;

    struct FoundQuote {
        const Quote* usable = nullptr;
        RiskReason fault = RiskReason::no_price;  // where none is
        std::optional<Quote> of_legs;             // what those of a combo come to
    };
    FoundQuote quote_;
};

}  // namespace trademind::risk
