// A message's content by name: what the judge compares, independent of any encoding.
#pragma once

#include <trademind/decimal.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace trademind::conformance {

class Value;
using List = std::vector<Value>;
using Object = std::map<std::string, Value, std::less<>>;
/// Tag and value pairs, in the order of the message.
using Pairs = std::vector<std::pair<std::string, std::string>>;
struct Unset {};

/// One value of a message. `Unset` is a number that was never given; texts, lists and flags are
/// empty or false instead.
class Value {
public:
    using Data =
        std::variant<Unset, bool, std::int64_t, double, Decimal, std::string, Pairs, List, Object>;

    Value() = default;
    Value(bool b) : data_{b} {}
    Value(int n) : data_{std::int64_t{n}} {}
    Value(std::int64_t n) : data_{n} {}
    Value(double x) : data_{x} {}
    Value(Decimal d) : data_{d} {}
    Value(const char* s) : data_{std::string{s}} {}
    Value(std::string_view s) : data_{std::string{s}} {}
    Value(std::string s) : data_{std::move(s)} {}
    Value(Pairs p) : data_{std::move(p)} {}
    Value(List l) : data_{std::move(l)} {}
    Value(Object o) : data_{std::move(o)} {}

    const Data& data() const { return data_; }
    template <class T> bool is() const { return std::holds_alternative<T>(data_); }
    template <class T> const T& as() const { return std::get<T>(data_); }
    template <class T> T& as() { return std::get<T>(data_); }
    bool is_unset() const { return is<Unset>(); }

    /// The member of that name; Unset when there is none or this is no object.
    const Value& operator[](std::string_view name) const;
    /// The member of that name, made when it is missing; this becomes an object if it was Unset.
    Value& member(std::string_view name);
    /// Takes the member out; Unset when there is none.
    Value take(std::string_view name);
    void rename(std::string_view from, std::string_view to);

private:
    Data data_;
};

/// For messages: 12, "text", unset, [...].
std::string to_text(const Value& value);

/// A protocol name in snake_case: lmtPrice -> lmt_price, useRTH -> use_rth, dailyPnL -> daily_pnl.
std::string snake_case(std::string_view camel);

}  // namespace trademind::conformance
