// What an error of the broker says about the order that it answers.
#include "execution/orders/outcome.hpp"

#include <algorithm>
#include <array>

namespace trademind {
namespace {

/// A code of the broker's is its word on an order that it has.
bool is_of_this_library(const Error& error)
{
    return error.code.category() == broker_category();
}

}  // namespace

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
        // or the kill switch stopped it on its way to the socket
        Errc::trading_halted,
    };
    return std::ranges::any_of(proofs, [&](Errc proof) { return error == proof; });
}

bool is_reject(const Error& error)
{
    constexpr std::array others{Errc::not_connected, Errc::not_reconciled, Errc::no_account,
                                Errc::cancelled, Errc::trading_halted};
    return std::ranges::none_of(others, [&](Errc other) { return error == other; });
}

bool proves_not_received(const Error& error)
{
    if (!is_of_this_library(error)) return false;
    constexpr std::array proofs{Errc::not_connected, Errc::not_reconciled, Errc::no_account,
                                Errc::trading_halted};
    return std::ranges::any_of(proofs, [&](Errc proof) { return error == proof; });
}

bool proves_not_received(const OrderReport& report)
{
    // a number of the broker's, or its code, is its word on the order
    bool is_spoken_of = report.permanent_id != PermanentId{} || report.filled.sign() > 0;
    if (report.status != OrderStatus::rejected || is_spoken_of || !report.error) return false;
    if (!is_of_this_library(*report.error)) return false;
    return proves_not_received(*report.error) || *report.error == Errc::unknown_order ||
           *report.error == Errc::cancelled;
}

}  // namespace trademind
