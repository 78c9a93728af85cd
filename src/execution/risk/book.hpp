// What could be held if every working order filled: positions, orders and their values.
#pragma once

#include "domain/market_hours.hpp"
#include "execution/orders/tracked_orders.hpp"
#include "execution/risk/working_orders.hpp"

#include <trademind/account.hpp>
#include <trademind/execution/risk_limits.hpp>
#include <trademind/market.hpp>
#include <trademind/order_report.hpp>
#include <trademind/time.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace trademind::risk {

/// Delayed quotes may be older than live ones.
inline bool is_delayed(const Quote& quote)
{
    return quote.type == MarketDataType::delayed || quote.type == MarketDataType::delayed_frozen;
}

/// One leg of a combo, once its contract is known.
class Leg {
public:
    Leg(Instrument* instrument, Decimal ratio, Side side, std::string exchange = {})
        : instrument{instrument}, ratio{ratio}, side{side}, exchange{std::move(exchange)}
    {}
    /// What an order of that side does to this leg.
    Side side_within(Side order) const
    {
        if (order == Side::unknown || side == Side::unknown) return Side::unknown;
        return order == side ? Side::buy : Side::sell;
    }

    Instrument* instrument;
    Decimal ratio;  ///< > 0
    Side side;
    std::string exchange;  ///< whose quotes it is valued by
};

/// Worst cases of one instrument. Quantities and values of the short side are negative.
class Exposure {
public:
    Decimal buys, sells;  ///< leaves; of a group of which one can fill the largest
    Decimal long_quantity, short_quantity;
    Decimal long_value, short_value;
    bool priced = true;  ///< false: a position or an order has no value
};

/// What one market shows of an instrument.
class MarketQuote {
public:
    Quote quote;
    Duration at{};  ///< uptime at which it came
};

class Instrument {
public:
    explicit Instrument(Contract contract) : contract{std::move(contract)} {}
    bool is(const Contract&) const;
    /// Money per unit of price, by the broker's multiplier. `written`: as the order has the
    /// contract; it counts where the broker has told nothing, and only if it makes it dearer. Until
    /// the details are known prices count as unmagnified: too much, if at all.
    Decimal unit_value(const Contract* written = nullptr) const;
    /// The broker's; 1 where its details name none; nothing before it has told any.
    std::optional<Decimal> multiplier() const;
    /// Worst of what the broker said and what the fills since make of it.
    Decimal highest_position() const { return std::max(position, reported); }
    Decimal lowest_position() const { return std::min(position, reported); }
    /// `exchange` is the market that `quote` comes from, or nothing tells them apart.
    bool is_first_market(std::string_view exchange) const
    {
        return exchange.empty() || first_market.empty() || exchange == first_market;
    }
    /// What that market shows, nullptr where nothing came of it, and the uptime at which it came.
    std::pair<const Quote*, Duration> shown_on(std::string_view exchange) const;

    Contract contract;
    std::vector<Contract> aliases;  ///< other ways in which callers wrote it
    std::optional<ContractDetails> details;
    Duration details_at{};                  ///< uptime at which they came
    std::optional<Duration> details_asked;  ///< uptime of the latest question for them
    std::optional<TimePoint> hours_end;     ///< of the list of hours in them
    bool details_too_old = false;  ///< and new ones did not come: nothing is opened by them
    MarketHours hours;             ///< of a combo those of its legs count; see market_state
    std::string first_market;      ///< the exchange whose quotes were asked for first
    std::optional<Quote> quote;
    Duration quote_at{};                                            ///< uptime at which it came
    std::map<std::string, MarketQuote, std::less<>> other_markets;  ///< by the exchange's name
    std::optional<Duration> watched_since;  ///< uptime; nothing: its quotes are not asked for
    Decimal position;                       ///< the broker's, and the fills since
    Decimal reported;                       ///< the broker's last word
    Duration differs_since{};               ///< uptime since which the two differ
    std::optional<Decimal> reported_price, reported_worth;  ///< the second of one, in money
    WorkingOrders working;
    std::vector<Leg> legs;            ///< of a combo; empty until all are known
    std::vector<Instrument*> combos;  ///< that it is a leg of
    Exposure exposure;
};

