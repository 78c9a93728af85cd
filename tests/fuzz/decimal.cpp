// Any text as a decimal number, and arithmetic on what comes out.
#include <trademind/decimal.hpp>

#include <cstdio>
#include <cstdlib>

using trademind::Decimal;

namespace {

void require(bool holds, const char* what)
{
    if (holds) return;
    std::fprintf(stderr, "violated: %s\n", what);
    std::abort();
}

void check(Decimal d)
{
    auto text = d.str();
    require(text.size() <= Decimal::max_chars, "a number fits its buffer");
    require(text.find_first_not_of("-.0123456789") == std::string::npos, "plain notation");
    require(Decimal::parse(text) == d, "a number reads back");
    auto x = d.to_double();
    auto back = Decimal::from_double(x);
    require(!back || back->to_double() == x, "a double survives");
    require(checked_subtract(d, d) == Decimal{}, "nothing is left of itself");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text{reinterpret_cast<const char*>(data), size};
    auto a = Decimal::parse(text.substr(0, size / 2)), b = Decimal::parse(text.substr(size / 2));
    if (a) check(*a);
    if (b) check(*b);
    if (!a || !b) return 0;
    if (auto sum = checked_add(*a, *b)) {
        check(*sum);
        require(checked_subtract(*sum, *b) == *a, "a sum can be undone");
    }
    if (auto product = checked_multiply(*a, *b)) check(*product);
    if (auto quotient = checked_divide(*a, *b)) check(*quotient);
    require((*a < *b) == (*b > *a), "order has two sides");
    return 0;
}
