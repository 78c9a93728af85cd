// Searching instruments.
#include "gateway/catalogue.hpp"

#include <algorithm>
#include <tuple>

namespace trademind::gateway {
namespace {

char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool holds(std::string_view text, std::string_view part, bool at_begin)
{
    auto same = [](char a, char b) { return upper(a) == upper(b); };
    auto at = std::search(text.begin(), text.end(), part.begin(), part.end(), same);
    return at != text.end() && (!at_begin || at == text.begin());
}

bool is_underlying(SecurityType type)
{
    return type == SecurityType::stock || type == SecurityType::index ||
           type == SecurityType::future || type == SecurityType::forex ||
           type == SecurityType::crypto;
}

template <class T> void add_sorted(std::vector<T>& into, const T& value)
{
    auto at = std::ranges::lower_bound(into, value);
    if (at == into.end() || *at != value) into.insert(at, value);
}

}  // namespace

std::vector<const ContractDetails*> Catalogue::search(std::string_view pattern,
                                                      std::size_t most) const
{
    std::vector<const ContractDetails*> exact, by_symbol, by_name;
    for (const auto& details : instruments_) {
        if (!is_underlying(details.contract.type) || pattern.empty()) continue;
        const auto& symbol = details.contract.symbol;
        if (holds(symbol, pattern, true))
            (symbol.size() == pattern.size() ? exact : by_symbol).push_back(&details);
        else if (holds(details.long_name, pattern, false))
            by_name.push_back(&details);
    }
    for (const auto* more : {&by_symbol, &by_name})
        exact.insert(exact.end(), more->begin(), more->end());
    if (exact.size() > most) exact.resize(most);
    return exact;
}

std::vector<OptionChain> Catalogue::chains_of(std::string_view symbol,
                                              std::int64_t underlying_id) const
{
    std::map<std::tuple<std::string, std::string, std::string>, OptionChain> chains;
    for (const auto& details : instruments_) {
        const auto& c = details.contract;
        if (c.type != SecurityType::option || c.symbol != symbol || !c.strike) continue;
        auto multiplier = c.value_multiplier().str();
        auto& chain = chains[{c.exchange, c.trading_class, multiplier}];
        chain.exchange = c.exchange;
        chain.trading_class = c.trading_class;
        chain.multiplier = multiplier;
        chain.underlying_id = underlying_id;
        add_sorted(chain.expirations, c.expiry);
        add_sorted(chain.strikes, *c.strike);
    }
    std::vector<OptionChain> out;
    out.reserve(chains.size());
    for (auto& [key, chain] : chains) out.push_back(std::move(chain));
    return out;
}

std::vector<std::string_view> Catalogue::derivatives_of(const ContractDetails& details) const
{
    std::vector<std::string_view> types;
    for (const auto& other : instruments_) {
        if (other.contract.symbol != details.contract.symbol || is_underlying(other.contract.type))
            continue;
        auto type = other.contract.type_text();
        if (std::ranges::find(types, type) == types.end()) types.push_back(type);
    }
    return types;
}

}  // namespace trademind::gateway
