// Tags: "gateway/7/12" or "gateway/7/12/reference".
#include "gateway/owner.hpp"

#include <trademind/order_validation.hpp>

#include <charconv>

namespace trademind::gateway {
namespace {

constexpr std::string_view mark = "gateway/";

bool take_number(std::string_view& rest, int& number)
{
    auto [end, ec] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (ec != std::errc{}) return false;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return true;
}

}  // namespace

std::string tag_of(const OrderKey& key, std::string_view reference)
{
    auto tag =
        std::string{mark} + std::to_string(key.client_id) + '/' + std::to_string(key.order_id);
    if (reference.empty()) return tag;
    auto whole = tag + '/' + std::string{reference};
    return fault_of_client_order_id(whole) ? tag : whole;
}

std::optional<OrderTag> parse_tag(std::string_view rest)
{
    if (!rest.starts_with(mark)) return std::nullopt;
    rest.remove_prefix(mark.size());
    OrderTag tag;
    if (!take_number(rest, tag.key.client_id) || !rest.starts_with('/')) return std::nullopt;
    rest.remove_prefix(1);
    if (!take_number(rest, tag.key.order_id)) return std::nullopt;
    if (rest.empty()) return tag;
    if (!rest.starts_with('/')) return std::nullopt;
    tag.reference = rest.substr(1);
    return tag;
}

}  // namespace trademind::gateway
