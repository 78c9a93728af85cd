// Reads a message out of the text encoding: NUL-terminated fields in a fixed order.
#pragma once

#include "brokers/ibkr/wire/fault.hpp"
#include "brokers/ibkr/wire/unset.hpp"

#include <trademind/brokers/ibkr/messages/fields.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

namespace trademind::ibkr::wire {

/// Reads fields out of one frame. The first fault stops all later reads.
class TextReader {
public:
    static constexpr bool is_text = true, reads = true;

    /// `body` lies inside the frame's `payload`; offsets count from the payload's start.
    TextReader(std::string_view payload, std::size_t body_at, Version server)
        : server_{server},
          begin_{payload.data()},
          p_{payload.data() + body_at},
          end_{payload.data() + payload.size()}
    {}

    const Fault& fault() const { return fault_; }
    /// Fields after the last known one; a message that was cut short by a bad count is a fault.
    std::size_t finish()
    {
        if (p_ == end_ || fault_) return 0;
        if (negative_count_) return fail(Fault::Kind::out_of_range, "count"), 0;
        // what follows a list that ends the message is more of the list
        if (p_ == end_of_list_) return fail(Fault::Kind::out_of_range, "count"), 0;
        // a flag that is neither 0 nor 1 and fields left over: a wrong count has shifted them
        if (odd_flag_) return fail(Fault::Kind::out_of_range, "flag"), 0;
        auto fields = static_cast<std::size_t>(std::count(p_, end_, '\0'));
        return fields + (end_[-1] != '\0');
    }

    bool since(Version v) const { return server_ >= v; }
    bool before(Version v) const { return server_ < v; }

    template <class T> void operator()(const char* name, int, T& out) { read(name, out); }
    template <class T> void marked(const char* name, int, std::optional<T>& out)
    {
        read_marked(name, out);
    }
    template <class T> void always(const char* name, int, T& out) { read(name, out); }
    template <class T> void sent(const char* name, int, T& out) { read(name, out); }
    template <class T> void text(const char* name, T& out) { read(name, out); }
    template <class T> void text_marked(const char* name, std::optional<T>& out)
    {
        read_marked(name, out);
    }
    /// Empty is unset here, though writers spell unset out.
    template <class T> void text_spelt(const char* name, std::optional<T>& out) { read(name, out); }
    template <class T> void text_from(Version v, const char* name, T& out)
    {
        if (since(v)) read(name, out);
    }
    template <class T> void text_from_marked(Version v, const char* name, std::optional<T>& out)
    {
        if (since(v)) read_marked(name, out);
    }
    template <class T> void from(Version v, const char* name, int, T& out)
    {
        text_from(v, name, out);
    }
    template <class T> void refused(Version, const char*, T&) {}
    template <class T> void ended(Version, const char*, T&) {}
    template <class T> void json(const char*, T&) {}
    template <class T> void answered(const char* name, int, T& out) { read(name, out); }
    template <class T> void size(const char* name, int, T& out) { read(name, out); }
    template <class T> void tick_size(const char* name, int, T& out) { read_marked(name, out); }
    /// Text that is JSON or empty: anything else comes from another layout.
    void json_text(const char* name, int, std::string_view& out)
    {
        read(name, out);
        if (!out.empty() && out.front() != '{' && out.front() != '[')
            fail(Fault::Kind::bad_text, name);
    }
    template <class T> void setting(const char* name, int, T& out) { read(name, out); }

