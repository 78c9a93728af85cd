// Errors of a broker as the codes that TWS would answer with.
#pragma once

#include <trademind/result.hpp>

#include <string>

namespace trademind::gateway {

/// What an answer with an error is about: the same trouble has one code for an order, another for
/// market data.
enum class About { order, cancel, modify, contract, quotes, history, request };

/// A code of TWS and the words beside it. An error that TWS itself gave keeps its code.
struct TwsAnswer {
    int code;
    std::string text;
};
TwsAnswer answer_to(const Error& error, About about);

/// The codes that the gateway gives by itself; the words are TWS's, where they are known.
enum Code : int {
    code_max_messages = 100,
    code_duplicate_order_id = 103,
    code_modify_filled = 104,
    code_unknown_order = 135,
    code_history_error = 162,
    code_unknown_contract = 200,
    code_order_rejected = 201,
    code_order_cancelled = 202,
    code_bad_request = 321,
    code_duplicate_ticker_id = 322,
    code_cannot_read = 320,
    code_client_id_in_use = 326,
    code_not_subscribed = 354,
    code_order_type = 387,
    code_zero_quantity = 434,
    code_not_found_to_cancel = 10147,
    code_not_cancellable = 10148,
    code_farm_ok = 2104,
    code_history_farm_ok = 2106,
    code_definitions_farm_ok = 2158,
};

}  // namespace trademind::gateway
