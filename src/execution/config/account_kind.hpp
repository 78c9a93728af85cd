// What the name of an account at IBKR says of it.
#pragma once

#include <string_view>

namespace trademind::config {

/// IBKR's paper accounts begin with DU; those of advisors with DF.
inline bool is_paper_account(std::string_view id)
{
    return id.starts_with("DU") || id.starts_with("DF");
}

}  // namespace trademind::config
