// trademind config: checks a configuration, shows what is in effect, prints the reference.
#include "cli/config_file.hpp"
#include "cli/options.hpp"
#include "cli/trading_json.hpp"
#include "execution/config/default_files.hpp"

#include <trademind/execution/config.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace trademind::cli {
namespace {

constexpr auto usual_file = "Without it: TRADEMIND_CONFIG, or ~/.config/trademind/config.yaml";

class ConfigArguments {
public:
    std::optional<std::string> given;
    bool changed_only = false, as_json = false;
};

std::string file_of(const ConfigArguments& arguments)
{
    auto file = config_file_or_usual(arguments.given.value_or(""));
    if (file.empty()) throw WrongUsage{"no configuration named: give FILE"};
    return file;
}

/// A key with its value, both as the configuration writes them.
class Setting {
public:
    std::string key, value, usual;
    bool from_environment = false;
};

/// Key and value of a line of effective_config.
std::pair<std::string, std::string> split(const std::string& line)
{
    auto colon = line.find(": ");
    return {line.substr(0, colon), line.substr(colon + 2)};
}

/// The environment as it is, but for what wins over the file.
std::optional<std::string> without_overrides(const char* name)
{
    return std::string_view{name}.starts_with("TRADEMIND_") ? std::nullopt
                                                            : process_environment()(name);
}

/// What holds where the file leaves a key out.
Config defaults_of(const Config& config, const std::string& file)
{
    Config usual{config.type};
    usual.risk.currency = config.risk.currency;  // or every amount of money would differ
    if (config.type != BrokerType::ibkr) return usual;
    usual.mode = config.mode;  // files of real money have names of their own
    config::use_default_journal(usual, config::state_name(file), process_environment());
    config::use_default_kill_file(usual, config::state_name(file), process_environment());
    usual.mode = Config{}.mode;
    return usual;
}

std::vector<Setting> settings_of(const Config& config, const Config& file_alone,
                                 const std::string& file)
{
    Config usual = defaults_of(config, file);
    auto values = effective_config(config), defaults = effective_config(usual),
         written = effective_config(file_alone);
    std::vector<Setting> all;
    for (std::size_t i = 0; i < values.size(); ++i) {
        Setting setting;
        std::tie(setting.key, setting.value) = split(values[i]);
        setting.usual = split(defaults[i]).second;
        if (setting.key == "risk.currency") setting.usual = Config{}.risk.currency;
        if (setting.key == "broker.type") setting.usual = "paper";
        setting.from_environment = values[i] != written[i];
        all.push_back(std::move(setting));
    }
    return all;
}

std::string text_of(const std::vector<Setting>& settings, bool changed_only)
{
    std::string text;
    for (const Setting& s : settings) {
        bool changed = s.value != s.usual;
        if (changed_only && !changed) continue;
        auto line = s.key + ": " + s.value;
        text += changed ? fmt::format("{:<48}  # default {}{}", line, s.usual,
                                      s.from_environment ? ", from the environment" : "")
                        : line;
        text += '\n';
    }
    return text.empty() ? "Nothing differs from the defaults\n" : text;
}

Json json_of(const std::vector<Setting>& settings, bool changed_only)
{
    auto list = Json::array();
    for (const Setting& s : settings)
        if (!changed_only || s.value != s.usual)
            list.push_back(object("key", s.key, "value", s.value, "default", s.usual, "changed",
                                  s.value != s.usual, "from_environment", s.from_environment));
    return list;
}

Outcome check(const ConfigArguments& arguments)
{
    auto file = file_of(arguments);
    auto config = load_config_for_orders(file);
    Json broker, faults = Json::array();
    if (config) broker = config->type == BrokerType::ibkr ? "ibkr" : "paper";
    if (!config) {
        std::istringstream lines{config.error().message};
        for (std::string line; std::getline(lines, line);) faults.push_back(line);
    }
    Outcome outcome;
    if (!config) outcome = Outcome{config.error()};
    if (faults.size() > 1)
        outcome.problem = fmt::format("{} faults in the configuration\n{}", faults.size(),
                                      config.error().message);
    if (arguments.as_json)
        outcome.output = page({{"file", file}, {"broker", broker}, {"faults", faults}});
    else if (config)
        outcome.output = file + ": correct\n";
    return outcome;
}

Outcome show(const ConfigArguments& arguments)
{
    auto file = file_of(arguments);
    auto config = load_config(file);
    if (!config) return config.error();
    auto file_alone = load_config(file, without_overrides);
    auto settings = settings_of(*config, file_alone ? *file_alone : *config, file);
    return Outcome{arguments.as_json ? page(json_of(settings, arguments.changed_only))
                                     : text_of(settings, arguments.changed_only)};
}

}  // namespace

void add_config(Command& program, Console&)
{
    auto command = program.add("config", "Check or show a configuration; print its reference");
    command.needs_command();
    auto arguments = std::make_shared<ConfigArguments>();
    auto checking = command.add("check", "Say what is wrong with a configuration: file, line, key");
    checking.option("FILE", arguments->given, text("FILE"), usual_file).json(arguments->as_json);
    checking.footer(
        "Every fault is a line, also what `trademind run` would miss: a market of the paper\n"
        "broker, the folders of files.");
    checking.status(Exit::done, "it is right").status(Exit::failed, "it is wrong");
    checking.run([arguments] { return check(*arguments); });

    auto showing = command.add("show", "Print every key in effect, and what differs from defaults");
    showing.option("FILE", arguments->given, text("FILE"), usual_file)
        .flag("--changed", arguments->changed_only, "Only what differs from the defaults")
        .json(arguments->as_json);
    showing.footer("Account ids are hidden but for their end, unless log.show_account is true.");
    showing.run([arguments] { return show(*arguments); });

    command.add("reference", "Print every key with default, unit, range and meaning").run([] {
        return Outcome{config_reference()};
    });
}

}  // namespace trademind::cli
