// Access by name, and the spelling of names and values.
#include "conformance/value.hpp"

#include <fmt/format.h>

#include <cctype>

namespace trademind::conformance {

const Value& Value::operator[](std::string_view name) const
{
    static const Value nothing;
    auto object = std::get_if<Object>(&data_);
    if (!object) return nothing;
    auto found = object->find(name);
    return found == object->end() ? nothing : found->second;
}

Value& Value::member(std::string_view name)
{
    if (is_unset()) data_ = Object{};
    auto& object = as<Object>();
    auto found = object.find(name);
    if (found == object.end()) found = object.emplace(std::string{name}, Value{}).first;
    return found->second;
}

Value Value::take(std::string_view name)
{
    auto object = std::get_if<Object>(&data_);
    if (!object) return {};
    auto found = object->find(name);
    if (found == object->end()) return {};
    Value taken = std::move(found->second);
    object->erase(found);
    return taken;
}

void Value::rename(std::string_view from, std::string_view to)
{
    auto object = std::get_if<Object>(&data_);
    if (!object) return;
    auto found = object->find(from);
    if (found == object->end()) return;
    Value moved = std::move(found->second);
    object->erase(found);
    member(to) = std::move(moved);
}

namespace {

struct JsonWriter {
    std::string operator()(Unset) const { return "unset"; }
    std::string operator()(bool b) const { return b ? "true" : "false"; }
    std::string operator()(std::int64_t n) const { return std::to_string(n); }
    std::string operator()(double x) const { return fmt::format("{}", x); }
    std::string operator()(const Decimal& d) const { return d.str(); }
    std::string operator()(const std::string& s) const { return fmt::format("\"{}\"", s); }
    std::string operator()(const Pairs& all) const
    {
        std::string out = "[";
        for (auto& [tag, value] : all) out += fmt::format("{}={};", tag, value);
        return out + "]";
    }
    std::string operator()(const List& items) const
    {
        return fmt::format("{} items", items.size());
    }
    std::string operator()(const Object& members) const
    {
        return fmt::format("an object of {} members", members.size());
    }
};

}  // namespace

std::string to_text(const Value& value)
{
    return std::visit(JsonWriter{}, value.data());
}

std::string snake_case(std::string_view camel)
{
    auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
    std::string text{camel};
    if (auto at = text.find("PnL"); at != std::string::npos) text.replace(at, 3, "Pnl");
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        bool next_lower = i + 1 < text.size() && lower(text[i + 1]);
        bool starts_word =
            i > 0 && upper(c) && (lower(text[i - 1]) || (next_lower && text[i - 1] != '_'));
        if (starts_word) out += '_';
        out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return out;
}

}  // namespace trademind::conformance
