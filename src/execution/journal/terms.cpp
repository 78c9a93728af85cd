// An order's terms as one line: equal terms, equal lines.
#include "execution/journal/terms.hpp"

#include "domain/attribute_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

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

/// Terms from left to right. What does not fit makes it unsound, and every answer empty.
class TermsReader {
public:
    explicit TermsReader(std::string_view text) : left_{text} {}

    /// Up to the first `mark`, which is passed over; of an empty one all that is left.
    std::string_view until(std::string_view mark)
    {
        auto end = mark.empty() ? left_.size() : left_.find(mark);
        if (end == std::string_view::npos) {
            is_sound_ = false;
            return {};
        }
        auto found = left_.substr(0, end);
        left_.remove_prefix(end + mark.size());
        return found;
    }
    std::optional<Decimal> number(std::string_view mark)
    {
        auto text = until(mark);
        return text == "-" ? std::nullopt : std::optional{known(Decimal::parse(text))};
    }
    template <class Integer> Integer integer(std::string_view mark)
    {
        auto text = until(mark);
        Integer value{};
        auto read = std::from_chars(text.data(), text.data() + text.size(), value);
        if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) is_sound_ = false;
        return value;
    }
    template <class T> T known(std::optional<T> value)
    {
        if (!value) is_sound_ = false;
        return value.value_or(T{});
    }
    void fail() { is_sound_ = false; }
    bool is_sound() const { return is_sound_; }

private:
    std::string_view left_;
    bool is_sound_ = true;
};

Contract read_contract(TermsReader& in)
{
    Contract c;
    c.type = in.known(parse_security_type(in.until("|")));
    c.id = in.integer<std::int64_t>("|");
    c.symbol = in.until("|");
    c.exchange = in.until("|");
    c.primary_exchange = in.until("|");
    c.currency = in.until("|");
    c.expiry = in.until("|");
    c.strike = in.number("|");
    if (auto right = in.until("|"); right != "-") c.right = in.known(parse_option_right(right));
    c.multiplier = in.number("|");
    c.local_symbol = in.until("|");
    c.trading_class = in.until("|");
    c.security_id_type = in.until("|");
    c.security_id = in.until("");
    // legs
    if (c.security_id.find('|') != std::string::npos) in.fail();
    return c;
}

OrderRequest read_order(TermsReader& in)
{
    OrderRequest o;
    o.side = in.known(parse_side(in.until(" ")));
    o.quantity = in.known(in.number(" "));
    o.type = in.known(parse_order_type(in.until("; limit ")));
    o.limit_price = in.number(" stop ");
    o.stop_price = in.number(" trail ");
    o.trailing_amount = in.number(" rate ");
    o.trailing_rate = in.number(" offset ");
    o.limit_offset = in.number("; ");
    o.time_in_force = in.known(parse_time_in_force(in.until(" until ")));
    o.good_till_date = in.until(" after ");
    o.good_after_time = in.until(" rth ");
    o.outside_rth = in.until("; account ") == "false";
    o.account = in.until("; oca ");
    auto group = in.until("; parent ");
    auto space = group.rfind(' ');
    TermsReader how{space == group.npos ? std::string_view{} : group.substr(space + 1)};
    o.oca_group = group.substr(0, std::min(space, group.size()));
    o.oca_type = static_cast<OcaType>(how.integer<int>(""));
    if (auto parent = in.until("; transmit "); parent != "-") {
        auto id = parse_order_id(parent);
        o.parent_id = in.known(id ? std::optional{*id} : std::nullopt);
    }
    o.transmit = in.until("; trigger ") == "true";
    o.trigger_method = static_cast<TriggerMethod>(in.integer<int>("; "));
    o.contract = read_contract(in);
    return o;
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

Result<OrderRequest> order_of(std::string_view terms)
{
    auto plain = terms.substr(0, terms.find(attribute_mark));
    TermsReader in{plain};
    auto order = read_order(in);
    // a name that has a mark of these terms in it may be read as another order, or as legs
    std::size_t parts = 0;
    for (auto at = plain.find("; "); at != plain.npos; at = plain.find("; ", at + 1)) ++parts;
    constexpr std::size_t parts_of_terms = 8;
    if (in.is_sound() && parts == parts_of_terms && terms_of(order) == plain) return order;
    return Error{Errc::data_file, "the journal's terms of the order cannot be read"};
}

std::vector<std::string_view> attributes_of(std::string_view terms)
{
    std::vector<std::string_view> names;
    for (auto at = terms.find(attribute_mark); at != std::string_view::npos;
         at = terms.find(attribute_mark, at + 1))
        names.push_back(terms.substr(at + 1, terms.find(value_mark, at) - at - 1));
    return names;
}

std::string attributes_left_out(std::string_view terms, const OrderRequest& order)
{
    std::vector<AttributeText> given;
    if (order.attributes) given = texts_of(*order.attributes);
    std::string missing;
    for (auto name : attributes_of(terms)) {
        if (std::ranges::find(given, name, &AttributeText::name) == given.end())
            (missing += missing.empty() ? "" : ", ") += name;
    }
    return missing;
}

}  // namespace trademind::journal
