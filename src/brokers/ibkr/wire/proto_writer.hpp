// Writes a message in the protobuf encoding, by tag, with protozero.
#pragma once

#include "brokers/ibkr/wire/by_tag.hpp"
#include "brokers/ibkr/wire/text_writer.hpp"

#include <protozero/pbf_writer.hpp>

namespace trademind::ibkr::wire {

bool is_utf8(std::string_view text);

/// Writes a message's fields by tag. Zeros are written; unset numbers, empty texts and false are
/// left out, and in a client's messages an integer that is the protocol's "unset".
class ProtoWriter : public ByTag {
public:
    static constexpr bool reads = false;

    ProtoWriter(Pad& out, Version server, Sender sender)
        : out_{out}, pbf_{out}, server_{server}, sender_{sender}
    {}
    ProtoWriter(ProtoWriter& outer, int tag)
        : out_{outer.out_},
          pbf_{outer.pbf_, number_of(tag)},
          server_{outer.server_},
          sender_{outer.sender_}
    {}

    const Fault& fault() const { return fault_; }
    bool from_client() const { return sender_ == Sender::client; }

    template <class T> void operator()(const char* name, int tag, const T& x)
    {
        if (tag != 0) write(name, tag, x);
    }
    /// A server spells out that a number is unset where a missing one would read as zero.
    template <class T> void marked(const char* name, int tag, const std::optional<T>& x)
    {
        if (x || sender_ == Sender::client) return (*this)(name, tag, x);
        if constexpr (std::is_same_v<T, Decimal>)
            pbf_.add_string(number_of(tag), "", 0);
        else
            write(name, tag, std::numeric_limits<T>::max());
    }
    template <class T> void json_text(const char* name, int tag, const T& x)
    {
        write(name, tag, x);
    }
    void size(const char* name, int tag, const std::optional<Decimal>& x) { marked(name, tag, x); }
    void tick_size(const char* name, int tag, const std::optional<Decimal>& x)
    {
        x ? write(name, tag, *x) : put(name, tag, unset_double_text);
    }
    /// A field that servers fill and clients never send.
    template <class T> void answered(const char* name, int tag, const T& x)
    {
        if (sender_ == Sender::server) write(name, tag, x);
    }
    /// Written whatever its value is.
    void always(const char*, int tag, bool x) { pbf_.add_bool(number_of(tag), x); }
    void always(const char*, int tag, int x) { pbf_.add_int32(number_of(tag), x); }
    void setting(const char*, int tag, const std::optional<bool>& x)
    {
        if (x) pbf_.add_bool(number_of(tag), *x);
    }
    /// A field with a default of its own: a server spells out the other value.
    void sent(const char* name, int tag, bool x)
    {
        sender_ == Sender::server ? always(name, tag, x) : write(name, tag, x);
    }
    template <class T> void sent(const char* name, int tag, const std::optional<T>& x)
    {
        marked(name, tag, x);
    }
    template <class T> void from(Version v, const char* name, int tag, const T& x)
    {
        if (sender_ == Sender::client && server_ < v) {
            if (is_set(x)) fail(Fault::Kind::needs_server, name, v);
            return;
        }
        write(name, tag, x);
    }
    /// A field that only older servers take.
    template <class T> void ended(Version v, const char* name, const T& x)
    {
        if (sender_ == Sender::client && is_set(x)) fail(Fault::Kind::ended, name, v);
    }

