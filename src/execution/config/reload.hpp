// Which changes of the configuration a running program may take.
#pragma once

#include <trademind/execution/config.hpp>

namespace trademind::config {

/// The change, or Errc::config: the values do not fit each other, a key needs a restart, or a key
/// allows more than before and no operator's name stands for it.
Result<ConfigChange> change_while_running(const Config& from, const Config& to, bool is_named);

}  // namespace trademind::config
