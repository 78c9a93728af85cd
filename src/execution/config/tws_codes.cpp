// TWS codes in a configuration: a list of maps.
#include "execution/config/value_types.hpp"
#include "execution/config/yaml_entries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace trademind::config {
namespace {

using Changes = std::vector<TwsCodeChange>;

/// Cuts the text up to the next mark off its front.
std::string_view cut(std::string_view& text, char mark)
{
    auto end = std::min(text.find(mark), text.size());
    auto part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

/// Nothing, or what is wrong with one member.
std::string take(TwsCodeChange& into, std::string_view name, std::string_view value)
{
    if (name == "code") {
        auto [end, ec] = std::from_chars(value.data(), value.data() + value.size(), into.code);
        if (ec != std::errc{} || end != value.data() + value.size() || into.code <= 0)
            return fmt::format("has code \"{}\", which is no number above 0", value);
    } else if (name == "class") {
        auto kind = parse_tws_code_kind(value);
        if (!kind) return fmt::format("has class \"{}\": order_reject, order_warning, ...", value);
        into.kind = *kind;
    } else if (name == "changes_order") {
        if (value != "true" && value != "false")
            return fmt::format("has changes_order \"{}\": true or false", value);
        into.changes_order = value == "true";
    } else if (name == "advice") {
        into.advice = value;
    } else {
        return fmt::format("has \"{}\": code, class, changes_order, advice", name);
    }
    return {};
}

Parsed<Changes> parse(std::string_view text)
{
    Changes all;
    if (text == "none") return all;
    if (text.find(record_mark) == std::string_view::npos)
        return Wrong{"is no list of code, class, changes_order and advice"};
    std::set<int> seen;
    while (!text.empty()) {
        auto record = cut(text, record_mark);
        TwsCodeChange change;
        bool has_class = false;
        while (!record.empty()) {
            auto name = cut(record, field_mark);
            has_class = has_class || name == "class";
            if (auto wrong = take(change, name, cut(record, field_mark)); !wrong.empty())
                return Wrong{wrong};
        }
        if (change.code == 0 || !has_class) return Wrong{"has an item without code or class"};
        if (!seen.insert(change.code).second)
            return Wrong{fmt::format("names code {} twice", change.code)};
        all.push_back(std::move(change));
    }
    return all;
}

std::string print(const Changes& all)
{
    std::string out;
    for (const auto& change : all)
        out += fmt::format("{}{} {}{}{}", out.empty() ? "" : "; ", change.code,
                           to_string(change.kind), change.changes_order ? ", changes orders" : "",
                           change.advice.empty() ? "" : " (" + change.advice + ")");
    return out.empty() ? "none" : out;
}

}  // namespace

ValueType<Changes> tws_codes()
{
    return {"", "a list, or none", parse, print, true};
}

}  // namespace trademind::config