/// Of its market; of a combo the first leg's that is not open.
MarketState market_state(const Instrument&, TimePoint);

/// Sums over all instruments, kept up to date by differences.
class Totals {
public:
    Decimal gross, long_value, short_value;
    int unpriced = 0;
    Decimal reserved;  ///< opening parts of working orders, in money
    int working = 0;
};

/// Positions, exposure, quotes and rates of one account.
///
/// One thread. Looking up allocates nothing.
class Book {
public:
    explicit Book(std::string currency) : currency_{std::move(currency)} {}

    Instrument* find(const Contract&);
    /// Finds or adds. `alias` is how the caller wrote it.
    Instrument& add(const Contract& contract, const Contract* alias = nullptr);
    const std::vector<std::unique_ptr<Instrument>>& instruments() const { return instruments_; }

    /// In the account's currency for one of `currency`; nothing when unknown. `buying` takes the
    /// dearer side.
    std::optional<Decimal> exchange_rate(std::string_view currency) const;
    void set_exchange_rate(const std::string& currency, std::optional<Decimal> rate, Duration now);
    /// Rates that the broker reports with the account, and no others: used where no quote of the
    /// pair is known.
    void take_rates(const Account&, Duration now);
    /// Rates older than their life are unknown.
    void drop_old_rates(Duration now);
    /// 1 where the contract is valued in the account's currency.
    std::optional<Decimal> rate_of(const Instrument& i) const
    {
        return exchange_rate(i.contract.currency);
    }

    /// What one is worth in the account's currency; nothing without a price or a rate.
    std::optional<Decimal> worth_of(const Instrument&) const;

    void set_details(Instrument&, ContractDetails);
    /// Joins a combo with its legs, once: its working orders count for them.
    void set_legs(Instrument& combo, std::vector<Leg> legs);

    /// After what exposure counts of `order` changed, its beginning and its end included.
    void changed(TrackedOrder& order);

    /// The broker's word on a position. `worth`: what all of it is worth in the contract's
    /// currency; the price alone need not be in the unit of quotes.
    void set_position(Instrument&, Decimal quantity, std::optional<Decimal> price, Duration now,
                      std::optional<Decimal> worth = {});
    /// A fill of `quantity` > 0.
    void fill(Instrument&, Side side, Decimal quantity, Duration now);
    /// `exchange`: the market that it is of, where orders name several.
    void set_quote(Instrument&, const Quote&, Duration now, std::string_view exchange = {});
    /// Recomputes the exposure of one instrument. Never throws: what overflows is unpriced.
    void refresh(Instrument&);
    /// What instrument-wide checks need when one order is left out (a modification).
    Exposure exposure_without(const Instrument&, const TrackedOrder* left_out) const;

    /// How much an order may close: of what is held and of what its working parent opens, less what
    /// other orders close of it. Orders of its own group close the same.
    Decimal closable(const Instrument&, const OrderRequest&, const TrackedOrder* left_out) const;

    const Totals& totals() const { return totals_; }
    /// Recomputes everything: equal to totals() always, or the book is wrong.
    Totals audit(const TrackedOrders&) const;
    const std::string& currency() const { return currency_; }

private:
    Exposure compute(const Instrument&, const TrackedOrder* left_out) const;
    /// What working combos do to a leg: quantities only, the value counts where the combo does.
    static void count_combos(const Instrument&, const TrackedOrder* left_out, Exposure&);
    static Decimal reservation(const TrackedOrder&);
    void count(const Exposure&, int direction);
    void refresh_all_in(std::string_view currency);

    std::string currency_;
    std::vector<std::unique_ptr<Instrument>> instruments_;
    std::unordered_multimap<std::size_t, Instrument*> by_symbol_;
    std::unordered_map<std::int64_t, Instrument*> by_contract_id_;
    struct Rate {
        Decimal value;
        Duration at{};  // uptime
    };
    using Rates = std::map<std::string, Rate, std::less<>>;
    void drop(Rates&, Duration before);
    Rates rates_, account_rates_;
    Totals totals_;
};

}  // namespace trademind::risk
