// Fills a message from JSON, by the names of its field list.
#pragma once

#include "conformance/value.hpp"
#include "conformance/vector_file.hpp"

#include <trademind/brokers/ibkr/messages/fields.hpp>

#include <fmt/format.h>

#include <set>

namespace trademind::conformance {

/// Members that the JSON leaves out keep their default. What does not fit (a name without a member,
/// a value of another kind) is a problem, told with its path. Texts of the message are views into
/// the JSON, which must outlive it.
class TreeReader {
public:
    static constexpr bool is_text = false, reads = true;

    TreeReader(const Json& from, std::string path, std::vector<std::string>& problems)
        : from_{from}, path_{std::move(path)}, problems_{problems}
    {}

    template <class M> void read_message(M& m)
    {
        if (!from_.is_object()) return complain("", "an object");
        fields_of(m, *this);
        for (auto& [name, value] : from_.items())
            if (!known_.contains(name))
                problems_.push_back(
                    fmt::format("{}{}: the message has no such member", path_, name));
    }

    bool since(ibkr::Version) const { return true; }
    bool before(ibkr::Version) const { return false; }
    static constexpr bool from_client() { return false; }

    template <class T> void operator()(const char* name, int, T& out) { read(name, out); }
    template <class T> void marked(const char* name, int, T& out) { read(name, out); }
    template <class T> void from(ibkr::Version, const char* name, int, T& out) { read(name, out); }
    template <class T> void answered(const char* name, int, T& out) { read(name, out); }
    template <class T> void json(const char* name, T& out) { read(name, out); }
    template <class T> void ended(ibkr::Version, const char* name, T& out) { read(name, out); }
    template <class T> void always(const char* name, int, T& out) { read(name, out); }
    template <class T> void sent(const char* name, int, T& out) { read(name, out); }
    template <class T> void tick_size(const char* name, int, T& out) { read(name, out); }
    template <class T> void json_text(const char* name, int, T& out) { read(name, out); }
    template <class T> void size(const char* name, int, T& out) { read(name, out); }
    template <class T> void setting(const char* name, int, T& out) { read(name, out); }
    template <class T> void refused(ibkr::Version, const char*, T&) {}
    template <class T> void text(const char*, T&) {}
    template <class T> void text_marked(const char*, T&) {}
    int text_version(int newest) { return newest; }
    void retired(std::string_view) {}

    template <class T, class F> void nested(const char* name, int, T& out, F&&)
    {
        if (auto x = find(name)) inner(*x, name).read_message(out);
    }
    template <class T, class F> void required(const char* name, int tag, T& out, F&& f)
    {
        nested(name, tag, out, f);
    }
    template <class T, class F> void list(const char* name, int, std::vector<T>& out, F&&)
    {
        each(name, [&](const Json& x, std::string at) {
            TreeReader{x, at + ".", problems_}.read_message(out.emplace_back());
        });
    }
    template <class T> void values(const char* name, int, std::vector<T>& out)
    {
        each(name, [&](const Json& x, const std::string& at) {
            if (!take(x, out.emplace_back())) complain(at, "a plain value");
        });
    }
    template <class T, class F> void optional(const char* name, int, std::optional<T>& out, F&&)
    {
        if (auto x = find(name)) inner(*x, name).read_message(out.emplace());
    }
    template <class T, class F, class... Others>
    void choice(const char* name, int tag, std::optional<T>& out, F&& f, Others&...)
    {
        optional(name, tag, out, f);
    }
    void tags(const char* name, int, ibkr::Tags& out)
    {
        each(name, [&](const Json& x, const std::string& at) {
            if (!x.is_array() || x.size() != 2 || !x[0].is_string() || !x[1].is_string())
                return complain(at, "a pair of texts");
            out.emplace_back(x[0].get_ref<const std::string&>(),
                             x[1].get_ref<const std::string&>());
        });
    }
    template <class T> void digits(const char* name, int, T& out) { read(name, out); }
    void flag_number(const char* name, int, std::optional<int>& out) { read(name, out); }
    void word(const char* name, int, bool& out) { read(name, out); }
    void sentinel(const char* name, int, std::optional<double>& out, double) { read(name, out); }

private:
    const Json* find(const char* name)
    {
        auto snake = snake_case(name);
        auto found = from_.find(snake);
        if (found == from_.end()) return nullptr;
        known_.insert(std::move(snake));
        return &*found;
    }
    TreeReader inner(const Json& x, const char* name)
    {
        return {x, path_ + snake_case(name) + ".", problems_};
    }
    void complain(std::string_view at, std::string_view wanted)
    {
        problems_.push_back(fmt::format("{}{}: is not {}", path_, at, wanted));
    }
    template <class F> void each(const char* name, F&& item)
    {
        auto all = find(name);
        if (!all) return;
        if (!all->is_array()) return complain(snake_case(name), "a list");
        for (std::size_t i = 0; i < all->size(); ++i)
            item((*all)[i], fmt::format("{}{}.{}", path_, snake_case(name), i));
    }
    template <class T> void read(const char* name, T& out)
    {
        auto x = find(name);
        if (x && !take(*x, out))
            complain(snake_case(name), fmt::format("a value for this member: {}", x->dump()));
    }

    static bool take(const Json& x, std::string_view& out)
    {
        if (!x.is_string()) return false;
        out = x.get_ref<const std::string&>();
        return true;
    }
    static bool take(const Json& x, ibkr::Multiplier& out) { return take(x, out.text); }
    /// Some flags are integers in the official calls.
    static bool take(const Json& x, bool& out)
    {
        if (!x.is_boolean() && x != 0 && x != 1) return false;
        out = x.is_boolean() ? x.get<bool>() : x == 1;
        return true;
    }
    static bool take(const Json& x, double& out)
    {
        if (x == "Infinity" || x == "-Infinity") {
            out = std::numeric_limits<double>::infinity() * (x == "Infinity" ? 1 : -1);
            return true;
        }
        if (!x.is_number()) return false;
        out = x.get<double>();
        return true;
    }
    static bool take(const Json& x, Decimal& out)
    {
        if (!x.is_string()) return false;
        auto d = Decimal::parse(x.get_ref<const std::string&>());
        if (d) out = *d;
        return d.has_value();
    }
    template <class T>
    requires std::is_integral_v<T>
    static bool take(const Json& x, T& out)
    {
        if (!x.is_number_integer()) return false;
        auto n = x.get<std::int64_t>();
        if (n < std::numeric_limits<T>::min() || n > std::numeric_limits<T>::max()) return false;
        out = static_cast<T>(n);
        return true;
    }
    template <class E>
    requires std::is_enum_v<E>
    static bool take(const Json& x, E& out)
    {
        std::underlying_type_t<E> n{};
        if (!take(x, n)) return false;
        out = static_cast<E>(n);
        return true;
    }
    /// The largest number of a type is the protocol's "unset".
    template <class T> static bool take(const Json& x, std::optional<T>& out)
    {
        T value{};
        if (!take(x, value)) return false;
        out = value;
        if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>)
            if (value == std::numeric_limits<T>::max()) out.reset();
        return true;
    }

    const Json& from_;
    std::string path_;
    std::vector<std::string>& problems_;
    std::set<std::string, std::less<>> known_;
};

}  // namespace trademind::conformance
