// New limits while running: tighter at once, looser with a name.
#include "base/log.hpp"
#include "execution/kill_switch/names.hpp"
#include "execution/router/core.hpp"

#include <fmt/format.h>

namespace trademind {

void ExecutionRouter::Core::take_config(Config config, const std::string& who,
                                        Completion<ConfigChange> done)
{
    if (auto fits = validate(config); !fits) return done(fits.error());
    auto change = compare(state_.config, config);
    for (const auto& item : change.items)
        if (item.needs_restart)
            return done(
                Error{Errc::config, fmt::format("{}: cannot change while running ({} to {})",
                                                item.key, item.from, item.to)});
    if (change.loosens() && is_blank(who)) {
        std::string keys;
        for (const auto& item : change.items)
            if (item.loosens) keys += (keys.empty() ? "" : ", ") + item.key;
        return done(Error{Errc::config, keys + ": allows more than now, which needs a name"});
    }
    for (const auto& item : change.items) {
        auto text = fmt::format("{}: {} to {}{}", item.key, item.from, item.to,
                                item.loosens ? " by " + who : "");
        if (auto written = journal_.note("config", text, now().time); !written) {
            journal(written);
            return done(written.error());
        }
        log::warning("configuration changed: {}", text);
    }
    state_.config = std::move(config);
    if (auto level = log::parse_level(state_.config.log.level)) log::set_level(*level);
    state_.conduct.take_limits(state_.config.risk);
    size_alert_memory();
    default_type_ = state_.config.default_order_type;
    default_time_in_force_ = state_.config.time_in_force;
    done(std::move(change));
}

}  // namespace trademind
