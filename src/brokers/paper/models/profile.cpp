// What the profiles set.
#include <trademind/brokers/paper/options.hpp>

namespace trademind::paper {

Options profile_options(Profile profile)
{
    Options options;
    switch (profile) {
    case Profile::conservative: break;
    case Profile::ibkr_paper:
        options.cash = {{options.base_currency, 1'000'000}};
        options.directed_remainder = MarketRemainder::cancel;
        options.allow_relative = false;
        break;
    }
    return options;
}

}  // namespace trademind::paper
