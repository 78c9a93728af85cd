// The books of the paper account: positions, cash, P&L, margin and day trades.
#pragma once

#include "brokers/paper/ledger/account_values.hpp"
#include "brokers/paper/ledger/order_needs.hpp"
#include "brokers/paper/ledger/reservations.hpp"
#include "brokers/paper/ledger/special_memorandum.hpp"

#include <trademind/account.hpp>
#include <trademind/brokers/paper/models.hpp>
#include <trademind/result.hpp>

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace trademind::paper {

struct LedgerOptions {
    std::string base_currency = "USD";
    std::shared_ptr<const MarginModel> margin;  ///< nothing: RegulationTMargin
    DayTradeRegime day_trade_regime = DayTradeRegime::intraday_margin;
    IsBusinessDay is_business_day;    ///< of day trades; nothing: Monday to Friday
    IsBusinessDay is_settlement_day;  ///< nothing: as is_business_day
};

/// What an order would do to the margin, in the base currency. Nothing: unknown.
struct MarginImpact {
    std::optional<Decimal> initial_before, initial_after;
    std::optional<Decimal> maintenance_before, maintenance_after;
    std::optional<Decimal> equity_before, equity_after;
};

/// The books of one account.
///
/// Exact: money is never rounded to cents, and cash + market value = deposits + realised +
/// unrealised P&L holds to the last digit in each currency. Not thread-safe. No clock: trading
/// dates come with the fills and with begin_day. A call that throws changed nothing, except that a
/// new day may have begun.
class Ledger {
public:
    explicit Ledger(LedgerOptions options = {});

    /// Pays in (> 0) or out (< 0), settled at once.
    void deposit(std::string_view currency, Decimal amount);
    /// Introduces an instrument; again: adds the underlying where it was unknown. `unit_value` is
    /// money per unit of price and contract (multiplier / price magnifier). `underlying` lets short
    /// options be margined.
    void define(InstrumentId id, const Contract& contract, std::optional<Decimal> unit_value = {},
                std::optional<InstrumentId> underlying = {});
    /// Above the highest id that is defined.
    InstrumentId size() const { return positions_.size(); }
    bool is_defined(InstrumentId id) const { return positions_.is_defined(id); }

    /// Starts a trading date: cash settles, gains of futures become cash at their marks, and the
    /// equity is kept as the previous one. Repeating a date does nothing; dates never go back.
    void begin_day(Date date);
    Date today() const { return positions_.today(); }

    /// Books an execution of a defined instrument. Without a mark, its price becomes the mark.
    /// Throws std::invalid_argument for quantities <= 0 and unknown instruments.
    FillEffect apply(const LedgerFill& fill);

    /// Money for what is held, without a trade: a dividend; < 0: to pay. It counts as realised.
    void receive(InstrumentId id, Decimal amount);
    /// So many new shares stand for so many old ones.
    void split(InstrumentId id, Decimal new_shares, Decimal old_shares)
    {
        positions_.split(id, new_shares, old_shares);
        update_reserved(id);
    }

    /// The price that values a position: see mark_price. O(1), allocates nothing. A currency
    /// pair with the base currency also sets the exchange rate.
    void mark(InstrumentId id, Decimal price);
    void forget_mark(InstrumentId id) { positions_.forget_mark(id); }
    void set_exchange_rate(std::string_view currency, Decimal rate_to_base)
    {
        positions_.set_exchange_rate(currency, rate_to_base);
    }
    const ExchangeRates& exchange_rates() const { return positions_.exchange_rates(); }

    /// May this order work? Closing a position always may. Errors: buying_power, day_trade_limit,
    /// rejected (short in a cash account), no_price, overflow; the message names the numbers. A
    /// known id is checked as a modification.
    Result<void> check(const LiveOrder& order) const;
    /// Ties up the funds of an accepted order, or changes what it ties up. Errors as check(), but
    /// never for lack of funds.
    Result<void> reserve(const LiveOrder& order);
    void release(OrderId id);
    /// What the order reserves for; nothing: it reserves nothing.
    std::optional<LiveOrder> reservation(OrderId id) const { return reservations_.find(id); }
    /// Live orders that reserve, as they are now.
    std::vector<LiveOrder> reservations() const { return reservations_.all(); }
    /// What live orders of one instrument and side tie up.
    Decimal reserved(InstrumentId id, Side side) const { return reservations_.reserved(id, side); }
    /// All live orders, in the base currency.
    std::optional<Decimal> reserved() const;
    MarginImpact preview(const LiveOrder& order) const;

    AccountValues values() const;
    const PositionCost& position(InstrumentId id) const { return positions_[id].position; }
    Position report(InstrumentId id) const { return positions_.report(id); }
    /// Positions by instrument; with `closed`, also those that were traded and are flat.
    std::vector<Position> positions(bool closed = false) const;
    /// Cash of a currency; nothing: never used.
    const CashBalance* cash(std::string_view currency) const;
    /// Day trades in the last five business days.
    int day_trades() const { return day_trades_.count(today(), is_business_day_); }

    /// False: positions tie up nothing, and nothing is closed by force.
    bool requires_margin() const
    {
        return margin_->account_kind() == AccountKind::margin && margin_->limits_orders();
    }
    /// In the base currency; nothing: unknown, or a cash account.
    std::optional<Decimal> special_memorandum() const { return totals().special_memorandum; }
    const Positions& book() const { return positions_; }

    LedgerState state() const;
    /// The same at a cost that does not grow with what is held.
    LedgerState state_without_positions() const;
    PositionState position_state(InstrumentId id) const { return positions_.state(id); }
    /// Replaces everything. Reserve live orders again afterwards.
    void restore(const LedgerState& state);

private:
    OrderNeeds needs() const { return {positions_, reservations_, *margin_}; }
    void open_reservations(InstrumentId id);
    void update_reserved(InstrumentId id);
    Result<void> check_funds(const InstrumentLedger& b, const LiveOrder& order,
                             const ReservedSide::Sums& after) const;
    Result<void> check_settled(const LiveOrder& order, Decimal reserved_after) const;
    const std::string& funding_currency(const LiveOrder& order) const;
    std::optional<int> day_trades_left() const;
    /// values() without cushion, buying power, day trades and currencies: sums alone, which need no
    /// multiplication in the base currency. Allocates nothing.
    AccountValues totals() const;

    std::shared_ptr<const MarginModel> margin_;
    DayTradeRegime regime_;
    IsBusinessDay is_business_day_, is_settlement_day_;
    Positions positions_;
    Reservations reservations_;
    std::optional<Decimal> previous_equity_, previous_net_liquidation_;
    DayTradeCounter day_trades_;
    SpecialMemorandum memorandum_;
};

}  // namespace trademind::paper
