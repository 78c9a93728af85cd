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
using enum Reload;

class Key {
public:
    std::string name, alias, unit, range, meaning;
    bool secret = false, is_list = false;
    /// Nothing, or what is wrong with the text.
    std::function<std::optional<std::string>(std::string_view, Config&)> read;
    std::function<std::string(const Config&)> print;
    /// Of keys that name a file: where the value lies. Empty for all others.
    std::function<std::filesystem::path&(Config&)> file;
    Reload reload = Reload::restart;
    std::function<bool(const Config& from, const Config& to)> loosens;
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
template <class T, class Place>
Key make_key(std::string name, Place place, ValueType<T> type, std::string meaning, Reload reload)
{
    Key key;
    key.name = std::move(name);
    key.unit = type.unit;
    key.range = type.range;
    key.meaning = std::move(meaning);
    key.is_list = type.is_list;
    key.reload = reload;
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
    if constexpr (std::is_same_v<T, std::filesystem::path>) key.file = place;
    key.loosens = [=](const Config& from, const Config& to) {
        if constexpr (requires(const T& x) { exceeds(x, x); }) {
            if (reload == Reload::smaller) return exceeds(get(to), get(from));
            if (reload == Reload::larger) return exceeds(get(from), get(to));
        }
        return reload != Reload::free;
    };
    return key;
}

/// Adds the keys of a section to the table: `place` says where the members of its class lie.
template <class Place> class Section {
public:
    Section(std::vector<Key>& table, std::string name, Place place)
        : table_{table}, name_{std::move(name) + '.'}, place_{place}
    {}
    template <class Class, class Field, class T>
    Section& key(const char* word, Field Class::*member, ValueType<T> type, std::string meaning,
                 Reload reload = Reload::restart)
    {
        auto place = [in = place_, member](Config& config) -> Field& {
            return std::invoke(in, config).*member;
        };
        table_.push_back(
            make_key(name_ + word, place, std::move(type), std::move(meaning), reload));
        return *this;
    }
    /// Another name of the last key.
    Section& also(std::string name)
    {
        table_.back().alias = std::move(name);
        return *this;
    }
    /// The value of the last key is hidden in logs.
    Section& secret()
    {
        table_.back().secret = true;
        return *this;
    }

private:
    std::vector<Key>& table_;
    std::string name_;
    Place place_;
};

std::vector<Key> broker_keys(const std::string& currency);
std::vector<Key> paper_market_keys();
std::vector<Key> paper_keys(const std::string& currency);
std::vector<Key> generated_market_keys();
std::vector<Key> order_risk_keys();
std::vector<Key> account_risk_keys(const std::string& currency);
std::vector<Key> kill_switch_keys();
std::vector<Key> watch_keys();
std::vector<Key> program_keys();
std::vector<Key> gateway_keys();

/// All keys in the order of the documentation; money is in `currency`.
std::vector<Key> all_keys(const std::string& currency);

}  // namespace trademind::config
