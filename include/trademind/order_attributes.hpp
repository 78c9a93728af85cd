// Attributes of orders that few orders have, by family; source: IBKR's order reference.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/decimal.hpp>
#include <trademind/detail/exact.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace trademind {

/// A name and a value, as algorithms and routing take them.
class TagValue {
public:
    TagValue() = default;
    TagValue(std::string tag, std::string value) : tag{std::move(tag)}, value{std::move(value)} {}
    bool operator==(const TagValue&) const = default;

    std::string tag, value;
};

/// What must be so before an order works, or what cancels it.
class OrderCondition {
public:
    enum class Type { price = 1, time = 3, margin = 4, execution = 5, volume = 6, change = 7 };

    /// The price of a contract is at or above (`above`), or at or below a value.
    static OrderCondition price(detail::Exactly<std::int64_t> contract_id, std::string exchange,
                                detail::Exactly<bool> above, Decimal value);
    /// It is later (or earlier) than `when`: UTC "20261224-15:00:00".
    static OrderCondition time(detail::Exactly<bool> later, std::string when);
    /// The margin cushion is above or below so many percent.
    static OrderCondition margin(detail::Exactly<bool> above, detail::Exactly<int> percent);
    /// The symbol has traded in this account; "*" for any exchange.
    static OrderCondition execution(std::string symbol, std::string security_type,
                                    std::string exchange);
    /// The day's volume of a contract is above or below a number.
    static OrderCondition volume(detail::Exactly<std::int64_t> contract_id, std::string exchange,
                                 detail::Exactly<bool> above, detail::Exactly<int> shares);
    /// A contract has moved by so many percent since the last close.
    static OrderCondition change(detail::Exactly<std::int64_t> contract_id, std::string exchange,
                                 detail::Exactly<bool> above, Decimal percent);
    /// Together with the next condition: either, instead of both.
    OrderCondition or_next() &&
    {
        and_next = false;
        return std::move(*this);
    }
    bool operator==(const OrderCondition&) const = default;

    Type type = Type::price;
    bool and_next = true;
    bool is_more = true;
    std::int64_t contract_id{};
    std::string exchange, symbol, security_type, when;
    std::optional<Decimal> value;  ///< price, percent of change
    int number{};                  ///< percent of margin, volume
    int trigger_method{};          ///< of a price: as TriggerMethod
};

/// An algorithm of IBKR or of a third party: "Adaptive", "Vwap", "Twap", "ArrivalPx", ...
class Algorithm {
public:
    Algorithm() = default;
    Algorithm(std::string strategy, std::vector<TagValue> parameters)
        : strategy{std::move(strategy)}, parameters{std::move(parameters)}
    {}
    bool operator==(const Algorithm&) const = default;

    std::string strategy, id;
    std::vector<TagValue> parameters;
};

/// Works a large order in levels.
class ScaleTerms {
public:
    bool operator==(const ScaleTerms&) const = default;

    std::optional<int> initial_level_size, subsequent_level_size;
    std::optional<Decimal> price_increment;  ///< > 0
    std::optional<Decimal> price_adjust_value;
    std::optional<int> price_adjust_interval;  ///< seconds
    std::optional<Decimal> profit_offset;
    bool auto_reset = false, random_percent = false;
    std::optional<int> initial_position, initial_fill_quantity;
    std::string table;
};

/// An order that hedges its parent.
class HedgeTerms {
public:
    bool operator==(const HedgeTerms&) const = default;

    std::string type;       ///< D delta, B beta, F currency, P pair
    std::string parameter;  ///< beta, or the ratio of a pair
    std::optional<int> maximum_size;
    bool no_automatic_price = false;  ///< its price is the order's, not one that TWS works out
};

/// A stop that turns into another order once, when a price is reached.
class AdjustmentTerms {
public:
    bool operator==(const AdjustmentTerms&) const = default;

    std::string order_type;  ///< STP, STP LMT, TRAIL, TRAIL LIMIT
    std::optional<Decimal> trigger_price, stop_price, stop_limit_price, trailing_amount;
    bool trails_by_percent = false;
};

/// Pegged orders beyond an offset: to a stock (PEG STK), a benchmark (PEG BENCH), the best price
/// (PEG BEST) and the midpoint (PEG MID).
class PegTerms {
public:
    bool operator==(const PegTerms&) const = default;

    std::optional<Decimal> starting_price, stock_reference_price, delta;
    std::optional<Decimal> stock_range_lower, stock_range_upper;
    std::optional<std::int64_t> reference_contract_id;
    std::string reference_exchange;
    std::optional<Decimal> change_amount, reference_change_amount;
    bool change_decreases = false;
    std::optional<int> minimum_trade_quantity, minimum_compete_size;
    std::optional<Decimal> compete_against_best_offset;
    bool compete_up_to_midpoint = false;
    std::optional<Decimal> midpoint_offset_at_whole, midpoint_offset_at_half;
};

/// VOL orders: an option's price by its volatility.
class VolatilityTerms {
public:
    bool operator==(const VolatilityTerms&) const = default;

