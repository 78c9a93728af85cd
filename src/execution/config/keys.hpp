// The table of all keys: it parses, checks, prints, compares and documents.
#pragma once

#include "execution/config/value_types.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace trademind::config {

/// What counts as looser when a key changes while the program runs.
enum class Reload {
    restart,  ///< cannot change
    free,     ///< neither looser nor tighter
    smaller,  ///< smaller is tighter
    larger,   ///< larger is tighter
    named     ///< every change counts as looser
};

class Key {
public:
    std::string name, alias, unit, range, fallback, meaning;
    bool secret = false, is_list = false;
    /// Nothing, or what is wrong with the text.
    std::function<std::optional<std::string>(std::string_view, Config&)> read;
    std::function<std::string(const Config&)> print;
    /// Of keys that name a file: where the value lies. Empty for all others.
    std::function<std::filesystem::path&(Config&)> file;
    Reload reload = Reload::restart;
    std::function<bool(const Config& from, const Config& to)> loosens;
};

/// What a key says of itself beside its type and place.
class About {
public:
    std::string name, fallback, meaning;
    std::string alias = {};
    Reload reload = Reload::restart;
    bool secret = false;
};

/// True where `a` allows no less than `b`: an empty limit allows everything.
template <class T>
requires requires(const T& x)
{
    x > x;
}
bool exceeds(const T& a, const T& b)
{
    return a > b;
}
template <class T> bool exceeds(const std::optional<T>& a, const std::optional<T>& b)
{
    return b && (!a || *a > *b);
}
bool exceeds(const MoneyLimit& a, const MoneyLimit& b);

/// A key whose value lies where `place` says: a function from Config& to a reference.
template <class T, class Place> Key make_key(About about, ValueType<T> type, Place place)
{
    Key key;
    key.name = std::move(about.name);
    key.alias = std::move(about.alias);
    key.fallback = std::move(about.fallback);
    key.meaning = std::move(about.meaning);
    key.secret = about.secret;
    key.unit = type.unit;
    key.range = type.range;
    key.is_list = type.is_list;
    key.reload = about.reload;
    auto get = [place](const Config& config) -> T {
        return static_cast<T>(place(const_cast<Config&>(config)));
    };
    key.read = [parse = type.parse, place](std::string_view text,
                                           Config& config) -> std::optional<std::string> {
        using Field = std::remove_reference_t<decltype(place(config))>;
        auto parsed = parse(text);
        if (!parsed) return parsed.complaint();
        place(config) = static_cast<Field>(*parsed);
        return std::nullopt;
    };
    key.print = [print = type.print, get](const Config& config) { return print(get(config)); };
    if constexpr (std::is_same_v<T, std::filesystem::path>)
        key.file = [place](Config& config) -> std::filesystem::path& { return place(config); };
    if constexpr (requires(const T& x) { exceeds(x, x); })
        key.loosens = [get, reload = about.reload](const Config& from, const Config& to) {
            if (reload == Reload::smaller) return exceeds(get(to), get(from));
            if (reload == Reload::larger) return exceeds(get(from), get(to));
            return reload != Reload::free;
        };
    else
        key.loosens = [reload = about.reload](const Config&, const Config&) {
            return reload != Reload::free;
        };
    return key;
}

std::vector<Key> broker_keys(const std::string& currency);
std::vector<Key> paper_market_keys();
std::vector<Key> paper_keys(const std::string& currency);
std::vector<Key> generated_market_keys();
std::vector<Key> order_risk_keys();
std::vector<Key> account_risk_keys(const std::string& currency);
std::vector<Key> kill_switch_keys();
std::vector<Key> watch_keys();
std::vector<Key> program_keys();

/// All keys in the order of the documentation; money is in `currency`.
std::vector<Key> all_keys(const std::string& currency);

}  // namespace trademind::config
