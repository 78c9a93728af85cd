// Which short options are covered.
#include "brokers/paper/ledger/option_pairs.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace trademind::paper {
namespace {

/// What a pair can lose, per unit of the underlying.
Decimal width(const OptionHolding& sold, const OptionHolding& bought)
{
    Decimal difference =
        sold.right == OptionRight::call ? bought.strike - sold.strike : sold.strike - bought.strike;
    return std::max(difference, Decimal{});
}

/// A short option and the long one against it, where both end on the same day.
struct Vertical {
    std::size_t sold;
    Decimal contracts, width;
};

/// IBKR knowledge base, node 600: of a put spread below a call spread on the same day, with the
/// same distance of strikes, only one can lose. The put spread's requirement stands for both.
void find_condors(const std::vector<OptionHolding>& holdings, std::vector<Vertical> calls,
                  std::vector<Vertical> puts, std::vector<OptionCover>& covers)
{
    for (Vertical& call : calls) {
        const OptionHolding& c = holdings[call.sold];
        for (Vertical& put : puts) {
            const OptionHolding& p = holdings[put.sold];
            bool fits = p.expiry == c.expiry && p.unit_value == c.unit_value &&
                        put.width == call.width && p.strike < c.strike;
            Decimal both = fits ? std::min(call.contracts, put.contracts) : Decimal{};
            covers[call.sold].spread_risk -= both * call.width * c.unit_value;
            call.contracts -= both;
            put.contracts -= both;
        }
    }
}

}  // namespace

std::vector<OptionCover> pair_options(Decimal shares, const std::vector<OptionHolding>& holdings)
{
    std::vector<OptionCover> covers(holdings.size());
    std::vector<Decimal> left(holdings.size());  // of longs and shorts, not paired yet
    std::vector<std::size_t> sold, bought;
    for (std::size_t i = 0; i < holdings.size(); ++i) {
        left[i] = holdings[i].quantity.abs();
        (holdings[i].quantity.sign() < 0 ? sold : bought).push_back(i);
    }
    // shares go where the risk is largest
    std::ranges::stable_sort(sold, [&](std::size_t a, std::size_t b) {
        const OptionHolding &x = holdings[a], &y = holdings[b];
        return x.right == OptionRight::call ? x.strike < y.strike : x.strike > y.strike;
    });
    Decimal for_calls = std::max(shares, Decimal{}), for_puts = std::max(-shares, Decimal{});
    for (std::size_t i : sold) {
        const OptionHolding& option = holdings[i];
        Decimal& cover = option.right == OptionRight::call ? for_calls : for_puts;
        Decimal contracts = (cover / option.unit_value).round_to(Decimal{1}, Rounding::down);
        covers[i].covered = std::min(contracts, left[i]);
        cover -= covers[i].covered * option.unit_value;
        left[i] -= covers[i].covered;
    }
    std::vector<Vertical> calls, puts;
    for (std::size_t i : sold) {
        const OptionHolding& option = holdings[i];
        auto fits = [&](std::size_t k) {
            const OptionHolding& other = holdings[k];
            return other.right == option.right && other.unit_value == option.unit_value &&
                   other.expiry >= option.expiry && left[k].sign() > 0;
        };
        std::vector<std::size_t> pairs;
        std::ranges::copy_if(bought, std::back_inserter(pairs), fits);
        std::ranges::stable_sort(pairs, {},
                                 [&](std::size_t k) { return width(option, holdings[k]); });
        for (std::size_t k : pairs) {
            Decimal both = std::min(left[i], left[k]);
            if (both.sign() <= 0) break;
            covers[i].spread += both;
            covers[i].spread_risk += both * width(option, holdings[k]) * option.unit_value;
            left[i] -= both;
            left[k] -= both;
            if (holdings[k].expiry == option.expiry)
                (option.right == OptionRight::call ? calls : puts)
                    .push_back({i, both, width(option, holdings[k])});
        }
    }
    find_condors(holdings, std::move(calls), std::move(puts), covers);
    return covers;
}

}  // namespace trademind::paper
