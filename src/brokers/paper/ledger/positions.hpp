// What the account holds: positions at cost, cash by currency, and what they are worth.
#pragma once

#include "brokers/paper/ledger/exposure.hpp"
#include "brokers/paper/ledger/ledger_state.hpp"

#include <trademind/account.hpp>
#include <trademind/brokers/paper/models.hpp>
#include <trademind/contract.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trademind::paper {

/// One execution as it enters the books.
struct LedgerFill {
    InstrumentId instrument{};
    OrderId order{};  ///< its reservation shrinks by the quantity
    Side side = Side::buy;
    Decimal quantity;  ///< > 0
    Decimal price;
    Decimal fee;               ///< > 0 is a cost
    std::string fee_currency;  ///< empty: the contract's
    /// Cost that an exercise brings from the option into the shares (or, negated, takes out of the
    /// option): part of the position's cost, and no cash.
    Decimal carried_cost;
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

/// The account's page of one instrument.
struct InstrumentLedger {
    Contract contract;
    ValueClass value_class{};
    Decimal unit_value;
    std::optional<InstrumentId> underlying;
    std::vector<InstrumentId> options;  ///< whose underlying this is
    std::size_t currency{};             ///< index of the account of its currency
    PositionCost position;
    Decimal variation_basis;
    std::optional<Decimal> mark;
    DayTradeTracker day_trades;
    bool traded = false;
    OptionCover cover;  ///< of a short option
    Exposure exposure;  ///< what the currency's sums hold of it
};

/// The account's page of one currency.
struct CurrencyLedger {
    CashBalance cash;
    Exposure sums;  ///< of the instruments in it
};

/// Exact, not thread-safe, without a clock: see Ledger, which adds what orders may do.
class Positions {
public:
    Positions(std::string base_currency, std::shared_ptr<const MarginModel> margin,
              IsBusinessDay is_settlement_day);

    void deposit(std::string_view currency, Decimal amount);
    void define(InstrumentId id, const Contract& contract, std::optional<Decimal> unit_value,
                std::optional<InstrumentId> underlying);
    InstrumentId size() const { return static_cast<InstrumentId>(instruments_.size()); }
    bool is_defined(InstrumentId id) const { return id < instruments_.size() && instruments_[id]; }
    /// Throws std::invalid_argument for an instrument that is not defined.
    const InstrumentLedger& operator[](InstrumentId id) const;

    /// Cash settles, and gains of futures become cash at their marks.
    void begin_day(Date date);
    Date today() const { return today_; }
    /// Books an execution of today.
    FillEffect apply(const LedgerFill& fill);

    /// Books money for what is held (< 0: to pay), without a trade: it is realised.
    void receive(InstrumentId id, Decimal amount);
    /// So many new shares stand for so many old ones; what they cost stays.
    void split(InstrumentId id, Decimal new_shares, Decimal old_shares);

    /// Values the instrument at that price; the page that shows it.
    const InstrumentLedger& mark(InstrumentId id, Decimal price);
    void forget_mark(InstrumentId id);
    void set_exchange_rate(std::string_view currency, Decimal rate_to_base)
    {
        rates_.set(currency, rate_to_base);
        ++revision_;
    }
    const ExchangeRates& exchange_rates() const { return rates_; }
    /// Another number after each change of what the account is worth or has to carry.
    std::uint64_t revision() const { return revision_; }

    const std::vector<CurrencyLedger>& currencies() const { return currencies_; }
    /// The account of the currency, which is opened where it is new.
    std::size_t currency_index(std::string_view currency);
    std::optional<Decimal> underlying_mark(const InstrumentLedger& b) const;
    Position report(InstrumentId id) const;
    /// What would stand against the option if its position were `quantity`, and `sold` of each
    /// instrument were gone (the live sales).
    OptionCover cover_if(InstrumentId option, Decimal quantity,
                         const std::function<Decimal(InstrumentId)>& sold) const;

    // carrying.cpp
    /// Equity with loan value less maintenance margin, in the base currency; nothing: unknown.
    /// Allocates nothing.
    std::optional<Decimal> excess_liquidity() const;
    /// A position and what closing it would give back, in the base currency.
    struct Carried {
        InstrumentId instrument{};
        Decimal quantity;
        Decimal relief, overnight_relief;  ///< of excess liquidity, of the special memorandum
    };
    /// Positions whose worth is known.
    std::vector<Carried> carried() const;
    /// What a fill adds to the special memorandum: the Regulation T requirement that it closes less
    /// the one that it opens, and premiums of options.
    Decimal regulation_t_change(const LedgerFill& fill, const FillEffect& effect) const;
    /// The names of what cannot be valued.
    std::string missing() const;

    PositionState state(InstrumentId id) const;
    /// Adds cash and rates of the account.
    void write_money(LedgerState& state) const;
    void write_positions(LedgerState& state) const;
    /// Takes them over, in place of all that was.
    void restore(const LedgerState& state);

private:
    struct Posting;

    InstrumentLedger& page(InstrumentId id);
    void update_exposure(InstrumentLedger& b);
    /// Pairs all options on the underlying anew.
    void pair(InstrumentLedger& underlying);
    OptionHolding holding(const InstrumentLedger& option, Decimal quantity) const;
    FillEffect post(InstrumentLedger& b, const Posting& posting);
    void move_cash(const InstrumentLedger& b, const Posting& posting);

    std::shared_ptr<const MarginModel> margin_;
    IsBusinessDay is_settlement_day_;
    ExchangeRates rates_;
    Date today_{};
    std::uint64_t revision_ = 0;
    std::vector<std::optional<InstrumentLedger>> instruments_;
    std::vector<CurrencyLedger> currencies_;
};

/// Day trades are counted for securities.
constexpr bool counts_day_trades(ValueClass c)
{
    return c == ValueClass::stock || c == ValueClass::us_option || c == ValueClass::option;
}

}  // namespace trademind::paper
