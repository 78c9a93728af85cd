// Whether the login's account is the one that the configuration means.
#pragma once

#include <trademind/account.hpp>
#include <trademind/execution/config.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace trademind::risk {

/// Why mode, port and account do not agree; nothing where they do.
std::optional<std::string> account_fault(const Account&, const Config&);

/// True where a row of that account counts: of the one that is traded, or one that names none. Of
/// an adviser's "All" account those of the whole login do. While it is not known which account is
/// traded no row counts.
bool is_traded(std::string_view row, std::string_view traded);

}  // namespace trademind::risk
