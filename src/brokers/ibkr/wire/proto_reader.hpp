// Reads a message out of the protobuf encoding, by tag, with protozero's primitives.
#pragma once

#include "brokers/ibkr/wire/by_tag.hpp"
#include "brokers/ibkr/wire/text_reader.hpp"

#include <protozero/exception.hpp>
#include <protozero/types.hpp>
#include <protozero/varint.hpp>

#include <bit>

namespace trademind::ibkr::wire {

/// True when the bytes are well-formed UTF-8, which protobuf asks of every text.
bool is_utf8(std::string_view text);

/// Walks the wire's fields and hands each to the member with its tag.
///
/// The field list is walked until the member is found; a message whose fields come in ascending
/// order is one walk in all. A field of another wire type than its member's is a fault; fields
/// without a member are skipped and counted.
class ProtoReader : public ByTag {
public:
    static constexpr bool reads = true;

    ProtoReader(std::string_view payload, std::size_t body_at, bool request)
        : begin_{payload.data()},
          p_{payload.data() + body_at},
          end_{payload.data() + payload.size()},
          request_{request}
    {}

    const Fault& fault() const { return fault_; }
    std::size_t unknown_fields() const { return unknown_; }

    template <class M> void read_all(M& m)
    {
        next_key();
        do {
            auto before = taken_;
            fields_of(m, *this);
            first_walk_ = false;
            if (tag_ != 0 && taken_ == before) {
                skip_value(kind_, 0);
                ++unknown_;
                next_key();
            }
        } while (tag_ != 0);
        if ((required_ & ~seen_) != 0) fields_of(m, *this);  // names what is missing
    }

    static constexpr bool from_client() { return false; }

    template <class T> void operator()(const char* name, int tag, T& out)
    {
        if (tag != tag_) return;
        read(name, out);
        took();
    }
    /// A truth is written only where it is one: false is the same as left out.
    void operator()(const char* name, int tag, std::optional<bool>& out)
    {
        if (tag != tag_) return;
        setting(name, tag, out);
        if (out == false) out.reset();
    }
    /// In a client's message a number left out is unset, whatever the member begins with.
    template <class T> void marked(const char* name, int tag, std::optional<T>& out)
    {
        if (first_walk_ && request_) out.reset();
        (*this)(name, tag, out);
    }
    template <class T> void always(const char* name, int tag, T& out) { (*this)(name, tag, out); }
    /// A field that servers fill: in a client's message it is one that is not known.
    template <class T> void answered(const char* name, int tag, T& out)
    {
        if (!request_) (*this)(name, tag, out);
    }
    template <class T> void json_text(const char* name, int tag, T& out)
    {
        (*this)(name, tag, out);
    }
    template <class T> void size(const char* name, int tag, T& out) { (*this)(name, tag, out); }
    /// False is a value of its own.
    void setting(const char* name, int tag, std::optional<bool>& out)
    {
        if (tag != tag_) return;
        read(name, out);
        took();
    }
    template <class T> void from(Version, const char* name, int tag, T& out)
    {
        (*this)(name, tag, out);
    }
    /// A field with a default of its own, that is off or unset when a client left it out.
    template <class T> void sent(const char* name, int tag, T& out)
    {
        if (first_walk_ && request_) out = T{};
        (*this)(name, tag, out);
    }
    template <class T> void ended(Version, const char*, T&) {}

