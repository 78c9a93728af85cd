// Reads a signal from named texts.
#include "execution/config/nearest.hpp"

#include <trademind/execution/router.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>

namespace trademind {
namespace {

/// A field of a signal: its name, and false where the text makes no sense.
struct Field {
    const char* name;
    std::function<bool(Signal&, const std::string&)> read;
};

std::optional<std::int64_t> whole_number(const std::string& text)
{
    std::int64_t number = 0;
    auto end = text.data() + text.size();
    auto [stop, fault] = std::from_chars(text.data(), end, number);
    return fault == std::errc{} && stop == end && number > 0 ? std::optional{number} : std::nullopt;
}

/// Takes over what was parsed; false where nothing was.
template <class To, class From> bool take(To& to, std::optional<From> parsed)
{
    if (!parsed) return false;
    to = std::move(*parsed);
    return true;
}

auto text_of(std::string Contract::*member)
{
    return [member](Signal& s, const std::string& text) {
        s.contract.*member = text;
        return !text.empty();
    };
}

auto number_of(std::optional<Decimal> Contract::*member, bool may_be_zero)
{
    return [=](Signal& s, const std::string& text) {
        return take(s.contract.*member, Decimal::parse(text)) &&
               (s.contract.*member)->sign() >= (may_be_zero ? 0 : 1);
    };
}

bool read_contract_id(Signal& s, const std::string& text)
{
    return take(s.contract.id, whole_number(text));
}

const std::vector<Field>& fields_of_signals()
{
    static const std::vector<Field> all{
        {"symbol", text_of(&Contract::symbol)},
        {"quantity",
         [](Signal& s, const std::string& text) {
             return take(s.quantity, Decimal::parse(text)) && s.quantity.sign() > 0;
         }},
        {"side", [](Signal& s, const std::string& text) { return take(s.side, parse_side(text)); }},
        {"order_type",
         [](Signal& s, const std::string& text) { return take(s.type, parse_order_type(text)); }},
        {"limit_price",
         [](Signal& s, const std::string& text) {
             return take(s.limit_price, Decimal::parse(text));
         }},
        {"stop_price",
         [](Signal& s, const std::string& text) {
             return take(s.stop_price, Decimal::parse(text));
         }},
        {"time_in_force",
         [](Signal& s, const std::string& text) {
             return take(s.time_in_force, parse_time_in_force(text));
         }},
        {"client_order_id",
         [](Signal& s, const std::string& text) { return s.client_order_id = text, true; }},
        {"sec_type",
         [](Signal& s, const std::string& text) {
             return take(s.contract.type, parse_security_type(text));
         }},
        {"exchange", text_of(&Contract::exchange)},
        {"primary_exchange", text_of(&Contract::primary_exchange)},
        {"currency", text_of(&Contract::currency)},
        {"expiry", text_of(&Contract::expiry)},
        {"strike", number_of(&Contract::strike, true)},
        {"right",
         [](Signal& s, const std::string& text) {
             return take(s.contract.right, parse_option_right(text));
         }},
        {"multiplier", number_of(&Contract::multiplier, false)},
        {"local_symbol", text_of(&Contract::local_symbol)},
        {"trading_class", text_of(&Contract::trading_class)},
        {"contract_id", read_contract_id},
        {"con_id", read_contract_id},
    };
    return all;
}

Error wrong(std::string what)
{
    return {Errc::invalid_argument, "signal: " + std::move(what)};
}

/// What follows from the kind of contract where no field says otherwise.
Result<> complete_contract(Contract& c, const std::function<bool(const char*)>& is_given)
{
    if (c.type == SecurityType::forex) {
        if (c.symbol.size() == 7 && c.symbol[3] == '.') {
            auto quote = c.symbol.substr(4);
            if (is_given("currency") && c.currency != quote)
                return wrong(fmt::format("symbol {} and currency {} differ", c.symbol, c.currency));
            c.currency = quote;
            c.symbol.resize(3);
        }
        if (!is_given("exchange")) c.exchange = "IDEALPRO";
    }
    if (c.id != 0 || !c.local_symbol.empty()) return {};
    bool needs_expiry = is_option(c.type) || c.type == SecurityType::future;
    if (needs_expiry && c.expiry.empty()) return wrong("expiry is missing");
    if (is_option(c.type) && !c.strike) return wrong("strike is missing");
    if (is_option(c.type) && !c.right) return wrong("right is missing");
    bool needs_exchange = c.type == SecurityType::future || c.type == SecurityType::future_option ||
                          c.type == SecurityType::index;
    if (needs_exchange && !is_given("exchange")) return wrong("exchange is missing");
    if (c.type == SecurityType::option && !c.multiplier) c.multiplier = Decimal{100};
    return {};
}

}  // namespace

Result<Signal> parse_signal(const std::vector<std::pair<std::string, std::string>>& fields)
{
    constexpr std::string_view own = "extra.";
    const auto& known = fields_of_signals();
    Signal signal;
    std::vector<std::string> given;
    auto is_given = [&](std::string_view name) {
        return std::ranges::find(given, name) != given.end();
    };
    for (const auto& [name, text] : fields) {
        if (is_given(name)) return wrong(name + " is given twice");
        given.push_back(name);
        if (name.starts_with(own) && name.size() > own.size()) {
            signal.extra[name.substr(own.size())] = text;
            continue;
        }
        auto field = std::ranges::find(known, name, &Field::name);
        if (field == known.end()) {
            std::vector<std::string> names;
            names.reserve(std::size(known));
            for (const auto& one : known) names.emplace_back(one.name);
            return wrong(fmt::format("unknown field {}; did you mean {}?", name,
                                     config::nearest(name, names)));
        }
        if (!field->read(signal, text))
            return wrong(fmt::format("{} \"{}\" makes no sense", name, text));
    }
    if (is_given("contract_id") && is_given("con_id"))
        return wrong("contract_id and con_id mean the same");
    for (const char* needed : {"symbol", "quantity", "side"}) {
        bool is_named_by_id = signal.contract.id != 0 && std::string_view{needed} == "symbol";
        if (!is_given(needed) && !is_named_by_id)
            return wrong(fmt::format("{} is missing", needed));
    }
    if (auto whole = complete_contract(signal.contract, is_given); !whole) return whole.error();
    return signal;
}

}  // namespace trademind
