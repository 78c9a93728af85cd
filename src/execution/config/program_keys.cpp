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
    return {
        make_key(
            {"log.level", "info", "The least important lines that are written.", "", Reload::free},
            level(), [](Config & c) -> auto& { return c.log.level; }),
        make_key(
            {"log.file", "none", "Where lines go; none: standard error."}, path(),
            [](Config & c) -> auto& { return c.log.file; }),
        make_key(
            {"log.max_file_size", "10000000", "A larger file is rotated."},
            whole(10'000, 10'000'000'000, "bytes"),
            [](Config & c) -> auto& { return c.log.max_file_size; }),
        make_key(
            {"log.max_files", "5", "How many rotated files are kept."}, whole(1, 1000, "files"),
            [](Config & c) -> auto& { return c.log.max_files; }),
        make_key(
            {"log.show_account", "false", "Writes account numbers in full.", "", Reload::free},
            flag(), [](Config & c) -> auto& { return c.log.show_account; }),
    };
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
                      kill_switch_keys(), watch_keys(), program_keys()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

}  // namespace trademind::config