    template <class T, class F> void nested(const char* name, int tag, T& out, F&&)
    {
        if (tag != tag_) return;
        read_message(name, out);
        took();
    }
    /// A part without which the message means nothing.
    template <class T, class F> void required(const char* name, int tag, T& out, F&&)
    {
        auto bit = 1U << tag;
        required_ |= bit;
        if (tag == tag_) {
            seen_ |= bit;
            read_message(name, out);
            took();
        }
        if (tag_ == 0 && (seen_ & bit) == 0) fail(Fault::Kind::missing, name);
    }
    template <class T, class F> void list(const char* name, int tag, std::vector<T>& out, F&&)
    {
        while (tag == tag_) {
            read_message(name, out.emplace_back());
            took();
        }
    }
    template <class T> void values(const char* name, int tag, std::vector<T>& out)
    {
        while (tag == tag_) {
            if constexpr (std::is_arithmetic_v<T>) {
                if (kind_ == protozero::pbf_wire_type::length_delimited)
                    read_packed(name, out);
                else
                    read_item(name, out.emplace_back());
            } else {
                read_item(name, out.emplace_back());
            }
            took();
        }
    }
    template <class T, class F> void optional(const char* name, int tag, std::optional<T>& out, F&&)
    {
        if (tag != tag_) return;
        read_message(name, out ? *out : out.emplace());
        took();
    }
    /// One member of a oneof: it clears the others.
    template <class T, class F, class... Others>
    void choice(const char* name, int tag, std::optional<T>& out, F&&, Others&... others)
    {
        if (tag != tag_) return;
        (others.reset(), ...);
        read_message(name, out ? *out : out.emplace());
        took();
    }
    /// A map: of equal tags the last one counts, in the place of the first.
    void tags(const char* name, int tag, Tags& out)
    {
        while (tag == tag_) {
            TagEntry entry;
            read_message(name, entry);
            auto same = std::find_if(out.begin(), out.end(),
                                     [&](auto& other) { return other.first == entry.key; });
            if (same != out.end())
                same->second = entry.value;
            else if (out.size() == most_tags)
                return fail(Fault::Kind::out_of_range, name);
            else
                out.emplace_back(entry.key, entry.value);
            took();
        }
    }
    /// An integer that protobuf carries as text.
    void digits(const char* name, int tag, int& out)
    {
        if (tag != tag_) return;
        std::string_view text;
        read(name, text);
        out = 0;
        auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
        if (!text.empty() && (ec != std::errc{} || end != text.data() + text.size()))
            fail(Fault::Kind::not_a_number, name);
        took();
    }
    void flag_number(const char* name, int tag, std::optional<int>& out)
    {
        if (tag != tag_) return;
        bool on = false;
        read(name, on);
        out = on ? 1 : 0;
        took();
    }
    void word(const char* name, int tag, bool& out) { (*this)(name, tag, out); }
    void sentinel(const char* name, int tag, std::optional<double>& out, double unset)
    {
        (*this)(name, tag, out);
        if (out == unset) out.reset();
    }
    /// A price increment: a plain number, for which large integers are no marks.
    void tick_size(const char* name, int tag, std::optional<Decimal>& out)
    {
        if (tag != tag_) return;
        std::string_view text;
        read(name, text);
        out = Decimal::parse(text.empty() ? "0" : text);
        if (!fault_ && !out && !is_unset_mark(text)) fail(Fault::Kind::not_a_number, name);
        took();
    }
    [[gnu::cold, gnu::noinline]] void fail(Fault::Kind kind, const char* name)
    {
        if (!fault_) fault_ = {kind, {}, {}, {}, name, static_cast<std::size_t>(field_ - begin_)};
        p_ = end_;
        tag_ = 0;
    }

private:
    using Wire = protozero::pbf_wire_type;
    /// Far beyond any real list; keeps the search for equal tags short in a hostile one.
    static constexpr std::size_t most_tags = 1000;

    struct TagEntry {
        std::string_view key, value;
        template <class M, class V> static void describe(M& m, V& v)
        {
            v("key", 1, m.key);
            v("value", 2, m.value);
        }
    };

    void took()
    {
        ++taken_;
        next_key();
    }
    void next_key()
    {
        tag_ = 0;
        if (p_ == end_) return;
        field_ = p_;
        auto key = varint("tag");
        if (fault_) return;
        auto number = key >> 3;
        if (number == 0 || number > 0x1FFFFFFF) return fail(Fault::Kind::bad_encoding, "tag");
        tag_ = static_cast<int>(number);
        kind_ = static_cast<Wire>(key & 7);
    }
    std::uint64_t varint(const char* name)
    {
        if (p_ != end_ && static_cast<unsigned char>(*p_) < 0x80)
            return static_cast<unsigned char>(*p_++);
        return long_varint(name);
    }
    // out of line, so that the common path keeps its state in registers
    [[gnu::noinline]] std::uint64_t long_varint(const char* name)
    {
        try {
            return protozero::decode_varint(&p_, end_);
        } catch (const protozero::exception&) {
            fail(Fault::Kind::bad_encoding, name);
            return 0;
        }
    }
    std::string_view bytes(const char* name)
    {
        auto n = varint(name);
        if (n > static_cast<std::uint64_t>(end_ - p_)) {
            fail(Fault::Kind::truncated, name);
            return {};
        }
        std::string_view s{p_, static_cast<std::size_t>(n)};
        p_ += n;
        return s;
    }
    void advance(std::ptrdiff_t n)
    {
        if (end_ - p_ < n) return fail(Fault::Kind::truncated, "unknown field");
        p_ += n;
    }
    void skip_value(Wire kind, int depth)
    {
        constexpr int group_begin = 3, group_end = 4, deepest = 100;
        switch (static_cast<int>(kind)) {
        case static_cast<int>(Wire::varint): varint("unknown field"); return;
        case static_cast<int>(Wire::fixed64): return advance(8);
        case static_cast<int>(Wire::length_delimited): bytes("unknown field"); return;
        case static_cast<int>(Wire::fixed32): return advance(4);
        case group_begin: break;
        default: return fail(Fault::Kind::bad_encoding, "unknown field");
        }
        auto group = tag_;
        if (depth == deepest) return fail(Fault::Kind::bad_encoding, "unknown group");
        while (!fault_) {
            next_key();
            if (fault_) return;
            if (tag_ == 0) return fail(Fault::Kind::truncated, "unknown group");
            if (static_cast<int>(kind_) == group_end) {
                if (tag_ != group) fail(Fault::Kind::bad_encoding, "unknown group");
                return;
            }
            skip_value(kind_, depth + 1);
        }
    }
    bool expect(Wire kind, const char* name)
    {
        if (kind_ != kind) fail(Fault::Kind::bad_encoding, name);
        return kind_ == kind;
    }

