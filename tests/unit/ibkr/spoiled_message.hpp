// Spoils one field of a message: a word that is not known, or a number that is unset.
#pragma once

#include <trademind/brokers/ibkr/messages/fields.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::ibkr_broker {

/// The word that no field knows.
inline constexpr std::string_view no_such_word = "HOLOGRAM";

/// A visitor of field lists, like the writers. Spoils the `n`th text or number that can be unset,
/// of those that this encoding carries at this version.
template <bool text_encoding> class Spoiler {
public:
    static constexpr bool is_text = text_encoding, reads = true;

    Spoiler(int n, ibkr::Version server) : left_{n}, server_{server} {}

    /// The field that was spoiled; empty: there are fewer.
    const std::string& field() const { return field_; }

    bool since(ibkr::Version v) const { return !is_text || server_ >= v; }
    bool before(ibkr::Version v) const { return is_text && server_ < v; }
    static constexpr bool from_client() { return false; }

    template <class T> void operator()(const char* name, int tag, T& x)
    {
        if (is_text || tag != 0) leaf(name, x);
    }
    template <class T> void marked(const char* name, int, T& x) { leaf(name, x); }
    template <class T> void always(const char* name, int, T& x) { leaf(name, x); }
    template <class T> void sent(const char* name, int, T& x) { leaf(name, x); }
    void json_text(const char*, int, std::string_view&) {}
    template <class T> void size(const char* name, int, T& x) { leaf(name, x); }
    template <class T> void tick_size(const char* name, int, T& x) { leaf(name, x); }
    template <class T> void answered(const char* name, int, T& x) { leaf(name, x); }
    template <class T> void setting(const char*, int, T&) {}
    template <class T> void from(ibkr::Version v, const char* name, int, T& x)
    {
        if (server_ >= v) leaf(name, x);
    }
    template <class T> void text(const char* name, T& x) { text_only(name, x); }
    template <class T> void text_marked(const char* name, T& x) { text_only(name, x); }
    template <class T> void text_spelt(const char* name, T& x) { text_only(name, x); }
    template <class T> void text_from(ibkr::Version v, const char* name, T& x)
    {
        if (server_ >= v) text_only(name, x);
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
        for (auto& x : all) walk(x, form);
    }
    template <class T> void values(const char*, int, std::vector<T>&) {}
    template <class T, class F> void optional(const char*, int, std::optional<T>& x, F&& form)
    {
        if (x) walk(*x, form);
    }
    template <class T, class F, class... Others>
    void choice(const char*, int, std::optional<T>& x, F&& form, const Others&...)
    {
        if (x) walk(*x, form);
    }
    template <class T, class F> void part(std::optional<T>& x, F&& form)
    {
        if (x) form(*x, *this);
    }
    void tags(const char*, int, ibkr::Tags&) {}
    void pairs(const char*, ibkr::Tags&) {}
    template <class Leg> void leg_prices(const char*, std::vector<Leg>&) {}
    template <class... Bools> void bits(const char*, Bools&...) {}
    void digits(const char*, int, int&) {}
    void flag_number(const char*, int, std::optional<int>&) {}
    void flag(const char*, std::optional<int>&) {}
    void word(const char*, int, bool&) {}
    void sentinel(const char* name, int, std::optional<double>& x, double) { leaf(name, x); }
    template <class T> void condition_type(const char*, T&) {}
    void connector(const char*, bool&) {}

private:
    template <class T, class F> void walk(T& x, F&& form)
    {
        if constexpr (is_text)
            form(x, *this);
        else
            T::describe(x, *this);
    }
    template <class T> void text_only(const char* name, T& x)
    {
        if constexpr (is_text) leaf(name, x);
    }
    void leaf(const char* name, std::string_view& x)
    {
        if (is_it(name)) x = no_such_word;
    }
    template <class T> void leaf(const char* name, std::optional<T>& x)
    {
        if (is_it(name)) x.reset();
    }
    /// What is neither: a flag, an id, a number of the protocol.
    template <class T> void leaf(const char*, T&) {}
    bool is_it(const char* name)
    {
        if (left_-- != 0) return false;
        field_ = name;
        return true;
    }

    int left_;
    ibkr::Version server_;
    std::string field_;
};

}  // namespace trademind::ibkr_broker
