// An order's terms as one line: equal terms, equal lines.
#include "execution/journal/terms.hpp"

#include <fmt/format.h>

namespace trademind::journal {
namespace {

std::string number(const std::optional<Decimal>& value)
{
    return value ? value->str() : "-";
}

std::string terms_of_contract(const Contract& c)
{
    auto text =
        fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", to_string(c.type), c.id, c.symbol,
                    c.exchange, c.primary_exchange, c.currency, c.expiry, number(c.strike),
                    c.right ? to_string(*c.right) : "-", number(c.multiplier), c.local_symbol,
                    c.trading_class, c.security_id_type, c.security_id);
    for (const auto& leg : c.legs)
        text += fmt::format("|{}x{} {} {}", leg.ratio, leg.contract_id, to_string(leg.side),
                            leg.exchange);
    return text;
}

}  // namespace

std::string terms_of(const OrderRequest& o)
{
    return fmt::format(
        "{} {} {}; limit {} stop {} trail {} rate {} offset {}; {} until {} after {} rth {}; "
        "account {}; oca {} {}; parent {}; transmit {}; trigger {}; {}",
        to_string(o.side), o.quantity.str(), to_string(o.type), number(o.limit_price),
        number(o.stop_price), number(o.trailing_amount), number(o.trailing_rate),
        number(o.limit_offset), to_string(o.time_in_force), o.good_till_date, o.good_after_time,
        !o.outside_rth, o.account, o.oca_group, static_cast<int>(o.oca_type),
        o.parent_id ? to_string(*o.parent_id) : "-", o.transmit, static_cast<int>(o.trigger_method),
        terms_of_contract(o.contract));
}

}  // namespace trademind::journal