    template <class T> void read_message(const char* name, T& out)
    {
        if (!expect(Wire::length_delimited, name)) return;
        auto body = bytes(name);
        if (fault_) return;
        ProtoReader inner{{begin_, static_cast<std::size_t>(body.data() + body.size() - begin_)},
                          static_cast<std::size_t>(body.data() - begin_),
                          request_};
        inner.read_all(out);
        unknown_ += inner.unknown_;
        if (inner.fault_) {
            p_ = end_;
            fault_ = inner.fault_;
        }
    }
    template <class T> void read_packed(const char* name, std::vector<T>& out)
    {
        auto body = bytes(name);
        if (fault_) return;
        const char* after = std::exchange(p_, body.data());
        const char* whole_end = std::exchange(end_, body.data() + body.size());
        kind_ = std::is_floating_point_v<T> ? Wire::fixed64 : Wire::varint;
        while (p_ != end_ && !fault_) read_item(name, out.emplace_back());
        end_ = whole_end;
        p_ = fault_ ? end_ : after;
    }
    void read(const char* name, std::string_view& out)
    {
        if (!expect(Wire::length_delimited, name)) return;
        out = bytes(name);
        if (!is_utf8(out)) fail(Fault::Kind::bad_text, name);
    }
    void read(const char* name, Multiplier& out)
    {
        out.text = {};
        read(name, out.number);
    }
    void read(const char* name, bool& out)
    {
        if (expect(Wire::varint, name)) out = varint(name) != 0;
    }
    void read(const char* name, double& out)
    {
        if (!expect(Wire::fixed64, name)) return;
        if (end_ - p_ < 8) return fail(Fault::Kind::truncated, name);
        std::uint64_t bits = 0;
        for (int i = 7; i >= 0; --i) bits = bits << 8 | static_cast<unsigned char>(p_[i]);
        p_ += 8;
        out = std::bit_cast<double>(bits);
        if (std::isnan(out)) fail(Fault::Kind::not_a_number, name);
    }
    template <class T>
    requires std::is_integral_v<T>
    void read(const char* name, T& out)
    {
        T n{};
        read_integer(name, n);
        // a client's "unset" integer is one that it did not send
        if (!fault_ && !(request_ && is_unset(n))) out = n;
    }
    /// A number as it stands, "unset" or not.
    template <class T> void read_item(const char* name, T& out)
    {
        if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
            read_integer(name, out);
        else
            read(name, out);
    }
    template <class T> void read_integer(const char* name, T& out)
    {
        if (!expect(Wire::varint, name)) return;
        auto n = static_cast<std::int64_t>(varint(name));
        if constexpr (sizeof(T) < 8)
            if (n < std::numeric_limits<T>::min() || n > std::numeric_limits<T>::max())
                return fail(Fault::Kind::out_of_range, name);
        out = static_cast<T>(n);
    }
    template <class E>
    requires std::is_enum_v<E>
    void read(const char* name, E& out)
    {
        std::underlying_type_t<E> n{};
        read(name, n);
        out = static_cast<E>(n);
    }
    template <class T> void read(const char* name, std::optional<T>& out)
    {
        T x{};
        read_item(name, x);
        out.reset();
        if (!fault_ && !is_unset(x)) out = x;
    }
    void read(const char* name, std::optional<Decimal>& out)
    {
        out.reset();
        if (!expect(Wire::length_delimited, name)) return;
        auto text = bytes(name);
        if (text.empty()) return;
        Decimal d;
        auto [end, ec] = Decimal::from_chars(text.data(), text.data() + text.size(), d);
        if (ec == std::errc{} && end == text.data() + text.size()) {
            if (d.is_zero() && has_value_digit(text))
                fail(Fault::Kind::out_of_range, name);
            else if (!is_unset(d))
                out = d;
        } else if (!is_unset_mark(text)) {
            fail(ec == std::errc::result_out_of_range ? Fault::Kind::out_of_range
                                                      : Fault::Kind::not_a_number,
                 name);
        }
    }

    const char* begin_;
    const char* p_;
    const char* end_;
    const char* field_ = p_;
    bool request_;
    int tag_ = 0;
    Wire kind_{};
    std::size_t taken_ = 0, unknown_ = 0;
    bool first_walk_ = true;
    unsigned required_ = 0, seen_ = 0;  // by tag
    Fault fault_;
};

}  // namespace trademind::ibkr::wire
