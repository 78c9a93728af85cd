// A message as a tree of named values: every member of its field list, set or not.
#pragma once

#include "conformance/value.hpp"

#include <trademind/brokers/ibkr/messages/fields.hpp>

namespace trademind::conformance {

/// Walks the list that protobuf uses (text-only members have their place in it) and keeps the
/// protocol's names in snake_case. The multiplier is a text or a number, as it was read.
class TreeWriter {
public:
    static constexpr bool is_text = false, reads = false;

    template <class M> static Value write_message(const M& m)
    {
        TreeWriter writer;
        fields_of(m, writer);
        return Value{std::move(writer.members_)};
    }

    bool since(ibkr::Version) const { return true; }
    bool before(ibkr::Version) const { return false; }
    static constexpr bool from_client() { return false; }

    template <class T> void operator()(const char* name, int, const T& x) { put(name, value(x)); }
    template <class T> void marked(const char* name, int, const T& x) { put(name, value(x)); }
    template <class T> void from(ibkr::Version, const char* name, int, const T& x)
    {
        put(name, value(x));
    }
    template <class T> void answered(const char* name, int, const T& x) { put(name, value(x)); }
    template <class T> void json(const char* name, const T& x) { put(name, value(x)); }
    template <class T> void ended(ibkr::Version, const char* name, const T& x)
    {
        put(name, value(x));
    }
    template <class T> void always(const char* name, int, const T& x) { put(name, value(x)); }
    template <class T> void sent(const char* name, int, const T& x) { put(name, value(x)); }
    template <class T> void tick_size(const char* name, int, const T& x) { put(name, value(x)); }
    template <class T> void json_text(const char* name, int, const T& x) { put(name, value(x)); }
    template <class T> void size(const char* name, int, const T& x) { put(name, value(x)); }
    template <class T> void setting(const char* name, int, const T& x) { put(name, value(x)); }
    template <class T> void refused(ibkr::Version, const char*, const T&) {}
    template <class T> void text(const char*, const T&) {}
    template <class T> void text_marked(const char*, const T&) {}
    int text_version(int newest) { return newest; }
    void retired(std::string_view) {}

    template <class T, class F> void nested(const char* name, int, const T& x, F&&)
    {
        put(name, write_message(x));
    }
    template <class T, class F> void required(const char* name, int, const T& x, F&&)
    {
        put(name, write_message(x));
    }
    template <class T, class F> void list(const char* name, int, const std::vector<T>& items, F&&)
    {
        List all;
        for (const T& x : items) all.push_back(write_message(x));
        put(name, std::move(all));
    }
    template <class T> void values(const char* name, int, const std::vector<T>& items)
    {
        List all;
        for (const T& x : items) all.push_back(value(x));
        put(name, std::move(all));
    }
    template <class T, class F> void optional(const char* name, int, const std::optional<T>& x, F&&)
    {
        put(name, x ? write_message(*x) : Value{});
    }
    template <class T, class F, class... Others>
    void choice(const char* name, int tag, const std::optional<T>& x, F&& f, const Others&...)
    {
        optional(name, tag, x, f);
    }
    void tags(const char* name, int, const ibkr::Tags& all)
    {
        put(name, Pairs{all.begin(), all.end()});
    }
    template <class T> void digits(const char* name, int, const T& x) { put(name, value(x)); }
    void flag_number(const char* name, int, const std::optional<int>& x) { put(name, value(x)); }
    void word(const char* name, int, bool x) { put(name, x); }
    void sentinel(const char* name, int, const std::optional<double>& x, double)
    {
        put(name, value(x));
    }

private:
    void put(const char* name, Value value) { members_[snake_case(name)] = std::move(value); }

    static Value value(std::string_view s) { return s; }
    static Value value(bool b) { return b; }
    static Value value(double x) { return x; }
    static Value value(const Decimal& d) { return d; }
    static Value value(const ibkr::Multiplier& m)
    {
        if (!m.text.empty()) return m.text;
        return m.number ? Value{*m.number} : Value{""};
    }
    template <class T>
    requires std::is_integral_v<T>
    static Value value(T n)
    {
        // the largest number is the protocol's "unset"
        return n == std::numeric_limits<T>::max() ? Value{} : Value{std::int64_t{n}};
    }
    template <class E>
    requires std::is_enum_v<E>
    static Value value(E e) { return static_cast<std::int64_t>(e); }
    template <class T> static Value value(const std::optional<T>& x)
    {
        return x ? value(*x) : Value{};
    }

    Object members_;
};

}  // namespace trademind::conformance
