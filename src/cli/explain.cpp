// trademind explain: what a TWS code means and what to do.
#include "cli/options.hpp"
#include "cli/trading_json.hpp"

#include <trademind/execution/config.hpp>
#include <trademind/tws_code.hpp>

#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
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

std::string text_of(const TwsCode& code)
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

Json json(const TwsCode& code)
{
    return object("code", code.code, "kind", code.kind, "scope", code.scope, "text", code.text,
                  "advice", code.advice, "ends", ends_what(code), "refuses_order",
                  code.refuses_order(), "condition", text_or_null(condition(code)));
}

/// Codes are explained as a program with that configuration takes them.
Result<> take_codes(const std::string& config_file)
{
    if (config_file.empty()) return {};
    auto config = load_config(config_file);
    if (!config) return config.error();
    return extend_tws_codes(config->ibkr.tws_codes);
}

Outcome explain(const std::vector<int>& codes, const std::string& config_file, bool as_json)
{
    if (auto taken = take_codes(config_file); !taken) return taken.error();
    Outcome outcome;
    auto list = Json::array();
    std::string unknown;
    for (int number : codes) {
        const TwsCode* code = find_tws_code(number);
        if (!code)
            unknown += (unknown.empty() ? "" : ", ") + std::to_string(number);
        else if (as_json)
            list.push_back(json(*code));
        else
            outcome.output += (outcome.output.empty() ? "" : "\n") + text_of(*code);
    }
    // one code asked for is one object, also for programs of before; several are a list
    if (as_json && codes.size() > 1) outcome.output = page(list);
    if (as_json && codes.size() == 1 && unknown.empty()) outcome.output = page(list.front());
    if (unknown.empty()) return outcome;
    outcome.exit = Exit::failed;
    outcome.problem = fmt::format(
        "TWS code{} not in the table: {}; an unknown code never changes an order's state",
        unknown.find(',') == std::string::npos ? "" : "s", unknown);
    return outcome;
}

}  // namespace

void add_explain(Command& program, Console&)
{
    auto command = program.add("explain", "Say what a TWS code means, what it ends and what to do");
    auto as_json = std::make_shared<bool>(false);
    auto codes = std::make_shared<std::vector<int>>();
    auto config_file = std::make_shared<std::string>();
    command
        .option("CODE", *codes,
                as(
                    [read = whole_number(1, 2'147'483'647).read](
                        const std::string& word) -> std::optional<int> {
                        auto code = read(word);
                        return code ? std::optional{static_cast<int>(*code)} : std::nullopt;
                    },
                    "CODE", "is not a code of TWS"),
                "Numbers as TWS sends them, for example 201")
        .option("--config", *config_file, text("FILE"), "With the codes of broker.ibkr.codes")
        .json(*as_json)
        .status(Exit::failed, "a code is not in the table; those that are come first");
    command.run([codes, config_file, as_json] { return explain(*codes, *config_file, *as_json); });
}

}  // namespace trademind::cli
