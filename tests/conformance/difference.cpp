// Walks two contents side by side.
#include "conformance/difference.hpp"

#include "conformance/official_defaults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

namespace trademind::conformance {

namespace {

std::string differ(std::string_view path, std::string_view wanted, std::string_view found)
{
    return fmt::format("{}: wanted {}, found {}", path, wanted, found);
}

std::string join(std::string_view path, std::string_view name)
{
    return path.empty() ? std::string{name} : fmt::format("{}.{}", path, name);
}

bool same_plain(const Value& a, const Value& b)
{
    if (a.data().index() != b.data().index()) return false;
    return std::visit(
        [&]<class T>(const T& x) {
            if constexpr (std::is_same_v<T, Unset>)
                return true;
            else if constexpr (std::is_same_v<T, List> || std::is_same_v<T, Object>)
                return false;
            else
                return x == b.as<T>();
        },
        a.data());
}

std::string walk(const std::string& path, const Value& wanted, const Value& found,
                 const Excuse& excuse)
{
    if (wanted.is<Object>() && found.is<Object>()) {
        std::set<std::string_view> names;
        for (auto& [name, _] : wanted.as<Object>()) names.insert(name);
        for (auto& [name, _] : found.as<Object>()) names.insert(name);
        for (auto name : names) {
            auto at = join(path, name);
            bool missing =
                !wanted.as<Object>().contains(name) || !found.as<Object>().contains(name);
            auto difference = missing ? differ(at, to_text(wanted[name]), to_text(found[name]))
                                      : walk(at, wanted[name], found[name], excuse);
            if (!difference.empty()) return difference;
        }
        return {};
    }
    if (wanted.is<List>() && found.is<List>() &&
        wanted.as<List>().size() == found.as<List>().size()) {
        for (std::size_t i = 0; i < wanted.as<List>().size(); ++i) {
            auto difference = walk(join(path, std::to_string(i)), wanted.as<List>()[i],
                                   found.as<List>()[i], excuse);
            if (!difference.empty()) return difference;
        }
        return {};
    }
    if (same_plain(wanted, found) || (excuse && excuse(path, wanted, found))) return {};
    return differ(path, to_text(wanted), to_text(found));
}

/// Bytes that are not UTF-8 become the replacement character, one for each bad byte.
std::string printable(const std::string& text)
{
    try {
        (void)Json(text).dump();
        return text;
    } catch (const Json::exception&) {
        return Json::parse(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace))
            .get<std::string>();
    }
}

/// Official arguments against ours.
class ArgumentsWalk {
public:
    explicit ArgumentsWalk(const Omissions& omissions)
        : unset_{omissions.unset.begin(), omissions.unset.end()},
          undefined_{omissions.undefined.begin(), omissions.undefined.end()},
          droppable_{omissions.droppable.begin(), omissions.droppable.end()}
    {}

    std::string object(const std::string& path, std::string_view holder, const Json& wanted,
                       const Object& found) const
    {
        for (auto& [name, value] : wanted.items())
            if (!found.contains(name) && !undefined_.contains(join(path, name)))
                return differ(join(path, name), value.dump(), "no such value");
        for (auto& [name, value] : found) {
            auto at = join(path, name);
            if (undefined_.contains(at)) continue;
            auto given = wanted.find(name);
            auto difference = given != wanted.end() ? any(at, name, *given, value)
                              : unset_.contains(at) ? unset(at, value)
                                                    : left_out(at, holder, name, value);
            if (!difference.empty()) return difference;
        }
        return {};
    }

private:
    static std::string unset(const std::string& path, const Value& found)
    {
        return found.is_unset() ? "" : differ(path, "unset", to_text(found));
    }
    std::string left_out(const std::string& path, std::string_view holder, std::string_view name,
                         const Value& found) const
    {
        if (droppable_.contains(path)) return {};
        // arguments that are structs are always there; a struct that may be none is none
        if (found.is<Object>())
            return holder.empty() || is_part(name)
                       ? differ(path, "nothing", to_text(found))
                       : object(path, name, Json::object(), found.as<Object>());
        bool same = false;
        switch (official_default(holder, name)) {
        case Default::unset: return unset(path, found);
        case Default::yes: same = found.is<bool>() && found.as<bool>(); break;
        case Default::minus_one:
            same = found.is<std::int64_t>() && found.as<std::int64_t>() == -1;
            break;
        case Default::zero:
            same = is_zero(found) || (found.is_unset() && (is_part(name) || is_margin(name)));
            break;
        }
        return same ? "" : differ(path, "the default", to_text(found));
    }
    /// Members that are whole structs: absent, not unset.
    static bool is_part(std::string_view name) { return name == "delta_neutral_contract"; }
    static bool is_zero(const Value& value)
    {
        return std::visit(
            []<class T>(const T& x) {
                if constexpr (std::is_same_v<T, Unset>)
                    return false;
                else if constexpr (std::is_arithmetic_v<T>)
                    return x == T{};
                else if constexpr (std::is_same_v<T, Decimal>)
                    return x.is_zero();
                else
                    return x.empty();
            },
            value.data());
    }

