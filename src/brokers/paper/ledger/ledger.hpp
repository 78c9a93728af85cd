// The books of the paper account: positions, cash, P&L, margin and day trades.
#pragma once

#include "brokers/paper/ledger/account_values.hpp"
#include "brokers/paper/ledger/exposure.hpp"
#include "brokers/paper/ledger/ledger_state.hpp"

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
    IsBusinessDay is_business_day;  ///< nothing: Monday to Friday
};

/// One execution as it enters the books.
struct LedgerFill {
    InstrumentId instrument{};
    OrderId order{};  ///< its reservation shrinks by the quantity
    Side side = Side::buy;
    Decimal quantity;  ///< > 0
    Decimal price;
    Decimal fee;               ///< > 0 is a cost
    std::string fee_currency;  ///< empty: the contract's
    Date trade_date{};
    std::optional<Date> settles_on;  ///< nothing: settlement_date()
};

/// What an execution did.
struct FillEffect {
    TradeSplit split;
    PositionCost position;   ///< after it
    bool day_trade = false;  ///< it completed one
    /// As IBKR's commission report has it: nothing for an execution that only opens.
    std::optional<Decimal> realized_pnl() const
    {
        return split.closed.is_zero() ? std::optional<Decimal>{} : split.realized;
    }
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
    InstrumentId size() const { return static_cast<InstrumentId>(books_.size()); }
    bool is_defined(InstrumentId id) const { return id < books_.size() && books_[id]; }

    /// Starts a trading date: cash settles, gains of futures become cash at their marks, and the
    /// equity is kept as the previous one. Repeating a date does nothing; dates never go back.
    void begin_day(Date date);
    Date today() const { return today_; }

    /// Books an execution of a defined instrument. Without a mark, its price becomes the mark.
    /// Throws std::invalid_argument for quantities <= 0 and unknown instruments.
    FillEffect apply(const LedgerFill& fill);

    /// The price that values a position: last, else close. O(1), allocates nothing. A currency
    /// pair with the base currency also sets the exchange rate.
    void mark(InstrumentId id, Decimal price);
    void forget_mark(InstrumentId id);
    void set_exchange_rate(std::string_view currency, Decimal rate_to_base);
    const ExchangeRates& exchange_rates() const { return rates_; }

    /// May this order work? Closing a position always may. Errors: buying_power, day_trade_limit,
    /// rejected (short in a cash account), no_price, overflow; the message names the numbers. A
    /// known id is checked as a modification.
    Result<void> check(const LiveOrder& order) const;
    /// Ties up the funds of an accepted order, or changes what it ties up. Errors as check(), but
    /// never for lack of funds.
    Result<void> reserve(const LiveOrder& order);
    void release(OrderId id);
    /// What the order reserves for; nothing: it reserves nothing.
    std::optional<LiveOrder> reservation(OrderId id) const;
    /// Live orders that reserve, as they are now.
    std::vector<LiveOrder> reservations() const;
    /// What live orders of one instrument and side tie up.
    Decimal reserved(InstrumentId id, Side side) const;
    /// All live orders, in the base currency.
    std::optional<Decimal> reserved() const;
    MarginImpact preview(const LiveOrder& order) const;

    AccountValues values() const;
    const PositionCost& position(InstrumentId id) const { return book(id).position; }
    Position report(InstrumentId id) const;
    /// Positions by instrument; with `closed`, also those that were traded and are flat.
    std::vector<Position> positions(bool closed = false) const;
    /// Cash of a currency; nothing: never used.
    const CashBalance* cash(std::string_view currency) const;
    /// Day trades in the last five business days.
    int day_trades() const { return day_trades_.count(today_, is_business_day_); }

    LedgerState state() const;
    PositionState position_state(InstrumentId id) const;
    /// Replaces everything. Reserve live orders again afterwards.
    void restore(const LedgerState& state);

private:
    struct Book {
        Contract contract;
        ValueClass value_class{};
        Decimal unit_value;
        std::optional<InstrumentId> underlying;
        std::vector<InstrumentId> options;  ///< whose underlying this is
        std::size_t currency{};             ///< index of the account of its currency
        std::size_t funding[2]{};           ///< where buys and sells reserve
        PositionCost position;
        Decimal variation_basis;
        std::optional<Decimal> mark;
        DayTradeTracker day_trades;
        bool traded = false;
        Exposure exposure;  ///< what the currency's sums hold of it
        ReservedSide live[2];
        Decimal reserved[2];  ///< what the currency's sums hold of them
    };
    struct CurrencyBook {
        CashBalance cash;
        Exposure sums;
        Decimal reserved;
    };
    struct Reservation {
        LiveOrder order;
        Decimal original_quantity, original_need;
    };
    struct Posting;

    const Book& book(InstrumentId id) const;
    Book& book(InstrumentId id);
    std::size_t currency_index(std::string_view currency);
    void update_exposure(Book& b);
    void update_reserved(Book& b);
    FillEffect post(Book& b, const Posting& posting);
    void move_cash(const Book& b, const Posting& posting);
    void shrink_reservation(OrderId id, Decimal filled);
    std::optional<Decimal> need_of(const Book& b, const LiveOrder& order) const;
    Decimal closable(const Book& b, Side side) const;
    Result<void> check_funds(const Book& b, const LiveOrder& order,
                             const ReservedSide::Sums& after) const;
    Result<void> check_settled(const Book& b, Side side, Decimal reserved_after) const;
    std::optional<int> day_trades_left() const;
    /// values() without day trades and currencies: allocates nothing.
    AccountValues totals() const;
    CurrencyValues values_of(const CurrencyBook& c) const;
    std::string missing_prices() const;

    std::shared_ptr<const MarginModel> margin_;
    DayTradeRegime regime_;
    IsBusinessDay is_business_day_;
    ExchangeRates rates_;
    Date today_{};
    std::optional<Decimal> previous_equity_, previous_net_liquidation_;
    std::vector<std::optional<Book>> books_;  ///< by instrument
    std::vector<CurrencyBook> currencies_;
    std::unordered_map<OrderId, Reservation> reservations_;
    DayTradeCounter day_trades_;
};

}  // namespace trademind::paper
