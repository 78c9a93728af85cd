// What an order may do at worst, read from its terms as they are sent.
#pragma once

#include <trademind/decimal.hpp>
#include <trademind/order.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace trademind::risk {

/// How the checks take a rare attribute of an order.
enum class AttributeRule : std::uint8_t {
    judged,    ///< it moves price or size, and is part of the worst case
    refused,   ///< what it makes the broker do cannot be valued
    harmless,  ///< it can neither raise what is paid nor what is traded
};

/// One attribute by the name that texts_of gives it.
class AttributeVerdict {
public:
    std::string_view name;
    AttributeRule rule;
    std::string_view reason;
};
/// All that are known. One that is not among them is refused by its name.
std::span<const AttributeVerdict> attribute_verdicts();

/// The first term whose effect cannot be valued, by name and with the reason; nothing where the
/// worst case of the order is known.
std::optional<std::string> unvaluable_term(const OrderRequest&);

/// The worst limit that the order may trade at, its discretion included; nothing where it has no
/// limit of its own.
std::optional<Decimal> worst_limit(const OrderRequest&);

/// The highest price, for one unit of the order, at which its terms let it trade. `market` is the
/// side of the quote that it would trade at; nothing where that is needed and missing.
/// `contract_id` tells its own instrument in conditions on prices. May throw std::overflow_error.
std::optional<Decimal> highest_price(const OrderRequest&, const std::optional<Decimal>& market,
                                     std::int64_t contract_id);

}  // namespace trademind::risk
