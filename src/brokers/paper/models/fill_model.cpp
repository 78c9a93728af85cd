// The library's own fill model: top of book, with the settings that make it harsher.
#include <trademind/brokers/paper/models.hpp>

#include "base/random.hpp"

#include <algorithm>
#include <stdexcept>

namespace trademind::paper {
namespace {

/// The step in which a part of what is displayed may be taken.
Decimal size_step(const Contract& contract)
{
    if (contract.type != SecurityType::crypto) return 1;
    return Decimal::from_raw(Decimal::one / 100'000'000);
}

/// A fraction of a share fills together with the last whole share.
Decimal keep_fraction_whole(const Contract& contract, Decimal leaves, Decimal offered)
{
    bool is_share = contract.type == SecurityType::stock || contract.type == SecurityType::fund;
    if (offered >= leaves || !is_share || leaves.is_integer()) return std::min(offered, leaves);
    Decimal whole = leaves.round_to(Decimal{1}, Rounding::down) - Decimal{1};
    return std::max(Decimal{}, std::min(offered.round_to(Decimal{1}, Rounding::down), whole));
}

class TopOfBook final : public FillModel {
public:
    explicit TopOfBook(const FillSettings& settings) : settings_{settings} {}

    Decimal quantity(const FillSituation& s) const override
    {
        if (s.is_resting && settings_.touch_probability < 100 && s.limit == s.price) {
            auto luck =
                draw(settings_.seed, static_cast<std::uint64_t>(to_number(s.order)), s.event) % 100;
            if (luck >= static_cast<std::uint64_t>(settings_.touch_probability)) return {};
        }
        if (!settings_.cap_by_displayed_size) return s.leaves;
        Decimal taken = s.displayed - s.available;
        Decimal share = s.displayed;
        if (settings_.participation != Decimal{1})
            share = (s.displayed * settings_.participation)
                        .round_to(size_step(s.contract), Rounding::down);
        return keep_fraction_whole(s.contract, s.leaves, std::max(Decimal{}, share - taken));
    }
    Decimal taker_price(const FillSituation& s) const override
    {
        if (settings_.slippage_ticks == 0) return s.price;
        Decimal slip = s.tick * Decimal{settings_.slippage_ticks};
        return s.side == Side::buy ? s.price + slip : s.price - slip;
    }
    bool fills_on_prints() const override { return settings_.trade_prints; }

private:
    FillSettings settings_;
};

}  // namespace

Decimal FillModel::quantity(const FillSituation& situation) const
{
    return keep_fraction_whole(situation.contract, situation.leaves, situation.available);
}

Decimal FillModel::taker_price(const FillSituation& situation) const
{
    return situation.price;
}

std::shared_ptr<const FillModel> make_fill_model(const FillSettings& settings)
{
    if (settings.participation.sign() <= 0 || settings.participation > Decimal{1})
        throw std::invalid_argument{"participation must be above 0 and at most 1"};
    if (settings.slippage_ticks < 0)
        throw std::invalid_argument{"slippage_ticks must not be negative"};
    if (settings.touch_probability < 0 || settings.touch_probability > 100)
        throw std::invalid_argument{"touch_probability must be 0 to 100"};
    return std::make_shared<const TopOfBook>(settings);
}

}  // namespace trademind::paper
