// Which code stands for which trouble.
#include "gateway/errors.hpp"

#include <utility>

namespace trademind::gateway {
namespace {

int usual_code(About about)
{
    switch (about) {
    case About::order: return code_order_rejected;
    case About::cancel: return code_not_cancellable;
    case About::modify: return code_duplicate_order_id;
    case About::contract: return code_unknown_contract;
    case About::quotes: return code_not_subscribed;
    case About::history: return code_history_error;
    case About::request: break;
    }
    return code_bad_request;
}

int code_of(const Error& error, About about)
{
    if (error == Errc::unknown_contract || error == Errc::ambiguous_contract)
        return code_unknown_contract;
    if (error == Errc::unknown_order)
        return about == About::cancel ? code_not_found_to_cancel : code_unknown_order;
    if (error == Errc::not_cancellable) return code_not_cancellable;
    if (error == Errc::not_modifiable) return code_modify_filled;
    if (error == Errc::invalid_order || error == Errc::invalid_argument) return code_bad_request;
    if (error == Errc::not_supported && about != About::history) return code_bad_request;
    return usual_code(about);
}

}  // namespace

TwsAnswer answer_to(const Error& error, About about)
{
    if (error.code.category() == tws_category()) return {error.code.value(), error.message};
    auto code = code_of(error, about);
    auto text = error.describe();
    if (code == code_bad_request) text = "Error validating request.-'gateway' : cause - " + text;
    if (code == code_order_rejected) text = "Order rejected - reason:" + text;
    if (code == code_history_error) text = "Historical Market Data Service error message:" + text;
    if (code == code_unknown_contract && error.message.empty())
        text = "No security definition has been found for the request";
    return {code, std::move(text)};
}

}  // namespace trademind::gateway
