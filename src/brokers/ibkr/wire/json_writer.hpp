// A message as one line of JSON, for logs, transcripts and test failures.
#pragma once

#include "brokers/ibkr/wire/by_tag.hpp"
#include "brokers/ibkr/wire/text_writer.hpp"

namespace trademind::ibkr::wire {

/// Appends a JSON string with its quotes; bytes that are not UTF-8 are passed on.
void append_json_text(std::string& out, std::string_view text);

/// Writes fields by name. Unset numbers, empty texts, empty lists and false are left out; tag and
/// value lists are arrays of pairs, because their order and doubles matter; quantities are texts.
class JsonWriter : public ByTag {
public:
    static constexpr bool reads = false;

    explicit JsonWriter(std::string& out) : out_{out} {}

    template <class M> void write_message(const M& m)
    {
        out_ += '{';
        auto begin = std::exchange(begin_, out_.size());
        fields_of(m, *this);
        begin_ = begin;
        out_ += '}';
    }

    static constexpr bool from_client() { return false; }

    template <class T> void operator()(const char* name, int, const T& x) { write(name, x); }
    template <class T> void marked(const char* name, int, const T& x) { write(name, x); }
    template <class T> void from(Version, const char* name, int, const T& x) { write(name, x); }
    template <class T> void json(const char* name, const T& x) { write(name, x); }
    template <class T> void ended(Version, const char* name, const T& x) { write(name, x); }
    void always(const char* name, int, bool x)
    {
        key(name);
        out_ += x ? "true" : "false";
    }
    void always(const char* name, int, int x) { write(name, x); }
    template <class T> void answered(const char* name, int, const T& x) { write(name, x); }
    template <class T> void tick_size(const char* name, int, const T& x) { write(name, x); }
    template <class T> void json_text(const char* name, int, const T& x) { write(name, x); }
    template <class T> void size(const char* name, int, const T& x) { write(name, x); }
    void setting(const char* name, int, const std::optional<bool>& x)
    {
        if (x) always(name, 0, *x);
    }
    void sent(const char* name, int tag, bool x) { always(name, tag, x); }
    template <class T> void sent(const char* name, int, const std::optional<T>& x)
    {
        write(name, x);
    }

    template <class T, class F> void nested(const char* name, int, const T& x, F&&)
    {
        key(name);
        write_message(x);
    }
    template <class T, class F> void required(const char* name, int, const T& x, F&&)
    {
        key(name);
        write_message(x);
    }
    template <class T, class F> void list(const char* name, int, const std::vector<T>& items, F&&)
    {
        write_list(name, items, [&](const T& x) { write_message(x); });
    }
    template <class T> void values(const char* name, int, const std::vector<T>& items)
    {
        write_list(name, items, [&](const T& x) { put(x); });
    }
    template <class T, class F> void optional(const char* name, int, const std::optional<T>& x, F&&)
    {
        if (!x) return;
        key(name);
        write_message(*x);
    }
    template <class T, class F, class... Others>
    void choice(const char* name, int tag, const std::optional<T>& x, F&& f, const Others&...)
    {
        optional(name, tag, x, f);
    }
    void tags(const char* name, int, const Tags& all)
    {
        write_list(name, all, [&](auto& pair) {
            out_ += '[';
            put(pair.first);
            out_ += ',';
            put(pair.second);
            out_ += ']';
        });
    }
    void digits(const char* name, int, int x) { write(name, x); }
    void flag_number(const char* name, int, const std::optional<int>& x) { write(name, x); }
    void word(const char* name, int, bool x) { write(name, x); }
    void sentinel(const char* name, int, const std::optional<double>& x, double) { write(name, x); }

private:
    void key(const char* name)
    {
        if (out_.size() != begin_) out_ += ',';
        append_json_text(out_, name);
        out_ += ':';
    }
    template <class L, class F> void write_list(const char* name, const L& items, F&& item)
    {
        if (items.empty()) return;
        key(name);
        char lead = '[';
        for (auto& x : items) {
            out_ += lead;
            item(x);
            lead = ',';
        }
        out_ += ']';
    }
    void put(std::string_view s) { append_json_text(out_, s); }
    void put(double x)
    {
        if (!std::isfinite(x)) return put(x > 0 ? "Infinity" : x < 0 ? "-Infinity" : "NaN");
        char buffer[40];
        out_.append(buffer, std::to_chars(buffer, buffer + 40, x).ptr);
    }
    template <class T>
    requires std::is_integral_v<T>
    void put(T n)
    {
        char buffer[24];
        out_.append(buffer, std::to_chars(buffer, buffer + 24, n).ptr);
    }
    void write(const char* name, std::string_view s)
    {
        if (s.empty()) return;
        key(name);
        put(s);
    }
    void write(const char* name, const Multiplier& m)
    {
        if (!m.text.empty()) return write(name, m.text);
        if (m.number) write(name, *m.number);
    }
    void write(const char* name, bool b)
    {
        if (b) always(name, 0, true);
    }
    void write(const char* name, const Decimal& d)
    {
        key(name);
        char buffer[Decimal::max_chars];
        put(std::string_view{buffer, static_cast<std::size_t>(d.to_chars(buffer) - buffer)});
    }
    template <class T>
    requires std::is_arithmetic_v<T>
    void write(const char* name, T x)
    {
        key(name);
        put(x);
    }
    template <class E>
    requires std::is_enum_v<E>
    void write(const char* name, E e) { write(name, static_cast<std::underlying_type_t<E>>(e)); }
    void write(const char* name, const std::optional<bool>& x)
    {
        if (x) always(name, 0, *x);
    }
    template <class T> void write(const char* name, const std::optional<T>& x)
    {
        if (x) write(name, *x);
    }

    std::string& out_;
    std::size_t begin_ = 0;
};

}  // namespace trademind::ibkr::wire
