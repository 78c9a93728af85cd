// Fills every field of a message, whatever it is, with a value that its reader takes.
#pragma once

#include <trademind/brokers/ibkr/messages/fields.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace trademind::test {

/// A visitor of field lists, like the writers: fills what this encoding carries at this version.
template <bool text_encoding> class Filler {
public:
    static constexpr bool is_text = text_encoding, reads = true;

    explicit Filler(ibkr::Version server) : server_{server} {}

    bool since(ibkr::Version v) const { return !is_text || server_ >= v; }
    bool before(ibkr::Version v) const { return is_text && server_ < v; }
    static constexpr bool from_client() { return false; }

    template <class T> void operator()(const char* name, int, T& x) { leaf(name, x); }
    template <class T> void marked(const char* name, int, T& x) { leaf(name, x); }
    template <class T> void always(const char* name, int, T& x) { leaf(name, x); }
    template <class T> void sent(const char* name, int, T& x) { leaf(name, x); }
    void json_text(const char*, int, std::string_view& x) { x = "{}"; }
    template <class T> void size(const char* name, int, T& x) { leaf(name, x); }
    template <class T> void tick_size(const char* name, int, T& x) { leaf(name, x); }
    template <class T> void answered(const char* name, int, T& x) { leaf(name, x); }
    template <class T> void setting(const char* name, int, T& x) { leaf(name, x); }
    template <class T> void from(ibkr::Version v, const char* name, int, T& x)
    {
        if (server_ >= v) leaf(name, x);
    }
    template <class T> void text(const char* name, T& x) { leaf(name, x); }
    template <class T> void text_marked(const char* name, T& x) { leaf(name, x); }
    template <class T> void text_spelt(const char* name, T& x) { leaf(name, x); }
    template <class T> void text_from(ibkr::Version v, const char* name, T& x)
    {
        if (server_ >= v) leaf(name, x);
    }
    template <class T> void text_from_marked(ibkr::Version v, const char* name, T& x)
    {
        text_from(v, name, x);
    }
    template <class T> void refused(ibkr::Version, const char*, T&) {}
    template <class T> void ended(ibkr::Version, const char*, T&) {}
    template <class T> void json(const char*, T&) {}
    int text_version(int newest) { return newest; }
    void retired(std::string_view) {}

    template <class T, class F> void nested(const char*, int, T& x, F&& form) { walk(x, form); }
    template <class T, class F> void required(const char*, int, T& x, F&& form) { walk(x, form); }
    template <class T, class F> void list(const char*, int, std::vector<T>& all, F&& form)
    {
        walk(all.emplace_back(), form);
    }
    template <class T> void values(const char* name, int, std::vector<T>& all)
    {
        leaf(name, all.emplace_back());
    }
    template <class T, class F> void optional(const char*, int, std::optional<T>& x, F&& form)
    {
        walk(x.emplace(), form);
    }
    template <class T, class F, class... Others>
    void choice(const char*, int, std::optional<T>& x, F&& form, const Others&... others)
    {
        if ((others || ...)) return;
        walk(x.emplace(), form);
    }
    template <class T, class F> void part(std::optional<T>& x, F&& form)
    {
        form(x.emplace(), *this);
    }
    void tags(const char*, int, ibkr::Tags& all) { all = {{"tag", "1"}}; }
    void pairs(const char*, ibkr::Tags& all) { all = {{"tag", "1"}}; }
    template <class Leg> void leg_prices(const char*, std::vector<Leg>&) {}
    template <class... Bools> void bits(const char*, Bools&... all) { ((all = true), ...); }
    void digits(const char*, int, int& x) { x = 1; }
    void flag_number(const char*, int, std::optional<int>& x) { x = 1; }
    void flag(const char*, std::optional<int>& x) { x = 1; }
    void word(const char*, int, bool& x) { x = true; }
    void sentinel(const char*, int, std::optional<double>& x, double) { x = 1.5; }
    template <class T> void condition_type(const char*, T& x) { x = static_cast<T>(1); }
    void connector(const char*, bool& x) { x = true; }

private:
    template <class T, class F> void walk(T& x, F&& form)
    {
        if constexpr (is_text)
            form(x, *this);
        else
            T::describe(x, *this);
    }
    static std::string_view word_of(std::string_view name)
    {
        struct Word {
            std::string_view name, text;
        };
        constexpr Word words[]{
            {"secType", "STK"},
            {"symbol", "AAPL"},
            {"currency", "USD"},
            {"exchange", "SMART"},
            {"action", "BUY"},
            {"side", "BOT"},
            {"orderType", "LMT"},
            {"status", "Submitted"},
            {"tif", "DAY"},
            {"account", "DU1234567"},
            {"acctNumber", "DU1234567"},
            {"accountName", "DU1234567"},
            {"execId", "0001.01"},
            {"orderRef", "strange"},
            {"modelCode", ""},
            {"timeZoneId", "US/Eastern"},
            {"accountsList", "DU1234567"},
        };
        for (const auto& word : words)
            if (word.name == name) return word.text;
        bool is_moment = name.find("ime") != name.npos || name.find("ate") != name.npos;
        return is_moment ? "20260105 15:00:00 UTC" : "1";
    }
    template <class T> static void leaf(const char* name, T& x)
    {
        if constexpr (std::is_same_v<T, std::string_view>)
            x = word_of(name);
        else if constexpr (std::is_same_v<T, ibkr::Multiplier>)
            x = ibkr::Multiplier{"100"};
        else if constexpr (std::is_same_v<T, bool>)
            x = std::string_view{name} != "whatIf";
        else if constexpr (std::is_enum_v<T> || std::is_arithmetic_v<T>)
            x = static_cast<T>(1);
        else if constexpr (std::is_same_v<T, Decimal>)
            x = Decimal{1};
        else if constexpr (requires { x.emplace(); })
            leaf(name, x.emplace());
    }

    ibkr::Version server_;
};

}  // namespace trademind::test
