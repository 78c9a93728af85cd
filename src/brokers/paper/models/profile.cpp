// What the profiles set.
#include <trademind/brokers/paper/options.hpp>

namespace trademind::paper {

FillSettings profile_fill_settings(Profile profile)
{
    FillSettings fills;
    if (profile == Profile::conservative) fills.touch_probability = 50;
    return fills;
}

Options profile_options(Profile profile)
{
    Options options;
    switch (profile) {
    case Profile::conservative: break;
    case Profile::ibkr_paper:
        options.directed_remainder = MarketRemainder::cancel;
        options.allow_relative = false;
        break;
    }
    return options;
}

}  // namespace trademind::paper
