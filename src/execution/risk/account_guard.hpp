// Whether the login's account is the one that the configuration means.
#pragma once

#include <trademind/account.hpp>
#include <trademind/execution/config.hpp>

#include <optional>
#include <string>

namespace trademind::risk {

/// Why mode, port and account do not agree; nothing where they do.
std::optional<std::string> account_fault(const Account&, const Config&);

}  // namespace trademind::risk
