// Writes a message in the text encoding: NUL-terminated fields in a fixed order.
#pragma once

#include "brokers/ibkr/wire/pad.hpp"
#include "brokers/ibkr/wire/text_reader.hpp"

namespace trademind::ibkr::wire {

/// True when a field was given a value: what an older server must not lose silently.
template <class T> bool is_set(const T& x)
{
    if constexpr (requires { x.has_value(); })
        return x.has_value();
    else if constexpr (requires { x.empty(); })
        return !x.empty();
    else
        return x != T{};
}

/// Shortest plain notation that reads back as the same double; never an exponent.
char* write_double(char* first, char* last, double x);
inline constexpr std::size_t max_double_chars = 400;

/// Which end of the wire writes: a client's text must be ASCII, a server's may be anything.
enum class Sender { client, server };

/// Writes fields to a pad. A fault does not stop the writing (the caller drops what
/// was written); the first one counts.
class TextWriter {
public:
    static constexpr bool is_text = true, reads = false;

    TextWriter(Pad& out, Version server, Sender sender)
        : out_{out}, server_{server}, sender_{sender}
    {}

    const Fault& fault() const { return fault_; }
    bool since(Version v) const { return server_ >= v; }
    bool before(Version v) const { return server_ < v; }

    template <class T> void operator()(const char* name, int, const T& x) { write(name, x); }
    template <class T> void marked(const char* name, int, const std::optional<T>& x)
    {
        write_marked(name, x);
    }
    template <class T> void always(const char* name, int, const T& x) { write(name, x); }
    template <class T> void sent(const char* name, int, const T& x) { write(name, x); }
    template <class T> void text(const char* name, const T& x) { write(name, x); }
    template <class T> void text_marked(const char* name, const std::optional<T>& x)
    {
        write_marked(name, x);
    }
    template <class T> void text_spelt(const char* name, const std::optional<T>& x)
    {
        write_marked(name, x);
    }
    /// A field that newer servers know: written for them, refused for older ones when set.
    template <class T> void text_from(Version v, const char* name, const T& x)
    {
        if (since(v)) return write(name, x);
        refused(v, name, x);
    }
    template <class T> void text_from_marked(Version v, const char* name, const std::optional<T>& x)
    {
        if (since(v)) return write_marked(name, x);
        refused(v, name, x);
    }
    template <class T> void from(Version v, const char* name, int, const T& x)
    {
        text_from(v, name, x);
    }
    /// A field without a place in this encoding.
    template <class T> void refused(Version v, const char* name, const T& x)
    {
        if (sender_ == Sender::client && is_set(x)) fail(Fault::Kind::needs_server, name, v);
    }
    /// A value that newer servers no longer take.
    template <class T> void ended(Version v, const char* name, const T& x)
    {
        if (sender_ == Sender::client && since(v) && is_set(x)) fail(Fault::Kind::ended, name, v);
    }
    template <class T> void json(const char*, const T&) {}
    template <class T> void answered(const char* name, int, const T& x) { write(name, x); }
    template <class T> void json_text(const char* name, int, const T& x) { write(name, x); }
    template <class T> void size(const char* name, int, const T& x) { write(name, x); }
    template <class T> void tick_size(const char* name, int, const T& x) { write_marked(name, x); }
    template <class T> void setting(const char* name, int, const T& x) { write(name, x); }