    std::optional<Decimal> volatility;  ///< percent
    std::optional<int> type;            ///< 1 daily, 2 annual
    bool continuous_update = false;
    std::optional<int> reference_price_type;  ///< 1 average of bid and ask, 2 bid or ask
    std::string delta_neutral_order_type;
    std::optional<Decimal> delta_neutral_price;
    // of the order that hedges; only with its type
    std::int64_t delta_neutral_contract_id{};
    std::string delta_neutral_settling_firm, delta_neutral_clearing_account;
    std::string delta_neutral_clearing_intent, delta_neutral_open_close;
    bool delta_neutral_short_sale = false;
    int delta_neutral_short_sale_slot{};  ///< as OrderAttributes::short_sale_slot
    std::string delta_neutral_designated_location;
};

/// The stock that an option is traded together with, as one delta-neutral order.
class DeltaNeutralTerms {
public:
    DeltaNeutralTerms() = default;
    DeltaNeutralTerms(detail::Exactly<std::int64_t> contract_id, Decimal delta, Decimal price)
        : contract_id{contract_id}, delta{delta}, price{price}
    {}
    bool operator==(const DeltaNeutralTerms&) const = default;

    std::int64_t contract_id{};
    Decimal delta;  ///< of the option, that decides how much stock
    Decimal price;  ///< of the stock
};

/// Whom a soft dollar tier pays; names and values come from SoftDollarTiersRequest.
class SoftDollarTerms {
public:
    SoftDollarTerms() = default;
    SoftDollarTerms(std::string name, std::string value)
        : name{std::move(name)}, value{std::move(value)}
    {}
    bool operator==(const SoftDollarTerms&) const = default;

    std::string name, value;
};

/// Everything else.
class OrderAttributes {
public:
    bool operator==(const OrderAttributes&) const = default;

    std::optional<Decimal> cash_quantity;  ///< amount of money instead of a quantity
    std::optional<int> display_size, minimum_quantity;
    bool all_or_none = false, block_order = false, hidden = false, sweep_to_fill = false;
    bool not_held = false, opt_out_smart_routing = false, include_overnight = false;
    bool randomize_size = false, randomize_price = false, solicited = false;
    bool override_percentage_constraints = false, post_only = false, imbalance_only = false;
    std::optional<Decimal> percent_offset, discretionary_amount;
    std::optional<Decimal> offset;  ///< of relative, pegged and snap orders (auxPrice)
    bool discretionary_up_to_limit_price = false;
    std::optional<int> duration;  ///< seconds; with TimeInForce::minutes
    std::optional<int> post_to_ats;
    std::optional<bool> use_price_management_algorithm;
    std::string auto_cancel_date;  ///< TWS's own, told with the order; sent to nobody
    bool auto_cancel_parent = false;
    std::string advanced_error_override;  ///< reject codes to override, separated by commas
    std::string active_start_time, active_stop_time;
    int auction_strategy{};  ///< 1 match, 2 improvement, 3 transparent; servers before 203
    bool oms_container = false;
    // servers from 216 on
    bool deactivate = false;  ///< takes the order out of the market and keeps it
    bool allow_pre_open = false, ignore_open_auction = false;
    // servers from 217 on
    std::optional<int> route_marketable_to_bbo, seek_price_improvement;  ///< 0 no, 1 yes
    std::optional<int> what_if_type;                                     ///< of previews

    std::vector<OrderCondition> conditions;
    bool conditions_cancel_order = false;  ///< they cancel it, instead of letting it work
    bool conditions_ignore_regular_hours = false;
    std::optional<Algorithm> algorithm;
    std::optional<ScaleTerms> scale;
    std::optional<HedgeTerms> hedge;
    std::optional<AdjustmentTerms> adjustment;
    std::optional<PegTerms> peg;
    std::optional<VolatilityTerms> volatility;
    std::optional<DeltaNeutralTerms> delta_neutral;
    std::optional<SoftDollarTerms> soft_dollar_tier;

    // combinations
    std::vector<TagValue> combo_routing;             ///< for example NonGuaranteed=1
    std::vector<std::optional<Decimal>> leg_prices;  ///< one a leg, instead of a limit price

    // short sales, advisors, models, clearing, regulation
    int origin{};                     ///< 0 customer, 1 firm
    int short_sale_slot{};            ///< 1 the broker holds the shares, 2 delivered from elsewhere
    std::string designated_location;  ///< with slot 2
    std::optional<int> exempt_code;
    std::string open_close, rule_80a;
    std::string advisor_group, advisor_method, advisor_percentage, model_code;
    std::string settling_firm, clearing_account, clearing_intent, customer_account;
    bool professional_customer = false;
    std::string mifid2_decision_maker, mifid2_decision_algo;
    std::string mifid2_execution_trader, mifid2_execution_algo;
    std::string external_operator, manual_order_time;
    std::optional<int> manual_order_indicator;
    // servers from 203 on; what TWS fills in by itself is not kept
    std::string submitter, bond_accrued_interest;
    std::vector<TagValue> options;  ///< miscellaneous, for what is newer than this list
};

/// Attributes where there are any: copied without copying them, compared by what they are.
class RareAttributes {
public:
    RareAttributes() = default;
    RareAttributes(OrderAttributes attributes)
        : held_{std::make_shared<const OrderAttributes>(std::move(attributes))}
    {}
    explicit operator bool() const { return held_ != nullptr; }
    const OrderAttributes* operator->() const { return held_.get(); }
    const OrderAttributes& operator*() const { return *held_; }
    bool operator==(const RareAttributes& other) const
    {
        return held_ == other.held_ || (held_ && other.held_ && *held_ == *other.held_);
    }

private:
    std::shared_ptr<const OrderAttributes> held_;
};

}  // namespace trademind
