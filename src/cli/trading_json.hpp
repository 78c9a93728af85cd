// Orders, fills, positions and accounts as JSON; numbers are strings, so that no digit is lost.
#pragma once

#include <trademind/account.hpp>
#include <trademind/market.hpp>
#include <trademind/order_report.hpp>

#include <nlohmann/json.hpp>

#include <concepts>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace trademind::cli {

using Json = nlohmann::ordered_json;

/// A value as JSON: what is unknown is null, a time that was never set as well; numbers of the
/// broker are texts, so that no digit is lost.
template <class T> Json json_value(const T& value)
{
    if constexpr (requires { value.has_value(); })
        return value ? json_value(*value) : Json(nullptr);
    else if constexpr (std::same_as<T, Decimal>)
        return value.str();
    else if constexpr (std::same_as<T, TimePoint>)
        return value == TimePoint{} ? Json(nullptr) : Json(format_time(value));
    else if constexpr (std::is_enum_v<T>)
        return to_string(value);
    else
        return value;
}
/// null for an empty text.
Json text_or_null(std::string_view text);
/// An object of names and values in turn: `object("id", account.id, "currency", ...)`.
Json object_of(std::initializer_list<Json> names_and_values);
template <class... Parts> Json object(const Parts&... names_and_values)
{
    return object_of({json_value(names_and_values)...});
}

Json json_of(const OrderReport&);
Json json_of(const OrderPreview&);
Json json_of(const Execution&);
Json json_of(const Position&);
Json json_of(const Account&);
Json json_of(const Portfolio&);
Json json_of(const ContractDetails&);
Json json_of(const Quote&);
Json json_of(const Bar&);

template <class T> Json json_list(const std::vector<T>& values)
{
    Json json = Json::array();
    for (const T& value : values) json.push_back(json_of(value));
    return json;
}

/// The page of a --json command. TWS may speak other than UTF-8 (a name, a reason): such bytes are
/// replaced, because a command that has placed an order must not fail for them.
inline std::string page(const Json& json)
{
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}
/// The same on one line, without its end.
inline std::string one_line(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace trademind::cli
