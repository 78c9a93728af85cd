// An account's figures under TWS's names.
#pragma once

#include <trademind/account.hpp>

#include <string>
#include <vector>

namespace trademind::gateway {

/// One row of an account.
struct AccountRow {
    std::string key, value, currency;
};
/// All that is known of the account; what is not known has no row.
std::vector<AccountRow> rows_of(const Account& account);

}  // namespace trademind::gateway
