// Where a key may stand in the file: under its own name, its other name, or in a broker's section.
#pragma once

#include "execution/config/keys.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace trademind::config {

/// The key that `name` means, or null.
///
/// Beside its name and its other name, a key of the sections `broker` and `risk` may stand below
/// `broker`, `broker.ibkr`, `broker.paper` or `risk`, as long as its last word names one key only:
/// `broker.ibkr.max_order_size` is `broker.max_order_size`. `broker.type` stands in one place.
const Key* find_key(std::string_view name, const std::vector<Key>& keys);

/// Every name and other name, for looking up the nearest to a misspelt one.
std::vector<std::string> names_of(const std::vector<Key>& keys);

}  // namespace trademind::config
