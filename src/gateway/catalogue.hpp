// The instruments that the gateway can search: what Broker has no question for.
#pragma once

#include <trademind/gateway.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::gateway {

/// One chain of options: those of one underlying, exchange, class and multiplier.
struct OptionChain {
    std::string exchange, trading_class, multiplier;
    std::int64_t underlying_id{};
    std::vector<std::string> expirations;  ///< ascending
    std::vector<Decimal> strikes;          ///< ascending
};

/// Immutable.
class Catalogue {
public:
    explicit Catalogue(std::vector<ContractDetails> instruments)
        : instruments_{std::move(instruments)}
    {}
    const std::vector<ContractDetails>& all() const { return instruments_; }
    /// Whose symbol begins with the pattern or whose name holds it, whatever the case: the best
    /// first, at most `most`.
    std::vector<const ContractDetails*> search(std::string_view pattern, std::size_t most) const;
    std::vector<OptionChain> chains_of(std::string_view symbol, std::int64_t underlying_id) const;
    /// Types of derivatives on that symbol: "OPT", "FUT".
    std::vector<std::string_view> derivatives_of(const ContractDetails&) const;

private:
    std::vector<ContractDetails> instruments_;
};

}  // namespace trademind::gateway
