// Which changes of the configuration a running program may take.
#include "execution/config/reload.hpp"

#include <fmt/format.h>

#include <string>

namespace trademind::config {

Result<ConfigChange> change_while_running(const Config& from, const Config& to, bool is_named)
{
    if (auto fits = validate(to); !fits) return fits.error();
    auto change = compare(from, to);
    std::string looser;
    for (const auto& item : change.items) {
        if (item.needs_restart)
            return Error{Errc::config, fmt::format("{}: cannot change while running ({} to {})",
                                                   item.key, item.from, item.to)};
        if (item.loosens) looser += (looser.empty() ? "" : ", ") + item.key;
    }
    if (looser.empty() || is_named) return change;
    return Error{Errc::config, looser + ": allows more than now, which needs a name"};
}

}  // namespace trademind::config
