// Orders, fills, positions and accounts as JSON; numbers are strings, so that no digit is lost.
#pragma once

#include <trademind/account.hpp>
#include <trademind/market.hpp>
#include <trademind/order_report.hpp>

#include <nlohmann/json.hpp>

#include <optional>
#include <vector>

namespace trademind::cli {

using Json = nlohmann::ordered_json;

/// null for an unknown value.
Json json_number(std::optional<Decimal> value);

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
