// What an error of the broker says about the order that it answers.
#include "execution/orders/outcome.hpp"

#include <algorithm>
#include <array>

namespace trademind {

bool proves_refusal(const Error& error)
{
    constexpr std::array proofs{
        Errc::not_connected,
        Errc::invalid_argument,
        Errc::not_supported,
        Errc::unknown_contract,
        Errc::ambiguous_contract,
        Errc::read_only,
        Errc::rejected,
        Errc::invalid_order,
        Errc::order_size_limit,
        Errc::order_value_limit,
        Errc::buying_power,
        Errc::day_trade_limit,
        Errc::duplicate_order,
        Errc::no_price,
        Errc::server_too_old,
        // refused before anything left: the open orders are not known, or the account
        Errc::not_reconciled,
        Errc::no_account,
    };
    return std::ranges::any_of(proofs, [&](Errc proof) { return error == proof; });
}

}  // namespace trademind
