// The floor of the wire benchmarks: what a person would write for one message, with the same number
// primitives and the same checks, and nothing general.
#pragma once

#include "brokers/ibkr/wire/frame.hpp"
#include "brokers/ibkr/wire/proto_reader.hpp"
#include "brokers/ibkr/wire/text_writer.hpp"

#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>

#include <cstdlib>

namespace trademind::ibkr::wire::floor {

/// Text fields off a frame.
struct TextIn {
    const char* p;
    const char* end;
    bool good = true;

    template <class T> T number()
    {
        T x{};
        if (p != end && *p == '\0') return ++p, x;
        std::from_chars_result r{};
        if constexpr (std::is_same_v<T, Decimal>)
            r = Decimal::from_chars(p, end, x);
        else
            r = std::from_chars(p, end, x);
        if (r.ec != std::errc{} || r.ptr == end || *r.ptr != '\0') {
            good = false;
            p = end;
            return x;
        }
        p = r.ptr + 1;
        return x;
    }
    int integer() { return number<int>(); }
    std::int64_t wide() { return number<std::int64_t>(); }
    std::optional<double> real()
    {
        auto x = number<double>();
        if (std::isnan(x)) good = false;
        return is_unset(x) ? std::nullopt : std::optional{x};
    }
    std::optional<Decimal> quantity()
    {
        if (p != end && *p == '\0') return ++p, std::nullopt;
        auto d = number<Decimal>();
        return is_unset(d) ? std::nullopt : std::optional{d};
    }
    std::string_view text()
    {
        auto nul = static_cast<const char*>(std::memchr(p, 0, static_cast<std::size_t>(end - p)));
        if (!nul) return good = false, std::string_view{};
        std::string_view s{p, static_cast<std::size_t>(nul - p)};
        p = nul + 1;
        return s;
    }
};

/// Text fields onto a frame.
struct TextOut {
    std::string& out;

    template <class T> void integer(T n)
    {
        char buffer[24];
        char* last = std::to_chars(buffer, buffer + 23, n).ptr;
        *last++ = '\0';
        out.append(buffer, last);
    }
    void real(const std::optional<double>& x)
    {
        if (!x) return text("1.7976931348623157E308");
        char buffer[max_double_chars];
        char* last = write_double(buffer, buffer + max_double_chars - 1, *x);
        *last++ = '\0';
        out.append(buffer, last);
    }
    void quantity(const std::optional<Decimal>& d)
    {
        if (!d) return text({});
        char buffer[Decimal::max_chars + 1];
        char* last = d->to_chars(buffer);
        *last++ = '\0';
        out.append(buffer, last);
    }
    void text(std::string_view s)
    {
        if (std::memchr(s.data(), 0, s.size())) std::abort();
        out.append(s);
        out += '\0';
    }
};

inline std::string_view view(protozero::data_view d)
{
    return {d.data(), d.size()};
}
inline std::string_view utf8(protozero::pbf_reader& r, bool& good)
{
    auto s = view(r.get_view());
    good = good && is_utf8(s);
    return s;
}
inline std::optional<Decimal> quantity(protozero::pbf_reader& r, bool& good)
{
    auto s = view(r.get_view());
    if (s.empty()) return std::nullopt;
    Decimal d;
    auto [p, ec] = Decimal::from_chars(s.data(), s.data() + s.size(), d);
    if (ec != std::errc{} || p != s.data() + s.size()) good = false;
    return is_unset(d) ? std::nullopt : std::optional{d};
}
inline std::optional<double> real(protozero::pbf_reader& r, bool& good)
{
    auto x = r.get_double();
    if (std::isnan(x)) good = false;
    return is_unset(x) ? std::nullopt : std::optional{x};
}

/// Protobuf fields onto a frame.
struct ProtoOut {
    protozero::pbf_writer w;

    void integer(unsigned tag, int n) { w.add_int32(tag, n); }
    void wide(unsigned tag, std::int64_t n) { w.add_int64(tag, n); }
    void real(unsigned tag, const std::optional<double>& x)
    {
        if (x) w.add_double(tag, *x);
    }
    void quantity(unsigned tag, const std::optional<Decimal>& d)
    {
        if (!d) return;
        char buffer[Decimal::max_chars];
        char* last = d->to_chars(buffer);
        w.add_string(tag, buffer, static_cast<std::size_t>(last - buffer));
    }
    void text(unsigned tag, std::string_view s)
    {
        if (s.empty()) return;
        if (!is_utf8(s)) std::abort();
        w.add_string(tag, s.data(), s.size());
    }
};

/// Specialised for each message: read and write of both encodings.
template <class M> struct ByHand;

}  // namespace trademind::ibkr::wire::floor
