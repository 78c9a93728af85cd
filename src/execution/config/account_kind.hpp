// What the name of an account at IBKR says of it.
#pragma once

#include <string>
#include <string_view>

namespace trademind::config {

/// IBKR's paper accounts begin with DU; those of advisors with DF.
inline bool is_paper_account(std::string_view id)
{
    return id.starts_with("DU") || id.starts_with("DF");
}

/// For logs: stars for all but the last three characters.
inline std::string masked(std::string_view account)
{
    auto stars = account.size() > 3 ? account.size() - 3 : 0;
    return std::string(stars, '*').append(account.substr(stars));
}

}  // namespace trademind::config
