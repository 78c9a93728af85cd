// trademind explain: what a TWS code means and what to do.
#include "cli/command.hpp"

#include <trademind/execution/config.hpp>
#include <trademind/tws_code.hpp>

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <nlohmann/json.hpp>

#include <memory>
#include <vector>

namespace trademind::cli {
namespace {

std::string_view ends_what(const TwsCode& code)
{
    switch (code.ends) {
    case TwsCodeEnds::yes: return code.scope == "order" ? "the order" : "the request";
    case TwsCodeEnds::no: return "nothing";
    case TwsCodeEnds::the_modify: return "the modification; the order lives on";
    case TwsCodeEnds::the_cancel: return "the cancel; the order is as it was";
    case TwsCodeEnds::the_stream: return "the data stream";
    case TwsCodeEnds::depends: return "it depends on the request";
    }
    return "nothing";
}

std::string condition(const TwsCode& code)
{
    auto known = condition_of_tws_code(code.code);
    return known ? Error{*known}.code.message() : "";
}

std::string text(const TwsCode& code)
{
    auto meaning = condition(code);
    return fmt::format(
        "{}  {}\n"
        "  TWS says  {}\n"
        "  Advice    {}\n"
        "  Ends      {}\n"
        "  Equals    {}\n",
        code.code, to_string(code.kind), code.text, code.advice, ends_what(code),
        meaning.empty() ? "no condition of its own" : meaning);
}

nlohmann::ordered_json json(const TwsCode& code)
{
    auto meaning = condition(code);
    nlohmann::ordered_json json{{"code", code.code},
                                {"kind", to_string(code.kind)},
                                {"scope", code.scope},
                                {"text", code.text},
                                {"advice", code.advice},
                                {"ends", ends_what(code)},
                                {"refuses_order", code.refuses_order()}};
    json["condition"] = meaning.empty() ? nlohmann::ordered_json(nullptr)
                                        : nlohmann::ordered_json(std::move(meaning));
    return json;
}

/// Codes are explained as a program with that configuration takes them.
Result<> take_codes(const std::string& config_file)
{
    if (config_file.empty()) return {};
    auto config = load_config(config_file);
    if (!config) return config.error();
    return extend_tws_codes(config->ibkr.codes);
}

Outcome explain(const std::vector<int>& codes, const std::string& config_file, bool as_json)
{
    if (auto taken = take_codes(config_file); !taken) return taken.error();
    std::string output;
    auto list = nlohmann::ordered_json::array();
    for (int number : codes) {
        const TwsCode* code = find_tws_code(number);
        if (!code)
            return Error{Errc::invalid_argument,
                         fmt::format("TWS code {} is not in the table; an unknown code never "
                                     "changes an order's state",
                                     number)};
        if (as_json)
            list.push_back(json(*code));
        else
            output += (output.empty() ? "" : "\n") + text(*code);
    }
    if (as_json) output = (list.size() == 1 ? list.front() : list).dump(2) + '\n';
    return Outcome{std::move(output)};
}

}  // namespace

void add_explain(CLI::App& app, Outcome& outcome)
{
    auto* command =
        app.add_subcommand("explain", "Say what a TWS code means, what it ends and what to do")
            ->group("Commands");
    auto as_json = std::make_shared<bool>(false);
    auto codes = std::make_shared<std::vector<int>>();
    command->add_option("CODE", *codes, "Numbers as TWS sends them, for example 201")->required();
    auto config_file = std::make_shared<std::string>();
    command->add_option("--config", *config_file, "With the codes of broker.ibkr.codes")
        ->type_name("FILE");
    command->add_flag("--json", *as_json, "Print JSON");
    command->callback([&outcome, codes, config_file, as_json] {
        outcome = explain(*codes, *config_file, *as_json);
    });
}

}  // namespace trademind::cli
