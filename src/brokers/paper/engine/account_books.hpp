// The account's books as the engine uses them: ledger and fees together.
#pragma once

#include "brokers/paper/fees/fee_book.hpp"
#include "brokers/paper/ledger/ledger.hpp"
#include "brokers/paper/matching/order_actions.hpp"

#include <trademind/brokers/paper/options.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace trademind::paper {

/// The trading date in New York.
Date trade_date_of(TimePoint time);

class AccountBooks final : public Holdings {
public:
    explicit AccountBooks(const Options& options);

    void define(InstrumentId instrument, const ContractDetails& details,
                std::optional<InstrumentId> underlying = {});
    /// Begins the trading date of that moment, where it is new.
    void begin_day(TimePoint now);

    /// One fill on its way into the books.
    struct Fill {
        const Order& order;  ///< before this fill
        Decimal quantity, price;
        TimePoint time;
        Liquidity liquidity = Liquidity::removed;
        Decimal carried_cost = {};  ///< see LedgerFill
    };
    /// Books a fill and says what it cost.
    Commission settle(const Fill& fill, std::string execution_id);

    // What companies do to their shares; none of it is an execution.
    /// A dividend; < 0: to pay.
    void receive(InstrumentId instrument, Decimal amount);
    /// So many new shares stand for so many old ones.
    void split(InstrumentId instrument, Decimal new_shares, Decimal old_shares);
    /// Takes `quantity` (signed as the position) out of it, for its price in cash.
    void redeem(InstrumentId instrument, Decimal quantity, Decimal price);
    /// How often one of these has changed the books.
    std::size_t adjustments() const { return adjustments_; }

    /// What is to be said of the fees just settled: once an instrument, where they are assumed.
    std::optional<Error> take_fee_notice();

    /// What an order asks of the account.
    struct Claim {
        const Order& order;
        Decimal quantity;              ///< that may still fill
        std::optional<Decimal> price;  ///< nothing: no price is known
        std::uint64_t group = 0;       ///< see LiveOrder
        TimePoint now;
    };
    /// Nothing tells what the claim may cost: it is to be reserved when a price comes.
    bool lacks_price(const Claim& claim) const;
    /// Takes funds aside for the claim, or says why the account cannot carry it. What only closes
    /// a position is always carried.
    std::optional<Error> reserve(const Claim& claim);
    /// The same without a check: for less of what is reserved already.
    void shrink(const Claim& claim);
    void release(const Order& order);
    void modified(const Order& order) { fees_.modified(order.id); }
    Result<OrderPreview> preview(const Claim& claim) const;

    void mark(InstrumentId instrument, Decimal price, TimePoint time);
    Decimal position(InstrumentId instrument) const override
    {
        return ledger_.position(instrument).quantity;
    }
    /// False: nothing may be sold that is not held.
    bool may_short(const Contract& contract) const override;
    std::vector<Position> positions() const;
    Position report(InstrumentId instrument) const;
    Account account(TimePoint now) const;

    Ledger& ledger() { return ledger_; }
    /// Takes over the books of an earlier run; live orders are to be reserved again.
    void restore(const LedgerState& state);
    const Ledger& ledger() const { return ledger_; }
    FeeBook& fees() { return fees_; }
    const FeeBook& fees() const { return fees_; }

    /// When a position was last priced and changed; the epoch: not known.
    struct Times {
        TimePoint priced{}, changed{};
    };
    Times times(InstrumentId instrument) const { return times_[instrument]; }
    void restore_times(InstrumentId instrument, Times times) { times_[instrument] = times; }

private:
    /// `routed` must live as long as the request: it holds the contract of a directed order.
    FeeRequest fee_request(const Claim& claim, Decimal price, Contract& routed) const;
    /// Why the commission of an order is not known; nothing where it is.
    std::optional<Error> missing_rate(InstrumentId) const;
    LiveOrder live_order(const Claim& claim, Decimal price) const;
    bool closes(const Claim& claim) const;
    /// All that the claim asks for is taken aside already.
    bool is_reserved(const Claim& claim) const;
    /// The claim's price, else the best that stands in for one.
    Decimal price_of(const Claim& claim) const;

    const Options& options_;
    std::shared_ptr<const MarginModel> margin_;
    Ledger ledger_;
    FeeBook fees_;
    /// What the fee model needs of each instrument.
    struct Terms {
        Contract contract;
        Decimal unit_value;
        std::optional<InstrumentId> underlying;
    };
    std::vector<Terms> terms_;
    std::vector<Times> times_;  ///< by instrument, as terms_
    std::optional<Error> fee_notice_;
    std::set<InstrumentId> assumed_fees_;  ///< of which it has been said
    std::size_t adjustments_ = 0;
    TimePoint day_looked_up_to_{};  ///< no trading date begins before
};

}  // namespace trademind::paper
