// An order's terms as one line: equal terms, equal lines.
#include "execution/journal/terms.hpp"

#include "domain/attribute_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind::journal {
namespace {

// control characters: no name and no value that a person writes has them
constexpr char attribute_mark = '\x1e', value_mark = '\x1f';

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
    auto text = fmt::format(
        "{} {} {}; limit {} stop {} trail {} rate {} offset {}; {} until {} after {} rth {}; "
        "account {}; oca {} {}; parent {}; transmit {}; trigger {}; {}",
        to_string(o.side), o.quantity.str(), to_string(o.type), number(o.limit_price),
        number(o.stop_price), number(o.trailing_amount), number(o.trailing_rate),
        number(o.limit_offset), to_string(o.time_in_force), o.good_till_date, o.good_after_time,
        !o.outside_rth, o.account, o.oca_group, static_cast<int>(o.oca_type),
        o.parent_id ? to_string(*o.parent_id) : "-", o.transmit, static_cast<int>(o.trigger_method),
        terms_of_contract(o.contract));
    if (!o.attributes) return text;
    for (const auto& [name, value] : texts_of(*o.attributes))
        text += fmt::format("{}{}{}{}", attribute_mark, name, value_mark, value);
    return text;
}

std::string attributes_left_out(std::string_view terms, const OrderRequest& order)
{
    std::vector<AttributeText> given;
    if (order.attributes) given = texts_of(*order.attributes);
    std::string missing;
    for (auto at = terms.find(attribute_mark); at != std::string_view::npos;
         at = terms.find(attribute_mark, at + 1)) {
        auto name = terms.substr(at + 1, terms.find(value_mark, at) - at - 1);
        if (std::ranges::find(given, name, &AttributeText::name) == given.end())
            (missing += missing.empty() ? "" : ", ") += name;
    }
    return missing;
}

}  // namespace trademind::journal