    template <class T, class F> void nested(const char*, int tag, const T& x, F&&)
    {
        write_message(tag, x);
    }
    template <class T, class F> void required(const char*, int tag, const T& x, F&&)
    {
        write_message(tag, x);
    }
    template <class T, class F> void list(const char*, int tag, const std::vector<T>& items, F&&)
    {
        for (const T& x : items) write_message(tag, x);
    }
    /// Numbers packed, as proto3 does; texts one by one, empty ones too.
    template <class T> void values(const char* name, int tag, const std::vector<T>& items)
    {
        if constexpr (std::is_same_v<T, double>) {
            if (!items.empty()) pbf_.add_packed_double(number_of(tag), items.begin(), items.end());
        } else if constexpr (std::is_integral_v<T>) {
            if (!items.empty()) pbf_.add_packed_int32(number_of(tag), items.begin(), items.end());
        } else {
            for (const T& x : items) put(name, tag, x);
        }
    }
    template <class T, class F> void optional(const char*, int tag, const std::optional<T>& x, F&&)
    {
        if (x) write_message(tag, *x);
    }
    template <class T, class F, class... Others>
    void choice(const char*, int tag, const std::optional<T>& x, F&&, const Others&...)
    {
        if (x) write_message(tag, *x);
    }
    /// A map: of equal tags the first one stays.
    void tags(const char* name, int tag, const Tags& all)
    {
        for (auto it = all.begin(); it != all.end(); ++it) {
            auto same = [&](auto& other) { return other.first == it->first; };
            if (sender_ == Sender::client && std::any_of(all.begin(), it, same)) continue;
            ProtoWriter entry{*this, tag};
            entry.put(name, 1, it->first);
            entry.put(name, 2, it->second);
            keep(entry.fault_);
        }
    }
    void digits(const char* name, int tag, int x)
    {
        char buffer[16];
        auto [end, ec] = std::to_chars(buffer, buffer + 16, x);
        put(name, tag, {buffer, static_cast<std::size_t>(end - buffer)});
    }
    void flag_number(const char*, int tag, const std::optional<int>& x)
    {
        if (x) pbf_.add_bool(number_of(tag), *x != 0);
    }
    void word(const char* name, int tag, bool x) { write(name, tag, x); }
    void sentinel(const char* name, int tag, const std::optional<double>& x, double)
    {
        write(name, tag, x);
    }
    [[gnu::cold, gnu::noinline]] void fail(Fault::Kind kind, const char* name, Version needed = {})
    {
        if (!fault_) fault_ = {kind, needed, server_, {}, name, 0};
    }

private:
    static protozero::pbf_tag_type number_of(int tag)
    {
        return static_cast<protozero::pbf_tag_type>(tag);
    }
    void keep(const Fault& inner)
    {
        if (!fault_ && inner) fault_ = inner;
    }
    template <class T> void write_message(int tag, const T& x)
    {
        auto before = out_.size();
        {
            ProtoWriter inner{*this, tag};
            T::describe(x, inner);
            keep(inner.fault_);
        }
        // protozero takes an empty part back; the protocol wants it there
        if (out_.size() == before) pbf_.add_message(number_of(tag), "", 0);
    }
    void put(const char* name, int tag, std::string_view s)
    {
        if (!is_utf8(s)) return fail(Fault::Kind::bad_text, name);
        pbf_.add_string(number_of(tag), s.data(), s.size());
    }
    void write(const char* name, int tag, std::string_view s)
    {
        if (!s.empty()) put(name, tag, s);
    }
    void write(const char* name, int tag, const Multiplier& m)
    {
        if (auto x = m.value()) write(name, tag, *x);
    }
    void write(const char*, int tag, bool b)
    {
        if (b) pbf_.add_bool(number_of(tag), true);
    }
    void write(const char* name, int tag, double x)
    {
        if (std::isnan(x)) return fail(Fault::Kind::not_a_number, name);
        pbf_.add_double(number_of(tag), x);
    }
    void write(const char*, int tag, const Decimal& d)
    {
        char buffer[Decimal::max_chars];
        char* end = d.to_chars(buffer);
        pbf_.add_string(number_of(tag), buffer, static_cast<std::size_t>(end - buffer));
    }
    template <class T>
    requires std::is_integral_v<T>
    void write(const char*, int tag, T n)
    {
        if (sender_ == Sender::client && is_unset(n)) return;
        if constexpr (sizeof(T) == 8)
            pbf_.add_int64(number_of(tag), n);
        else
            pbf_.add_int32(number_of(tag), n);
    }
    template <class E>
    requires std::is_enum_v<E>
    void write(const char* name, int tag, E e)
    {
        write(name, tag, static_cast<std::underlying_type_t<E>>(e));
    }
    template <class T> void write(const char* name, int tag, const std::optional<T>& x)
    {
        if (x) write(name, tag, *x);
    }

    Pad& out_;
    protozero::basic_pbf_writer<Pad> pbf_;
    Version server_;
    Sender sender_;
    Fault fault_;
};

}  // namespace trademind::ibkr::wire
