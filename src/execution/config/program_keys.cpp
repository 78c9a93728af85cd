// Keys of the log, and all keys in their order.
#include "execution/config/keys.hpp"

namespace trademind::config {
namespace {

ValueType<std::string> level()
{
    Choices<std::string> levels;
    for (const char* name : {"trace", "debug", "info", "warning", "error", "off"})
        levels.emplace_back(name, name);
    return choice(std::move(levels));
}

}  // namespace

std::vector<Key> program_keys()
{
    std::vector<Key> keys;
    Section{keys, "log", &Config::log}
        .key("level", &LogConfig::level, level(), "The least important lines that are written.",
             free)
        .key("file", &LogConfig::file, path(), "Where lines go; none: standard error.")
        .key("max_file_size", &LogConfig::max_file_size, whole(10'000, 10'000'000'000, "bytes"),
             "A larger file is rotated.")
        .key("max_files", &LogConfig::max_files, whole(1, 1000, "files"),
             "How many rotated files are kept.")
        .key("show_account", &LogConfig::show_account, flag(), "Writes account numbers in full.",
             free);
    return keys;
}

bool exceeds(const MoneyLimit& a, const MoneyLimit& b)
{
    using Kind = MoneyLimit::Kind;
    if (a == b || b.kind == Kind::unlimited) return false;
    // an amount and a part of equity cannot be compared without the equity: call it looser
    return a.kind == Kind::unlimited || a.kind != b.kind || a.value > b.value;
}

std::vector<Key> all_keys(const std::string& currency)
{
    std::vector<Key> all;
    for (auto part : {broker_keys(currency), paper_market_keys(), paper_keys(currency),
                      generated_market_keys(), order_risk_keys(), account_risk_keys(currency),
                      kill_switch_keys(), watch_keys(), program_keys(), gateway_keys()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

}  // namespace trademind::config
