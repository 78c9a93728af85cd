// How much of a quote or a print fills an order of ours, and at what price: the replaceable part
// of matching.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/decimal.hpp>
#include <trademind/ids.hpp>

#include <cstdint>
#include <memory>
#include <optional>

namespace trademind::paper {

/// What a fill model is asked about. Valid during the call only.
class FillSituation {
public:
    const Contract& contract;
    OrderId order;
    Side side;
    Decimal leaves;                ///< what the order may still fill now
    std::optional<Decimal> limit;  ///< nothing: a market order
    Decimal price;                 ///< of the opposite quote, or of the print
    Decimal displayed;             ///< size of the quote or the print
    Decimal available;             ///< of it, not yet taken by our fills
    Decimal tick;                  ///< smallest price step at this price
    bool is_resting;               ///< the market came to the order, not the order to the market
    std::uint64_t event;           ///< number of the market event, for keyed randomness
};

/// Decides fills; the rules of order types, triggers and time in force stay with the broker.
///
/// Called on the broker's strand; must be deterministic: same calls, same answers.
class FillModel {
public:
    virtual ~FillModel() = default;
    /// How much fills, 0 to leaves. More than `available` is taken at the model's word.
    virtual Decimal quantity(const FillSituation& situation) const;
    /// The price of a fill that takes liquidity; the broker caps it by the order's limit. Resting
    /// orders fill at their own limit.
    virtual Decimal taker_price(const FillSituation& situation) const;
    /// Whether trade prints fill resting limit orders, behind the size that was displayed before
    /// them.
    virtual bool fills_on_prints() const { return false; }
};

/// Settings of the model that comes with the library.
class FillSettings {
public:
    /// Fills use up the displayed size until the quote changes. False: every order finds its whole
    /// size.
    bool cap_by_displayed_size = true;
    /// Part of the displayed size that our orders may take, 0 to 1 (exclusive of 0).
    Decimal participation = 1;
    /// Price steps against every order that takes liquidity, never beyond its limit.
    int slippage_ticks = 0;
    /// Queue position: prints at the limit fill once the size displayed ahead has traded; prints
    /// through it fill at once.
    bool trade_prints = false;
    /// Chance in percent, 0 to 100, that a quote which just touches a resting order's limit fills
    /// it; quotes through the limit always do. Drawn by (seed, order, event).
    int touch_probability = 100;
    std::uint64_t seed = 1;
};

/// Top of book, as settings say. Throws std::invalid_argument for settings out of range.
std::shared_ptr<const FillModel> make_fill_model(const FillSettings& settings = {});

}  // namespace trademind::paper