    std::string any(const std::string& path, const std::string& name, const Json& wanted,
                    const Value& found) const
    {
        if (wanted.is_object() && found.is<Object>())
            return object(path, name, wanted, found.as<Object>());
        if (wanted.is_array() && found.is<List>() && wanted.size() == found.as<List>().size()) {
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                auto difference =
                    any(join(path, std::to_string(i)), name, wanted[i], found.as<List>()[i]);
                if (!difference.empty()) return difference;
            }
            return {};
        }
        if (same(wanted, found) || same_converted(name, wanted, found)) return {};
        return differ(path, wanted.dump(), to_text(found));
    }
    /// Numbers that the official structs hold as texts: margins, in text as they came; multipliers,
    /// in protobuf with six decimals, also those that are unset.
    static bool same_converted(std::string_view name, const Json& wanted, const Value& found)
    {
        if (name == "min_tick")  // a double there, exact here
            return wanted.is_number() && found.is<Decimal>() &&
                   wanted.get<double>() == std::strtod(found.as<Decimal>().str().c_str(), nullptr);
        if (!wanted.is_string()) return false;
        auto& text = wanted.get_ref<const std::string&>();
        constexpr std::string_view unset_text = "1.7976931348623157E308";
        if (name == "multiplier")
            return found.is<std::string>() && found.as<std::string>().empty() &&
                   text == fmt::format("{:.6f}", std::numeric_limits<double>::max());
        if (!is_margin(name)) return false;
        if (found.is_unset()) return text == unset_text;
        char* end = nullptr;
        return found.is<double>() && !text.empty() &&
               std::strtod(text.c_str(), &end) == found.as<double>() && *end == '\0';
    }
    static bool is_margin(std::string_view name)
    {
        bool outside_hours = name.ends_with("_rth");
        return !outside_hours &&
               (name.starts_with("init_margin_") || name.starts_with("maint_margin_") ||
                name.starts_with("equity_with_loan_"));
    }
    static bool same(const Json& wanted, const Value& found)
    {
        if (wanted.is_null()) return found.is_unset();
        if (wanted.is_boolean()) return found.is<bool>() && found.as<bool>() == wanted.get<bool>();
        if (wanted.is_number()) {
            if (found.is<std::int64_t>())
                return wanted.is_number_integer() &&
                       wanted.get<std::int64_t>() == found.as<std::int64_t>();
            return found.is<double>() && wanted.get<double>() == found.as<double>();
        }
        if (wanted.is_string()) {
            auto& text = wanted.get_ref<const std::string&>();
            if (found.is<std::string>()) return printable(found.as<std::string>()) == text;
            if (found.is<Decimal>()) return Decimal::parse(text) == found.as<Decimal>();
            if (!found.is<double>()) return false;
            auto infinity = std::numeric_limits<double>::infinity();
            return (text == "Infinity" && found.as<double>() == infinity) ||
                   (text == "-Infinity" && found.as<double>() == -infinity);
        }
        if (wanted.is_array() && found.is<Pairs>()) return wanted == Json(found.as<Pairs>());
        return false;
    }

    std::set<std::string, std::less<>> unset_, undefined_, droppable_;
};

}  // namespace

std::string first_difference(const Value& wanted, const Value& found, const Excuse& excuse)
{
    return walk("", wanted, found, excuse);
}

std::string first_difference(const Json& wanted, const Value& found, std::string_view path,
                             const Omissions& omissions)
{
    if (!wanted.is_object() || !found.is<Object>())
        return differ(path, "an object", to_text(found));
    return ArgumentsWalk{omissions}.object(std::string{path}, "", wanted, found.as<Object>());
}

}  // namespace trademind::conformance
