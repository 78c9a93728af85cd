// The instruments that the broker knows.
#include "brokers/paper/market/instruments.hpp"

#include "base/random.hpp"

#include <algorithm>
#include <functional>

namespace trademind::paper {
namespace {

std::string_view name_of(const Contract& c)
{
    return c.symbol.empty() ? std::string_view{c.local_symbol} : std::string_view{c.symbol};
}

std::uint64_t key_of(const Contract& c)
{
    std::hash<std::string_view> hash;
    std::uint64_t key = static_cast<std::uint64_t>(c.type);
    for (std::string_view part :
         {name_of(c), std::string_view{c.currency}, std::string_view{c.expiry}})
        key = mix(key ^ hash(part));
    if (c.strike) key = mix(key ^ std::hash<Decimal>{}(*c.strike));
    if (c.right) key = mix(key ^ (1 + static_cast<std::uint64_t>(*c.right)));
    return key;
}

bool same_terms(const Contract& a, const Contract& b)
{
    return a.type == b.type && name_of(a) == name_of(b) && a.currency == b.currency &&
           a.expiry == b.expiry && a.strike == b.strike && a.right == b.right && a.legs == b.legs;
}

bool fits(const Contract& known, const Contract& pattern)
{
    auto agrees = [](const std::string& have, const std::string& want) {
        return want.empty() || have == want;
    };
    if (pattern.id) return known.id == pattern.id;
    return known.type == pattern.type && agrees(known.symbol, pattern.symbol) &&
           agrees(known.currency, pattern.currency) &&
           (agrees(known.expiry, pattern.expiry) || known.expiry.starts_with(pattern.expiry)) &&
           agrees(known.local_symbol, pattern.local_symbol) &&
           (!pattern.strike || known.strike == pattern.strike) &&
           (!pattern.right || known.right == pattern.right);
}

}  // namespace

std::optional<InstrumentId> Instruments::find(const Contract& contract) const
{
    if (contract.id) {
        if (auto known = by_id_.find(contract.id); known != by_id_.end()) return known->second;
        if (name_of(contract).empty()) return std::nullopt;
    }
    auto [first, last] = by_terms_.equal_range(key_of(contract));
    for (; first != last; ++first) {
        const Contract& known = all_[first->second].details.contract;
        if (contract.id && known.id && contract.id != known.id) continue;
        if (same_terms(known, contract)) return first->second;
    }
    return std::nullopt;
}

namespace {

/// Fills in what the market matches by where the details leave it open.
void complete(ContractDetails& details, const std::vector<PriceIncrement>& increments)
{
    const Contract& contract = details.contract;
    if (!details.size_increment)
        details.size_increment = contract.type == SecurityType::crypto
                                     ? Decimal::from_raw(Decimal::one / 100'000'000)
                                     : Decimal{1};
    if (details.minimum_tick) return;
    if (!increments.empty())
        details.minimum_tick =
            std::ranges::min_element(increments, {}, &PriceIncrement::increment)->increment;
    else if (contract.type == SecurityType::stock && contract.currency == "USD")
        details.minimum_tick = Decimal::from_raw(Decimal::one / 100);
}

}  // namespace

InstrumentId Instruments::add(const ContractDetails& details,
                              std::vector<PriceIncrement> increments)
{
    if (auto known = find(details.contract)) return *known;
    auto id = static_cast<InstrumentId>(all_.size());
    all_.push_back({details, std::move(increments)});
    complete(all_.back().details, all_.back().increments);
    by_terms_.emplace(key_of(details.contract), id);
    if (details.contract.id) by_id_.emplace(details.contract.id, id);
    file_by_symbol(id);
    return id;
}

void Instruments::file_by_symbol(InstrumentId id)
{
    auto& filed = by_symbol_[contract(id).symbol];
    auto place = std::ranges::lower_bound(filed, id);
    if (place == filed.end() || *place != id) filed.insert(place, id);
}

std::vector<InstrumentId> Instruments::with_symbol(std::string_view symbol) const
{
    auto filed = by_symbol_.find(std::string{symbol});
    return filed == by_symbol_.end() ? std::vector<InstrumentId>{} : filed->second;
}

void Instruments::refine(InstrumentId id, const ContractDetails& details,
                         const std::vector<PriceIncrement>& increments)
{
    Known& known = all_[id];
    // a bare contract says nothing new
    if (details != ContractDetails{details.contract}) known.details = details;
    file_by_symbol(id);
    if (!increments.empty()) known.increments = increments;
    complete(known.details, known.increments);
}

std::optional<InstrumentId> Instruments::underlying_of(InstrumentId option) const
{
    const Contract& c = contract(option);
    if (c.type != SecurityType::option) return std::nullopt;
    for (SecurityType type : {SecurityType::stock, SecurityType::index}) {
        Contract wanted{type, c.symbol};
        wanted.currency = c.currency;
        if (auto known = find(wanted)) return known;
    }
    return std::nullopt;
}

std::vector<InstrumentId> Instruments::options_on(InstrumentId id) const
{
    std::vector<InstrumentId> options;
    const Contract& c = contract(id);
    if (c.type != SecurityType::stock && c.type != SecurityType::index) return options;
    for (InstrumentId i : with_symbol(c.symbol))
        if (underlying_of(i) == id) options.push_back(i);
    return options;
}

std::vector<ContractDetails> Instruments::matching(const Contract& pattern) const
{
    std::vector<ContractDetails> found;
    auto take = [&](const Known& known) {
        if (fits(known.details.contract, pattern)) found.push_back(known.details);
    };
    if (pattern.id == 0 && !pattern.symbol.empty())
        for (InstrumentId id : with_symbol(pattern.symbol)) take(all_[id]);
    else
        for (const Known& known : all_) take(known);
    return found;
}

}  // namespace trademind::paper
