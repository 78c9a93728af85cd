// What an error message means for the order that it names.
#include "brokers/ibkr/broker/order_codes.hpp"

#include <trademind/tws_code.hpp>

namespace trademind::ibkr_broker {
namespace {

/// Answers whichever of cancel and modify waits.
constexpr int order_not_found = 135;
/// The same, of a cancel alone.
constexpr int cancel_not_found = 10147;
/// A modify came too early.
constexpr int still_processed = 2102;

}  // namespace

ErrorMeaning meaning_of(const ErrorNews& news)
{
    ErrorMeaning meaning;
    if (news.is_warning()) return meaning;
    const TwsCode* known = find_tws_code(news.code);
    meaning.is_unknown = !known;
    if (!known) return meaning;
    bool about_either = news.code == order_not_found;
    bool fails_request =
        known->kind == TwsCodeKind::request_error && known->ends == TwsCodeEnds::yes;
    meaning.is_refusal =
        known->kind == TwsCodeKind::order_reject || known->kind == TwsCodeKind::request_error;
    meaning.refuses_order = known->refuses_order();
    meaning.refuses = meaning.refuses_order || fails_request;
    meaning.about_cancel = known->ends == TwsCodeEnds::the_cancel || about_either;
    meaning.about_modify =
        known->ends == TwsCodeEnds::the_modify || news.code == still_processed || about_either;
    meaning.not_found = news.code == cancel_not_found || about_either;
    meaning.says_why_cancelled = news.code == tws_order_cancelled;
    return meaning;
}

}  // namespace trademind::ibkr_broker
