// Fills a message with random values: exactly the fields that one encoding carries at one version.
#pragma once

#include <trademind/brokers/ibkr/messages/fields.hpp>

#include <cmath>
#include <deque>
#include <random>
#include <string>

namespace trademind::ibkr::wire {

/// A visitor like the readers, with a random source for a wire. Conditions of a field list on
/// earlier fields hold, because those are filled by then.
template <bool text_encoding> class RandomFiller {
public:
    static constexpr bool is_text = text_encoding, reads = true;

    RandomFiller(std::mt19937_64& random, Version server, std::deque<std::string>& texts)
        : random_{random}, server_{server}, texts_{texts}
    {}

    bool since(Version v) const { return !is_text || server_ >= v; }
    bool before(Version v) const { return is_text && server_ < v; }
    static constexpr bool from_client() { return true; }

    template <class T> void operator()(const char*, int tag, T& out)
    {
        if (is_text || tag != 0) fill(out);
    }
    template <class T> void marked(const char*, int, T& out) { fill(out); }
    template <class T> void always(const char*, int, T& out) { fill(out); }
    template <class T> void sent(const char*, int, T& out) { fill(out); }
    void json_text(const char*, int, std::string_view& out)
    {
        std::string_view content;
        fill(content);
        out = content.empty() ? content : keep("{\"text\":\"" + std::string{content} + "\"}");
    }
    template <class T> void size(const char*, int, T& out) { fill(out); }
    template <class T> void tick_size(const char*, int, T& out) { fill(out); }
    template <class T> void answered(const char*, int, T&) {}
    void setting(const char*, int, std::optional<bool>& out)
    {
        out.reset();
        if (pick(3)) out = pick(2) != 0;
    }
    template <class T> void from(Version v, const char*, int, T& out)
    {
        if (server_ >= v) fill(out);
    }
    template <class T> void text(const char*, T& out) { text_only(out); }
    template <class T> void text_marked(const char*, T& out) { text_only(out); }
    template <class T> void text_spelt(const char*, T& out) { text_only(out); }
    template <class T> void text_from(Version v, const char*, T& out)
    {
        if (server_ >= v) text_only(out);
    }
    template <class T> void text_from_marked(Version v, const char* name, T& out)
    {
        text_from(v, name, out);
    }
    template <class T> void refused(Version, const char*, T&) {}
    template <class T> void ended(Version, const char*, T&) {}
    template <class T> void json(const char*, T&) {}
    int text_version(int newest) { return newest; }
    void retired(std::string_view) {}

    template <class T, class F> void nested(const char*, int, T& out, F&& form) { walk(out, form); }
    template <class T, class F> void required(const char*, int, T& out, F&& form)
    {
        walk(out, form);
    }
    template <class T, class F> void list(const char*, int, std::vector<T>& out, F&& form)
    {
        for (auto n = pick(4); n > 0; --n) walk(out.emplace_back(), form);
    }
    template <class T> void values(const char*, int, std::vector<T>& out)
    {
        for (auto n = pick(4); n > 0; --n) fill(out.emplace_back());
    }
    template <class T, class F> void optional(const char*, int, std::optional<T>& out, F&& form)
    {
        if (pick(2)) walk(out.emplace(), form);
    }
    template <class T, class F, class... Others>
    void choice(const char*, int, std::optional<T>& out, F&& form, const Others&... others)
    {
        if (!(others.has_value() || ...) && pick(2)) walk(out.emplace(), form);
    }
    template <class T, class F> void part(std::optional<T>& out, F&& form)
    {
        form(out.emplace(), *this);
    }
    void tags(const char*, int, Tags& out) { fill_tags(out); }
    void pairs(const char*, Tags& out) { fill_tags(out); }
    template <class Leg> void leg_prices(const char*, std::vector<Leg>& legs)
    {
        if (pick(2))
            for (auto& leg : legs) fill(leg.price);
    }
    template <class... Bools> void bits(const char*, Bools&... bools) { (fill(bools), ...); }
    void digits(const char*, int, int& out) { fill(out); }
    void flag_number(const char*, int, std::optional<int>& out) { out = static_cast<int>(pick(2)); }
    void flag(const char*, std::optional<int>& out) { out = static_cast<int>(pick(2)); }
    void word(const char*, int, bool& out) { fill(out); }
    void sentinel(const char*, int, std::optional<double>& out, double) { fill(out); }
    template <class T> void condition_type(const char*, T& out)
    {
        constexpr int types[] = {1, 3, 4, 5, 6, 7};
        out = static_cast<T>(types[pick(6)]);
    }
    void connector(const char*, bool& out) { fill(out); }

private:
    std::uint64_t pick(std::uint64_t below) { return random_() % below; }

    template <class T, class F> void walk(T& out, F&& form)
    {
        if constexpr (is_text)
            form(out, *this);
        else
            T::describe(out, *this);
    }
    template <class T> void text_only(T& out)
    {
        if constexpr (is_text) fill(out);
    }
    void fill_tags(Tags& out)
    {
        for (auto n = pick(3); n > 0; --n)
            out.emplace_back(keep("tag" + std::to_string(n)), keep(std::to_string(random_())));
    }
    std::string_view keep(std::string s) { return texts_.emplace_back(std::move(s)); }

    void fill(std::string_view& out)
    {
        // words that decide about later fields come often
        constexpr std::string_view words[] = {"",         "BAG",     "FUND", "IBKRATS", "PEG BEST",
                                              "PEGBENCH", "PEG MID", "STK",  "BUY",     "None"};
        if (pick(2)) {
            out = words[pick(std::size(words))];
            return;
        }
        std::string s;
        for (auto n = pick(24); n > 0; --n) s += static_cast<char>(' ' + pick(95));
        out = keep(std::move(s));
    }
    void fill(Multiplier& out)
    {
        if constexpr (is_text)
            out = Multiplier{keep(std::to_string(pick(5000)))};
        else
            out = Multiplier{static_cast<double>(pick(5000)) / 4};
    }
    void fill(bool& out) { out = pick(2) != 0; }
    void fill(double& out)
    {
        switch (pick(6)) {
        case 0: out = 0; break;
        case 1:
            out = static_cast<double>(static_cast<std::int64_t>(random_() % 2'000'000)) / 1e4;
            break;
        case 2: out = -static_cast<double>(random_() % 1'000'000'000) / 1e7; break;
        case 3:
            out = std::ldexp(static_cast<double>(random_() >> 11),
                             static_cast<int>(pick(1900)) - 1000);
            break;
        case 4: out = std::numeric_limits<double>::infinity(); break;
        default: out = static_cast<double>(random_()) / 3; break;
        }
    }
    void fill(Decimal& out)
    {
        auto digits = static_cast<std::int64_t>(random_() >> (1 + pick(62)));
        out = Decimal::from_raw(int128{pick(2) ? digits : -digits} * (pick(2) ? 1 : 1'000'000));
    }
    template <class T>
    requires std::is_integral_v<T>
    void fill(T& out)
    {
        auto n = static_cast<T>(random_() >> pick(64));
        constexpr T advisor_profiles = 2;  // a value that newer servers refuse
        out = n == std::numeric_limits<T>::max() || n == advisor_profiles ? T{0} : n;
    }
    template <class E>
    requires std::is_enum_v<E>
    void fill(E& out) { out = static_cast<E>(1 + pick(4)); }
    /// Protobuf leaves false out, so that it cannot be told from unset.
    void fill(std::optional<bool>& out)
    {
        out.reset();
        if (pick(3)) out = !is_text || pick(2) != 0;
    }
    template <class T> void fill(std::optional<T>& out)
    {
        out.reset();
        if (pick(3)) fill(out.emplace());
    }

    std::mt19937_64& random_;
    Version server_;
    std::deque<std::string>& texts_;
};

}  // namespace trademind::ibkr::wire