    int text_version(int n)
    {
        write("version", n);
        return n;
    }
    void retired(std::string_view held) { put(held); }
    template <class T, class F> void nested(const char*, int, const T& x, F&& fields)
    {
        fields(x, *this);
    }
    template <class T, class F> void required(const char*, int, const T& x, F&& fields)
    {
        fields(x, *this);
    }
    template <class T, class F>
    void list(const char* name, int, const std::vector<T>& items, F&& item)
    {
        write(name, static_cast<int>(items.size()));
        for (const T& x : items) item(x, *this);
    }
    template <class T> void values(const char* name, int, const std::vector<T>& items)
    {
        write(name, static_cast<int>(items.size()));
        for (const T& x : items) write(name, x);
    }
    template <class T, class F>
    void optional(const char* name, int, const std::optional<T>& x, F&& fields)
    {
        write(name, x.has_value());
        if (x) fields(*x, *this);
    }
    template <class T, class F> void part(const std::optional<T>& x, F&& fields)
    {
        if (x) return fields(*x, *this);
        const T empty{};
        fields(empty, *this);
    }
    void tags(const char* name, int, const Tags& all)
    {
        for (auto [tag, value] : all) {
            check(name, tag);
            check(name, value);
            out_.append(tag.data(), tag.size());
            out_.push_back('=');
            out_.append(value.data(), value.size());
            out_.push_back(';');
        }
        out_.push_back('\0');
    }
    void pairs(const char* name, const Tags& all)
    {
        write(name, static_cast<int>(all.size()));
        for (auto [tag, value] : all) {
            write(name, tag);
            write(name, value);
        }
    }
    template <class Leg> void leg_prices(const char* name, const std::vector<Leg>& legs)
    {
        bool any =
            std::any_of(legs.begin(), legs.end(), [](auto& leg) { return is_set(leg.price); });
        write(name, any ? static_cast<int>(legs.size()) : 0);
        if (any)
            for (const Leg& leg : legs) write(name, leg.price);
    }
    template <class... Bools> void bits(const char* name, Bools... bools)
    {
        int mask = 0, bit = 1;
        ((mask |= bools ? bit : 0, bit <<= 1), ...);
        write(name, mask);
    }
    void digits(const char* name, int, int x) { write(name, x); }
    void flag_number(const char* name, int, const std::optional<int>& x) { write_marked(name, x); }
    void flag(const char* name, const std::optional<int>& x) { write(name, x.value_or(0) != 0); }
    void word(const char*, int, bool x) { put(x ? "true" : "false"); }
    void sentinel(const char* name, int, const std::optional<double>& x, double unset)
    {
        write(name, x.value_or(unset));
    }
    template <class T> void condition_type(const char* name, const T& x)
    {
        int n = static_cast<int>(x);
        if (n < 1 || n > 7 || n == 2) fail(Fault::Kind::unknown_value, name);
        write(name, n);
    }
    void connector(const char*, bool is_and) { put(is_and ? "a" : "o"); }
    [[gnu::cold, gnu::noinline]] void fail(Fault::Kind kind, const char* name, Version needed = {})
    {
        if (!fault_) fault_ = {kind, needed, server_, {}, name, 0};
    }

private:
    void end_field(char* at)
    {
        *at++ = '\0';
        out_.advance(at);
    }
    void put(std::string_view s)
    {
        char* at = out_.room(s.size() + 1);
        if (!s.empty()) std::memcpy(at, s.data(), s.size());
        at += s.size();
        *at++ = '\0';
        out_.advance(at);
    }
    void check(const char* name, std::string_view s)
    {
        if (sender_ == Sender::server) {
            if (!s.empty() && std::memchr(s.data(), 0, s.size())) fail(Fault::Kind::bad_text, name);
            return;
        }
        for (char c : s) {
            auto byte = static_cast<unsigned char>(c);
            bool fits = (byte >= 32 && byte < 127) || c == '\t' || c == '\n' || c == '\r';
            if (!fits) return fail(Fault::Kind::bad_text, name);
        }
    }
    void write(const char* name, std::string_view s)
    {
        if (s.empty()) return out_.push_back('\0');
        check(name, s);
        put(s);
    }
    void write(const char* name, const Multiplier& m)
    {
        if (!m.text.empty() || !m.number) return write(name, m.text);
        write(name, *m.number);
    }
    void write(const char*, bool b) { out_.append(b ? "1" : "0", 2); }
    template <class T>
    requires std::is_integral_v<T>
    void write(const char*, T n)
    {
        char* at = out_.room(24);
        // most numbers are one digit: kinds, flags, versions
        if (n >= 0 && n < 10)
            *at++ = static_cast<char>('0' + static_cast<int>(n));
        else
            at = std::to_chars(at, at + 23, n).ptr;
        end_field(at);
    }
    void write(const char* name, double x)
    {
        if (std::isnan(x)) return fail(Fault::Kind::not_a_number, name);
        char* at = out_.room(max_double_chars);
        end_field(write_double(at, at + max_double_chars - 1, x));
    }
    void write(const char*, const Decimal& d)
    {
        end_field(d.to_chars(out_.room(Decimal::max_chars + 1)));
    }
    template <class E>
    requires std::is_enum_v<E>
    void write(const char* name, E e) { write(name, static_cast<std::underlying_type_t<E>>(e)); }
    template <class T> void write(const char* name, const std::optional<T>& x)
    {
        if (x)
            write(name, *x);
        else
            out_.push_back('\0');
    }
    template <class T> void write_marked(const char* name, const std::optional<T>& x)
    {
        if (x) return write(name, *x);
        if constexpr (std::is_same_v<T, double> || std::is_same_v<T, Decimal>)
            put(unset_double_text);
        else
            write(name, std::numeric_limits<T>::max());
    }

    Pad& out_;
    Version server_;
    Sender sender_;
    Fault fault_;
};

}  // namespace trademind::ibkr::wire
