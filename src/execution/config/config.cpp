// From YAML and environment to a checked configuration.
#include "base/escape.hpp"
#include "base/whole_file.hpp"
#include "execution/config/account_kind.hpp"
#include "execution/config/default_files.hpp"
#include "execution/config/environment.hpp"
#include "execution/config/faults.hpp"
#include "execution/config/keys.hpp"
#include "execution/config/nearest.hpp"
#include "execution/config/paths.hpp"
#include "execution/config/places.hpp"
#include "execution/config/yaml_entries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace trademind {
namespace {

using config::Entry;
using config::Faults;
using config::Key;

/// What is wrong with the shape of a value, whatever its key takes.
std::optional<std::string> fault_of_shape(const Entry& entry, const Key& key)
{
    if (entry.is_list && !key.is_list)
        return fmt::format("is a list, but takes one value: {}", key.range);
    if (config::is_record(entry.text)) return std::nullopt;
    if (has_control(entry.text)) return "has a control character";
    if (entry.text.empty()) return "is empty";
    bool is_blank = std::ranges::all_of(entry.text, [](char c) { return c == ' '; });
    if (is_blank) return fmt::format("is blank; expected: {}", key.range);
    return std::nullopt;
}

/// One entry a key, under its first name.
using Sorted = std::map<std::string, Entry>;

/// What is wrong with an entry before its value is read; nothing for one to be left out, too.
std::optional<std::string> fault_of_place(const Entry& entry, const Key* key,
                                          const std::vector<Key>& keys)
{
    if (key)
        return entry.text.empty() ? std::optional<std::string>{": has no value"} : std::nullopt;
    bool section = std::ranges::any_of(
        keys, [&](const Key& k) { return k.name.starts_with(entry.key + '.'); });
    if (section && entry.is_null) return std::nullopt;
    if (section) return ": is a section and has no value of its own";
    for (const Key& k : keys)
        if (entry.key.starts_with(k.name + '.'))
            return fmt::format(": unknown key; {} has no keys below it and takes {}: {}", k.name,
                               k.is_list ? "a list" : "one value", k.range);
    return ": unknown key; did you mean " + config::nearest(entry.key, config::names_of(keys)) +
           "?";
}

Sorted sort_entries(std::vector<Entry> entries, const std::vector<Key>& keys, Faults& faults)
{
    Sorted sorted;
    for (auto& entry : entries) {
        const Key* key = config::find_key(entry.key, keys);
        if (auto wrong = fault_of_place(entry, key, keys)) {
            faults.add_value(entry.line, key ? key->name : entry.key, entry.key + *wrong);
            continue;
        }
        if (!key) continue;
        faults.set_line(key->name, entry.line);
        auto [place, fresh] = sorted.emplace(key->name, entry);
        if (!fresh)
            faults.add(
                entry.line,
                fmt::format(
                    "{}: was given already in line {}{}", entry.key, place->second.line,
                    place->second.key == entry.key ? std::string{} : " as " + place->second.key));
    }
    return sorted;
}

/// What was meant for paper must not loosen the limits of an account at IBKR.
void refuse_values_of_paper(const Sorted& sorted, BrokerType type, Faults& faults)
{
    if (type != BrokerType::ibkr) return;
    for (const auto& [key, entry] : sorted)
        if (entry.key.starts_with("broker.paper.") && !key.starts_with("broker.paper."))
            faults.add(entry.line, entry.key + ": broker.type is ibkr; for that broker write " +
                                       key + " instead");
}

/// Reads the values into `made`; the keys as they are with the currency of the file.
std::vector<Key> read_values(const Sorted& sorted, Config& made, Faults& faults)
{
    // the currency first: every amount of money is read in it
    auto keys = config::all_keys(made.risk.currency);
    bool knows_currency = true;
    if (auto entry = sorted.find("risk.currency"); entry != sorted.end()) {
        auto key = std::ranges::find(keys, entry->first, &Key::name);
        auto wrong = fault_of_shape(entry->second, *key);
        if (!wrong) wrong = key->read(entry->second.text, made);
        if (wrong) {
            faults.add_value(entry->second.line, key->name, entry->second.key + ' ' + *wrong);
            knows_currency = false;
        }
        keys = config::all_keys(made.risk.currency);
    }
    for (const auto& key : keys) {
        auto entry = sorted.find(key.name);
        if (entry == sorted.end() || (!knows_currency && key.name == "risk.currency")) continue;
        const std::string& text = entry->second.text;
        auto wrong = fault_of_shape(entry->second, key);
        if (!wrong) wrong = key.read(text, made);
        bool follows = !knows_currency && key.unit.find("money") != std::string::npos;
        if (!wrong || follows) continue;
        bool hides = key.secret || config::is_record(text);
        faults.add_value(
            entry->second.line, key.name,
            fmt::format("{}: \"{}\" {}", entry->second.key, hides ? "..." : escaped(text), *wrong));
    }
    return keys;
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

void read_overrides(const std::vector<Key>& keys, const Environment& environment, Config& made,
                    Faults& faults)
{
    for (const auto& [variable, target] : overrides) {
        auto value = environment ? environment(variable) : std::nullopt;
        if (!value) continue;
        auto key = std::ranges::find(keys, target, &Key::name);
        auto wrong = fault_of_shape({target, *value}, *key);
        if (!wrong) wrong = key->read(*value, made);
        if (wrong)
            faults.add_elsewhere(
                fmt::format("environment: {} (for {}): {}", variable, target, *wrong));
    }
}

using Texts = std::vector<std::string>;

/// What is wrong with the paper broker's keys among each other.
void judge_paper(const Config& c, Texts& faults)
{
    using enum PaperMarketSource;
    if (c.paper.market == tape && c.paper.tape.empty())
        faults.push_back("broker.paper.market is tape: broker.paper.tape must name the file");
    if (c.paper.market && c.paper.market != tape && !c.paper.tape.empty())
        faults.push_back("broker.paper.tape names a file, but broker.paper.market is not tape");
    for (const auto* amounts : {&c.paper.foreign_cash, &c.paper.exchange_rates})
        if (amounts->contains(c.risk.currency))
            faults.push_back(
                fmt::format("broker.paper.{}: {} is the account's own currency (risk.currency)",
                            amounts == &c.paper.foreign_cash ? "foreign_cash" : "exchange_rates",
                            c.risk.currency));
    for (const auto& [currency, amount] : c.paper.foreign_cash)
        if (currency != c.risk.currency && !c.paper.exchange_rates.contains(currency))
            faults.push_back(fmt::format(
                "broker.paper.foreign_cash: {0} has no rate in broker.paper.exchange_rates, so the "
                "account could not be valued in {1}; write what one {0} is worth in {1}",
                currency, c.risk.currency));
}

bool is_one_of(std::uint16_t port, std::uint16_t a, std::uint16_t b)
{
    return port == a || port == b;
}

void judge_live(const Config& c, Texts& faults)
{
    if (c.type != BrokerType::ibkr)
        faults.push_back("broker.mode is live, but broker.type is paper");
    if (!c.allow_live) faults.push_back("broker.mode is live, but broker.allow_live is not true");
    if (c.account.empty())
        faults.push_back("broker.mode is live: broker.account must name the account");
    if (config::is_paper_account(c.account))
        faults.push_back("broker.mode is live, but broker.account names a paper account");
}

/// Values that do not fit each other.
Texts misfits_of(const Config& c)
{
    Texts faults;
    if (!c.risk.enabled && !c.risk.disabled_on_purpose)
        faults.push_back("risk.enabled is false, but risk.disabled_on_purpose is not true");
    if (c.mode == TradingMode::live) judge_live(c, faults);
    judge_paper(c, faults);
    if (c.type != BrokerType::ibkr) return faults;
    bool is_paper = c.mode == TradingMode::paper;
    if (is_paper && is_one_of(c.ibkr.port, 7496, 4001))
        faults.push_back(fmt::format("broker.mode is paper, but broker.ibkr.port {} is a live port",
                                     c.ibkr.port));
    if (!is_paper && is_one_of(c.ibkr.port, 7497, 4002))
        faults.push_back(fmt::format("broker.mode is live, but broker.ibkr.port {} is a paper port",
                                     c.ibkr.port));
    return faults;
}

/// What placing orders needs and is not there, or nothing.
std::optional<std::string> missing_for_orders(const Config& c)
{
    if (c.type == BrokerType::paper && !c.paper.market && c.paper.tape.empty())
        return "broker.paper.market is not set, so the paper broker has no quotes to trade "
               "against; write tape (with broker.paper.tape), generated, ibkr or pushed, or give "
               "`trademind run` a --tape";
    if (c.type == BrokerType::ibkr && c.journal.file.empty())
        return "broker.type is ibkr: journal.file must name the journal";
    return std::nullopt;
}

/// Everything but the paths.
Config read_config(std::string_view yaml, std::string_view name, const Environment& environment,
                   Faults& faults)
{
    Config made;
    auto entries = config::read_entries(yaml, faults);
    auto sorted = sort_entries(std::move(entries), config::all_keys(made.risk.currency), faults);
    auto keys = read_values(sorted, made, faults);
    refuse_values_of_paper(sorted, made.type, faults);
    if (made.type == BrokerType::ibkr) {
        auto state = config::state_name(name);
        if (!sorted.contains("journal.file")) config::use_default_journal(made, state, environment);
        if (!sorted.contains("kill_switch.file"))
            config::use_default_kill_file(made, state, environment);
    }
    read_overrides(keys, environment, made, faults);
    made.metrics.config_name = std::filesystem::path{name}.stem().string();
    for (const auto& misfit : misfits_of(made))
        if (!faults.explain(misfit)) faults.add(misfit);
    return made;
}

}  // namespace

Environment process_environment()
{
    return [](const char* name) -> std::optional<std::string> {
        // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the environment
        const char* value = std::getenv(name);
        return value ? std::optional<std::string>{value} : std::nullopt;
    };
}

Result<> config::read_environment(Config& made, const Environment& environment)
{
    Faults faults{""};
    read_overrides(all_keys(made.risk.currency), environment, made, faults);
    if (!faults.empty()) return faults.error();
    return {};
}

Result<Config> parse_config(std::string_view yaml, std::string_view name,
                            const Environment& environment)
{
    Faults faults{name};
    auto made = read_config(yaml, name, environment, faults);
    config::refuse_shared_paths(made, {}, faults);
    if (!faults.empty()) return faults.error();
    return made;
}

namespace {

/// Far beyond any configuration.
constexpr std::size_t most_bytes = 1U << 20U;

/// `judge_more` adds what only some uses of the configuration need.
Result<Config> load(const std::filesystem::path& file, const Environment& environment,
                    const std::function<void(Config&, Faults&)>& judge_more)
{
    auto yaml = read_whole_file(file, most_bytes, std::chrono::seconds{2});
    if (!yaml) {
        auto why = yaml.error().message.substr(file.string().size());
        return Error{Errc::config, fmt::format("{}: cannot be read{}", file.string(), why)};
    }
    Faults faults{file.string()};
    auto made = read_config(*yaml, file.string(), environment, faults);
    config::root_paths(made, file, faults);
    config::refuse_shared_paths(made, file, faults);
    if (judge_more) judge_more(made, faults);
    if (!faults.empty()) return faults.error();
    return made;
}

}  // namespace

Result<Config> load_config(const std::filesystem::path& file, const Environment& environment)
{
    return load(file, environment, {});
}

Result<Config> load_config_for_orders(const std::filesystem::path& file,
                                      const Environment& environment)
{
    return load(file, environment, [](Config& made, Faults& faults) {
        // a key that was misspelt may be the one that is missing
        auto missing = faults.empty() ? missing_for_orders(made) : std::nullopt;
        if (missing) faults.add(*missing);
        config::refuse_missing_places(made, faults);
    });
}

Result<> validate(const Config& c)
{
    auto misfits = misfits_of(c);
    if (misfits.empty()) return {};
    return Error{Errc::config, fmt::format("{}", fmt::join(misfits, "\n"))};
}

Result<> validate_for_orders(const Config& c)
{
    if (auto fits = validate(c); !fits) return fits;
    if (auto missing = missing_for_orders(c)) return Error{Errc::config, std::move(*missing)};
    return {};
}

std::vector<std::string> effective_config(const Config& c)
{
    std::vector<std::string> lines;
    for (const auto& key : config::all_keys(c.risk.currency)) {
        auto value = key.print(c);
        if (key.secret && !c.log.show_account && value != "none") value = config::masked(value);
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
