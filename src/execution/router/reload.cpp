// New limits while running: tighter at once, looser with a name.
#include "execution/config/reload.hpp"

#include "base/log.hpp"
#include "execution/kill_switch/names.hpp"
#include "execution/router/parts.hpp"

#include <fmt/format.h>

namespace trademind {

void ExecutionRouter::Parts::take_config(Config config, const std::string& operator_name,
                                         Completion<ConfigChange> done)
{
    auto& state = context.state;
    auto change = config::change_while_running(state.config, config, !is_blank(operator_name));
    if (!change) return done(change.error());
    for (const auto& item : change->items) {
        auto text = fmt::format("{}: {} to {}{}", item.key, item.from, item.to,
                                item.loosens ? " by " + operator_name : "");
        if (auto written = context.journal.note_now("config", text, context.now().time); !written) {
            context.record(written);
            return done(written.error());
        }
        log::warning("configuration changed: {}", text);
    }
    state.config = std::move(config);
    if (auto level = log::parse_level(state.config.log.level)) log::set_level(*level);
    state.conduct.take_limits(state.config.risk);
    defaults.type = state.config.default_order_type;
    defaults.time_in_force = state.config.time_in_force;
    context.report(&ExecutionObserver::on_config, state.config);
    done(std::move(*change));
}

}  // namespace trademind
