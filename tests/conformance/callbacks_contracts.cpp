// Callbacks of contract details, scanners and reference lists.
#include "conformance/callbacks.hpp"

#include <algorithm>
#include <map>

namespace trademind::conformance {

namespace {

/// The parts of a last trade date: split at dashes if there is one, else at blanks.
std::vector<std::string> split_date(const std::string& text)
{
    char separator = text.find('-') != std::string::npos ? '-' : ' ';
    std::vector<std::string> parts;
    std::size_t begin = 0;
    while (true) {
        auto end = text.find(separator, begin);
        parts.push_back(text.substr(begin, end - begin));
        if (end == std::string::npos) break;
        begin = end + 1;
    }
    return parts;
}

const char* fund_policy(const Value& code)
{
    static const std::map<std::string, const char*> names{{"N", "accumulation_fund"},
                                                          {"Y", "income_fund"}};
    auto found = names.find(code.is<std::string>() ? code.as<std::string>() : "");
    return found == names.end() ? "" : found->second;
}

const char* fund_asset(const Value& code)
{
    static const std::map<std::string, const char*> names{
        {"000", "others"},      {"001", "money_market"}, {"002", "fixed_income"},
        {"003", "multi_asset"}, {"004", "equity"},       {"005", "sector"},
        {"006", "guaranteed"},  {"007", "alternative"}};
    auto found = names.find(code.is<std::string>() ? code.as<std::string>() : "");
    return found == names.end() ? "" : found->second;
}

/// Date, time and, for bonds, zone out of one text.
void spread_date(Value& contract, Value& details, bool bond, const AnswerContext& context)
{
    auto& date = contract.member("last_trade_date_or_contract_month");
    auto parts = split_date(date.is<std::string>() ? date.as<std::string>() : "");
    if (bond) {
        details.member("maturity") = parts[0];
        if (!context.is_protobuf()) date = "";
    } else {
        date = parts[0];
    }
    details.member("last_trade_time") = parts.size() > 1 ? parts[1] : "";
    bool zone_in_date = bond && parts.size() > 2 &&
                        (context.is_protobuf() || context.server < Version::bond_trading_hours);
    if (zone_in_date) details.member("time_zone_id") = parts[2];
}

Callbacks details_callbacks(Value message, const AnswerContext& context, bool bond)
{
    auto contract = message.take("contract");
    auto details = message.take("contract_details");
    Value args;
    args.member("req_id") = message["req_id"];
    if (!contract.is<Object>() || !details.is<Object>()) {
        args.member("contract_details") = Object{};
        return {{bond ? "bondContractDetails" : "contractDetails", std::move(args)}};
    }
    for (auto name : {"last_price_precision", "last_size_precision", "settlement_method"})
        details.take(name);  // newer than the official decoder
    details.rename("puttable", "putable");
    details.rename("bond_notes", "notes");
    details.rename("fund_minimum_subsequent_purchase", "fund_subsequent_minimum_purchase");
    details.member("fund_distribution_policy_indicator") =
        fund_policy(details["fund_distribution_policy_indicator"]);
    details.member("fund_asset_type") = fund_asset(details["fund_asset_type"]);
    if (context.is_protobuf()) {
        auto& pairs = details.member("sec_id_list").as<Pairs>();
        std::sort(pairs.begin(), pairs.end());
    }
    spread_date(contract, details, bond, context);
    shape_contract(contract, context);
    details.member("contract") = std::move(contract);
    args.member("contract_details") = std::move(details);
    return {{bond ? "bondContractDetails" : "contractDetails", std::move(args)}};
}

}  // namespace

Callbacks contract_details_callbacks(Value message, const AnswerContext& context)
{
    return details_callbacks(std::move(message), context, false);
}

Callbacks bond_details_callbacks(Value message, const AnswerContext& context)
{
    return details_callbacks(std::move(message), context, true);
}

/// A callback for each row, and one for the end.
Callbacks scanner_callbacks(Value message, const AnswerContext& context)
{
    Callbacks all;
    auto rows = message.take("scanner_data_element");
    for (auto& row : rows.as<List>()) {
        auto contract = row.take("contract");
        shape_contract(contract, context);
        Value details;
        details.member("contract") = std::move(contract);
        details.member("market_name") = row.take("market_name");
        row.member("contract_details") = std::move(details);
        row.rename("combo_key", "legs_str");
        row.member("req_id") = message["req_id"];
        all.push_back({"scannerData", std::move(row)});
    }
    all.push_back({"scannerDataEnd", std::move(message)});
    return all;
}

/// Expirations and strikes are sets in the official callback.
Callbacks option_parameters_callbacks(Value message, const AnswerContext&)
{
    auto sort_unique = [](List& items, auto less, auto same) {
        std::sort(items.begin(), items.end(), less);
        items.erase(std::unique(items.begin(), items.end(), same), items.end());
    };
    auto& expirations = message.member("expirations").as<List>();
    sort_unique(
        expirations,
        [](auto& a, auto& b) {
            return a.template as<std::string>() < b.template as<std::string>();
        },
        [](auto& a, auto& b) {
            return a.template as<std::string>() == b.template as<std::string>();
        });
    auto& strikes = message.member("strikes").as<List>();
    sort_unique(
        strikes, [](auto& a, auto& b) { return a.template as<double>() < b.template as<double>(); },
        [](auto& a, auto& b) { return a.template as<double>() == b.template as<double>(); });
    for (auto& strike : strikes)
        if (strike.as<double>() == std::numeric_limits<double>::max()) strike = Value{};
    return {{"securityDefinitionOptionalParameter", std::move(message)}};
}

/// A map by bit number in the official callback: the last of equal bits stays. Only the first byte
/// of the letter counts, and in protobuf no letter is a blank.
Callbacks smart_components_callbacks(Value message, const AnswerContext& context)
{
    std::map<std::int64_t, Value> by_bit;
    auto components = message.take("smart_components");
    for (auto& component : components.as<List>()) {
        auto& letter = component.member("exchange_letter").as<std::string>();
        letter.resize(std::min<std::size_t>(letter.size(), 1));
        if (letter.empty() && context.is_protobuf()) letter = " ";
        auto bit = component["bit_number"];
        by_bit[bit.is<std::int64_t>() ? bit.as<std::int64_t>() : 0] = std::move(component);
    }
    List map;
    for (auto& [_, component] : by_bit) map.push_back(std::move(component));
    message.member("the_map") = std::move(map);
    return {{"smartComponents", std::move(message)}};
}

Callbacks symbol_samples_callbacks(Value message, const AnswerContext& context)
{
    for (auto& description : message.member("contract_descriptions").as<List>())
        shape_contract(description.member("contract"), context);
    return {{"symbolSamples", std::move(message)}};
}

}  // namespace trademind::conformance