    int text_version(int)
    {
        int n = 0;
        read("version", n);
        return n;
    }
    void retired(std::string_view) { skip("retired"); }
    template <class T, class F> void nested(const char*, int, T& out, F&& fields)
    {
        fields(out, *this);
    }
    template <class T, class F> void required(const char*, int, T& out, F&& fields)
    {
        fields(out, *this);
    }
    /// Items are made one by one: a count is not a promise.
    template <class T, class F> void list(const char* name, int, std::vector<T>& out, F&& item)
    {
        for (int n = count(name, out); n > 0 && !fault_; --n) item(out.emplace_back(), *this);
        end_of_list_ = p_;
    }
    template <class T> void values(const char* name, int, std::vector<T>& out)
    {
        for (int n = count(name, out); n > 0 && !fault_; --n) read(name, out.emplace_back());
        end_of_list_ = p_;
    }
    template <class T, class F>
    void optional(const char* name, int, std::optional<T>& out, F&& fields)
    {
        bool present = false;
        read(name, present);
        if (present) fields(out.emplace(), *this);
    }
    /// A part that the fields before it say is there.
    template <class T, class F> void part(std::optional<T>& out, F&& fields)
    {
        fields(out.emplace(), *this);
    }
    /// One field: tag=value;tag=value;
    void tags(const char* name, int, Tags& out)
    {
        std::string_view all;
        read(name, all);
        while (!all.empty()) {
            auto item = all.substr(0, all.find(';'));
            all.remove_prefix(std::min(all.size(), item.size() + 1));
            auto equals = item.find('=');
            out.emplace_back(item.substr(0, equals), equals == std::string_view::npos
                                                         ? std::string_view{}
                                                         : item.substr(equals + 1));
        }
    }
    /// A count, then tag and value as fields of their own.
    void pairs(const char* name, Tags& out)
    {
        for (int n = count(name, out); n > 0 && !fault_; --n) {
            auto& [tag, value] = out.emplace_back();
            read(name, tag);
            read(name, value);
        }
    }
    /// A count of prices: none, or one for each leg.
    template <class Leg> void leg_prices(const char* name, std::vector<Leg>& legs)
    {
        int n = count(name);
        if (n > static_cast<int>(legs.size())) return fail(Fault::Kind::out_of_range, name);
        for (int i = 0; i < n && !fault_; ++i) read(name, legs[static_cast<std::size_t>(i)].price);
    }
    template <class... Bools> void bits(const char* name, Bools&... bools)
    {
        int mask = 0;
        read(name, mask);
        ((bools = (mask & 1) != 0, mask >>= 1), ...);
    }
    void digits(const char* name, int, int& out) { read(name, out); }
    void flag_number(const char* name, int, std::optional<int>& out) { read_marked(name, out); }
    void flag(const char* name, std::optional<int>& out)
    {
        bool on = false;
        read(name, on);
        out = on ? 1 : 0;
    }
    void word(const char* name, int, bool& out)
    {
        std::string_view text;
        read(name, text);
        out = text == "true";
    }
    void sentinel(const char* name, int, std::optional<double>& out, double unset)
    {
        read_marked(name, out);
        if (out == unset) out.reset();
    }
    template <class T> void condition_type(const char* name, T& out)
    {
        int n = 0;
        read(name, n);
        if (n < 1 || n > 7 || n == 2) return fail(Fault::Kind::unknown_value, name);
        out = static_cast<T>(n);
    }
    void connector(const char* name, bool& is_and)
    {
        std::string_view text;
        read(name, text);
        is_and = text == "a";
    }
    void fail(Fault::Kind kind, const char* name) { fail_at(kind, name, p_); }

private:
    [[gnu::cold, gnu::noinline]] void fail_at(Fault::Kind kind, const char* name, const char* at)
    {
        if (!fault_) fault_ = {kind, {}, server_, {}, name, static_cast<std::size_t>(at - begin_)};
        p_ = end_;
    }
    void skip(const char* name)
    {
        std::string_view passed_over;
        read(name, passed_over);
    }
    int count(const char* name)
    {
        int n = 0;
        read(name, n);
        if (n < 0) negative_count_ = true;
        return n;
    }
    /// The same, with room for what the rest of the frame can hold: an item has a byte at least.
    /// Bounded, so that a count that lies makes no large allocation.
    template <class Items> int count(const char* name, Items& out)
    {
        constexpr std::ptrdiff_t most = 16 * 1024;
        int n = count(name);
        if (n > 0)
            out.reserve(static_cast<std::size_t>(std::min({most, end_ - p_, std::ptrdiff_t{n}})));
        return n;
    }
    bool at_empty() const { return p_ != end_ && *p_ == '\0'; }

