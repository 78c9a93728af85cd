// Reading order ids.
#include <trademind/ids.hpp>

#include <charconv>

namespace trademind {

Result<OrderId> parse_order_id(std::string_view text)
{
    std::int64_t number = 0;
    auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (ec != std::errc{} || end != text.data() + text.size())
        return Error{Errc::invalid_argument, "'" + std::string{text} + "' is not an order id"};
    return OrderId{number};
}

}  // namespace trademind
