// From YAML and environment to a checked configuration.
#include "execution/config/default_files.hpp"
#include "execution/config/keys.hpp"
#include "execution/config/nearest.hpp"
#include "execution/config/places.hpp"
#include "execution/config/yaml_entries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

namespace trademind {
namespace {

using config::Entry;
using config::Key;

Error fault(std::string_view name, const Entry& entry, std::string_view what)
{
    return {Errc::config, fmt::format("{}:{}: {}{}", name, entry.line, entry.key, what)};
}

/// One entry a key, under its first name.
using Sorted = std::map<std::string, Entry>;
Result<Sorted> sort_entries(std::vector<Entry> entries, const std::vector<Key>& keys,
                            std::string_view name)
{
    Sorted sorted;
    for (auto& entry : entries) {
        const Key* key = config::find_key(entry.key, keys);
        bool section = std::ranges::any_of(
            keys, [&](const Key& k) { return k.name.starts_with(entry.key + '.'); });
        if (!key) {
            if (section && entry.text.empty()) continue;
            if (section) return fault(name, entry, ": is a section and has no value of its own");
            return fault(name, entry,
                         ": unknown key; did you mean " +
                             config::nearest(entry.key, config::names_of(keys)) + "?");
        }
        if (entry.text.empty()) return fault(name, entry, ": has no value");
        auto [place, fresh] = sorted.emplace(key->name, entry);
        if (!fresh)
            return fault(name, entry,
                         fmt::format(": was given already in line {}{}", place->second.line,
                                     place->second.key == entry.key ? std::string{}
                                                                    : " as " + place->second.key));
    }
    return sorted;
}

/// What was meant for paper must not loosen the limits of an account at IBKR.
Result<> refuse_values_of_paper(const Sorted& sorted, std::string_view name, BrokerType type)
{
    if (type != BrokerType::ibkr) return {};
    for (const auto& [key, entry] : sorted)
        if (entry.key.starts_with("broker.paper.") && !key.starts_with("broker.paper."))
            return fault(name, entry,
                         ": broker.type is ibkr; for that broker write " + key + " instead");
    return {};
}

struct Override {
    const char* variable;
    const char* key;
};
constexpr std::array overrides{
    Override{"TRADEMIND_HOST", "broker.ibkr.host"},
    Override{"TRADEMIND_PORT", "broker.ibkr.port"},
    Override{"TRADEMIND_ACCOUNT", "broker.account"},
};

/// Makes the paths absolute: a relative one belongs to the folder of the file that names it, also
/// where that file is reached through a link. A pipe has no folder.
Result<> root_paths(Config& made, const std::filesystem::path& file)
{
    std::error_code failed;
    std::filesystem::path folder;
    if (std::filesystem::is_regular_file(file, failed)) {
        folder = std::filesystem::canonical(file, failed).parent_path();
        if (failed) folder.clear();
    }
    for (const auto& key : config::all_keys(made.risk.currency)) {
        if (!key.file) continue;
        auto& path = key.file(made);
        if (path.empty() || path.is_absolute()) continue;
        if (folder.empty())
            return Error{Errc::config,
                         fmt::format("{}: {}: \"{}\" is relative, but the configuration is not a "
                                     "file in a folder; write an absolute path",
                                     file.string(), key.name, path.string())};
        path = (folder / path).lexically_normal();
    }
    return {};
}

/// What is wrong with the paper broker's keys among each other.
std::optional<std::string> fault_of_paper(const Config& c)
{
    using enum PaperMarketSource;
    if (c.paper.market == tape && c.paper.tape.empty())
        return "broker.paper.market is tape: broker.paper.tape must name the file";
    if (c.paper.market && c.paper.market != tape && !c.paper.tape.empty())
        return "broker.paper.tape names a file, but broker.paper.market is not tape";
    for (const auto* amounts : {&c.paper.foreign_cash, &c.paper.exchange_rates})
        if (amounts->contains(c.risk.currency))
            return fmt::format("broker.paper.{}: {} is the account's own currency (risk.currency)",
                               amounts == &c.paper.foreign_cash ? "foreign_cash" : "exchange_rates",
                               c.risk.currency);
    return std::nullopt;
}

bool is_one_of(std::uint16_t port, std::uint16_t a, std::uint16_t b)
{
    return port == a || port == b;
}

}  // namespace

Environment process_environment()
{
    return [](const char* name) -> std::optional<std::string> {
        const char* value = std::getenv(name);
        return value ? std::optional<std::string>{value} : std::nullopt;
    };
}

Result<Config> parse_config(std::string_view yaml, std::string_view name,
                            const Environment& environment)
{
    auto entries = config::read_entries(yaml, name);
    if (!entries) return entries.error();

    // the currency first: every amount of money is read in it
    Config made;
    auto keys = config::all_keys(made.risk.currency);
    auto sorted = sort_entries(std::move(*entries), keys, name);
    if (!sorted) return sorted.error();
    if (auto entry = sorted->find("risk.currency"); entry != sorted->end()) {
        auto key = std::ranges::find(keys, entry->first, &Key::name);
        if (auto wrong = key->read(entry->second.text, made))
            return fault(name, entry->second, ' ' + *wrong);
        keys = config::all_keys(made.risk.currency);
    }
    for (const auto& key : keys) {
        auto entry = sorted->find(key.name);
        if (entry == sorted->end()) continue;
        if (auto wrong = key.read(entry->second.text, made))
            return fault(name, entry->second,
                         fmt::format(": \"{}\" {}",
                                     key.secret || config::is_record(entry->second.text)
                                         ? "..."
                                         : entry->second.text,
                                     *wrong));
    }
    if (auto fits = refuse_values_of_paper(*sorted, name, made.type); !fits) return fits.error();
    if (made.type == BrokerType::ibkr) {
        if (!sorted->contains("journal.file")) config::use_default_journal(made, name, environment);
        if (!sorted->contains("kill_switch.file"))
            config::use_default_kill_file(made, name, environment);
    }
    for (const auto& [variable, target] : overrides) {
        auto value = environment ? environment(variable) : std::nullopt;
        if (!value) continue;
        auto key = std::ranges::find(keys, target, &Key::name);
        auto wrong =
            value->empty() ? std::optional<std::string>{"is empty"} : key->read(*value, made);
        if (wrong)
            return Error{Errc::config,
                         fmt::format("environment: {} (for {}): {}", variable, target, *wrong)};
    }
    made.metrics.config_name = std::filesystem::path{name}.stem().string();
    if (auto fits = validate(made); !fits)
        return Error{Errc::config, fmt::format("{}: {}", name, fits.error().message)};
    return made;
}

Result<Config> load_config(const std::filesystem::path& file, const Environment& environment)
{
    std::error_code ignored;
    std::ifstream in{file, std::ios::binary};
    if (!in.is_open() || std::filesystem::is_directory(file, ignored))
        return Error{Errc::config, fmt::format("{}: cannot be read", file.string())};
    std::string yaml{std::istreambuf_iterator<char>{in}, {}};
    auto made = parse_config(yaml, file.string(), environment);
    if (!made) return made;
    if (auto rooted = root_paths(*made, file); !rooted) return rooted.error();
    return made;
}

Result<> validate(const Config& c)
{
    auto refuse = [](std::string why) { return Error{Errc::config, std::move(why)}; };
    if (!c.risk.enabled && !c.risk.disabled_on_purpose)
        return refuse("risk.enabled is false, but risk.disabled_on_purpose is not true");
    if (c.mode == TradingMode::live) {
        if (c.type != BrokerType::ibkr)
            return refuse("broker.mode is live, but broker.type is paper");
        if (!c.allow_live) return refuse("broker.mode is live, but broker.allow_live is not true");
        if (c.account.empty())
            return refuse("broker.mode is live: broker.account must name the account");
    }
    if (auto wrong = fault_of_paper(c)) return refuse(*wrong);
    if (c.type != BrokerType::ibkr) return {};
    if (c.mode == TradingMode::paper && is_one_of(c.ibkr.port, 7496, 4001))
        return refuse(fmt::format("broker.mode is paper, but broker.ibkr.port {} is a live port",
                                  c.ibkr.port));
    if (c.mode == TradingMode::live && is_one_of(c.ibkr.port, 7497, 4002))
        return refuse(fmt::format("broker.mode is live, but broker.ibkr.port {} is a paper port",
                                  c.ibkr.port));
    return {};
}

Result<> validate_for_orders(const Config& c)
{
    if (auto fits = validate(c); !fits) return fits;
    if (c.type == BrokerType::paper && !c.paper.market && c.paper.tape.empty())
        return Error{Errc::config,
                     "broker.paper.market is not set, so the paper broker has no quotes to trade "
                     "against; write tape (with broker.paper.tape), generated, ibkr or pushed"};
    if (c.type == BrokerType::ibkr && c.journal.file.empty())
        return Error{Errc::config, "broker.type is ibkr: journal.file must name the journal"};
    return {};
}

std::vector<std::string> effective_config(const Config& c)
{
    std::vector<std::string> lines;
    for (const auto& key : config::all_keys(c.risk.currency)) {
        auto value = key.print(c);
        if (key.secret && !c.log.show_account && value != "none" && value.size() > 3)
            value = std::string(value.size() - 3, '*') + value.substr(value.size() - 3);
        lines.push_back(key.name + ": " + value);
    }
    return lines;
}

bool ConfigChange::loosens() const
{
    return std::ranges::any_of(items, &Item::loosens);
}
bool ConfigChange::needs_restart() const
{
    return std::ranges::any_of(items, &Item::needs_restart);
}

ConfigChange compare(const Config& from, const Config& to)
{
    ConfigChange change;
    for (const auto& key : config::all_keys(to.risk.currency)) {
        auto before = key.print(from), after = key.print(to);
        if (before == after) continue;
        ConfigChange::Item item;
        item.key = key.name;
        item.from = std::move(before);
        item.to = std::move(after);
        item.needs_restart = key.reload == config::Reload::restart;
        item.loosens = !item.needs_restart && key.loosens(from, to);
        change.items.push_back(std::move(item));
    }
    return change;
}

}  // namespace trademind