    void read(const char* name, std::string_view& out)
    {
        auto nul =
            static_cast<const char*>(std::memchr(p_, 0, static_cast<std::size_t>(end_ - p_)));
        if (!nul) [[unlikely]]
            return fail(Fault::Kind::truncated, name);
        out = {p_, static_cast<std::size_t>(nul - p_)};
        p_ = nul + 1;
    }
    void read(const char* name, Multiplier& out)
    {
        out.number.reset();
        read(name, out.text);
    }
    /// Empty reads as zero.
    template <class T>
    requires std::is_arithmetic_v<T>
    void read(const char* name, T& out)
    {
        if (at_empty()) {
            out = T{};
            ++p_;
            return;
        }
        if constexpr (std::is_integral_v<T>) {
            // most numbers are one digit: kinds, flags, versions
            if (end_ - p_ >= 2 && p_[1] == '\0' && *p_ >= '0' && *p_ <= '9') {
                out = static_cast<T>(*p_ - '0');
                p_ += 2;
                return;
            }
        }
        ended(name, std::from_chars(p_, end_, out));
        if constexpr (std::is_floating_point_v<T>)
            if (std::isnan(out)) fail(Fault::Kind::not_a_number, name);
    }
    void read(const char* name, bool& out)
    {
        int n = 0;
        read(name, n);
        out = n > 0;
        if (n < 0 || n > 1) odd_flag_ = true;
    }
    template <class E>
    requires std::is_enum_v<E>
    void read(const char* name, E& out)
    {
        std::underlying_type_t<E> n{};
        read(name, n);
        out = static_cast<E>(n);
    }
    /// Empty and the unset marks read as unset.
    template <class T> void read(const char* name, std::optional<T>& out)
    {
        out.reset();
        if (at_empty()) {
            ++p_;
            return;
        }
        read_number(name, out);
    }
    /// True when the field is just this text; then it has been read.
    bool take(std::string_view text)
    {
        auto size = text.size();
        if (static_cast<std::size_t>(end_ - p_) <= size || p_[size] != '\0' ||
            std::memcmp(p_, text.data(), size) != 0)
            return false;
        p_ += size + 1;
        return true;
    }
    /// Empty reads as zero, the unset marks as unset.
    template <class T> void read_marked(const char* name, std::optional<T>& out)
    {
        if (at_empty()) {
            out = T{};
            ++p_;
            return;
        }
        out.reset();
        read_number(name, out);
    }
    template <class T> void read_number(const char* name, std::optional<T>& out)
    {
        // most prices of an order: to read the mark as a number takes thirty times as long
        if constexpr (std::is_same_v<T, double>)
            if (take(unset_double_text)) return;
        T x{};
        read(name, x);
        if (!fault_ && !is_unset(x)) out = x;
    }
    void read_number(const char* name, std::optional<Decimal>& out)
    {
        Decimal d;
        const char* begin = p_;
        auto result = Decimal::from_chars(p_, end_, d);
        if (result.ec == std::errc{} && result.ptr != end_ && *result.ptr == '\0') {
            p_ = result.ptr + 1;
            if (d.is_zero() && has_value_digit({begin, static_cast<std::size_t>(p_ - begin)}))
                return fail_at(Fault::Kind::out_of_range, name, begin);
            if (!is_unset(d)) out = d;
            return;
        }
        auto nul =
            static_cast<const char*>(std::memchr(begin, 0, static_cast<std::size_t>(end_ - begin)));
        if (nul && is_unset_mark({begin, static_cast<std::size_t>(nul - begin)})) {
            p_ = nul + 1;
            return;
        }
        ended(name, result);
    }
    void ended(const char* name, std::from_chars_result result)
    {
        if (result.ec == std::errc{} && result.ptr != end_ && *result.ptr == '\0') {
            p_ = result.ptr + 1;
            return;
        }
        if (p_ == end_ || (result.ec == std::errc{} && result.ptr == end_))
            return fail(Fault::Kind::truncated, name);
        fail(result.ec == std::errc::result_out_of_range ? Fault::Kind::out_of_range
                                                         : Fault::Kind::not_a_number,
             name);
    }

    Version server_;
    const char* begin_;
    const char* p_;
    const char* end_;
    const char* end_of_list_ = nullptr;
    bool negative_count_ = false, odd_flag_ = false;
    Fault fault_;
};

}  // namespace trademind::ibkr::wire
