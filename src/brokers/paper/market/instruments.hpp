// The instruments that the broker knows, by index.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/order_validation.hpp>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace trademind::paper {

/// Index of an instrument: dense, never reused.
using InstrumentId = std::uint32_t;

/// Known instruments. Two contracts that differ only in the exchange are the same instrument: the
/// paper market is one place.
class Instruments {
public:
    /// The index of the instrument, which is added if it is new. `increments` is its table of price
    /// steps, ascending; empty: minimum_tick, else the market's rule.
    InstrumentId add(const ContractDetails& details, std::vector<PriceIncrement> increments = {});
    /// Takes over what is said of an instrument that is known already.
    void refine(InstrumentId id, const ContractDetails& details,
                const std::vector<PriceIncrement>& increments);
    InstrumentId add(const Contract& contract) { return add(ContractDetails{contract}); }
    /// Allocates nothing.
    std::optional<InstrumentId> find(const Contract& contract) const;
    /// With the tick and the lot that the market matches by, where nothing else was said: 0.01 for
    /// US stocks, whole units, and 0.00000001 of crypto.
    const ContractDetails& operator[](InstrumentId id) const { return all_[id].details; }
    const std::vector<PriceIncrement>& increments(InstrumentId id) const
    {
        return all_[id].increments;
    }
    const Contract& contract(InstrumentId id) const { return all_[id].details.contract; }
    /// The smallest step at `price`; nothing: any price. See tick_at.
    std::optional<Decimal> price_increment(InstrumentId id, Decimal price) const
    {
        return tick_at(price, all_[id].details, &all_[id].increments);
    }
    Decimal size_increment(InstrumentId id) const { return *all_[id].details.size_increment; }
    std::size_t size() const { return all_.size(); }
    /// The stock or index that an option stands on, where it is listed.
    std::optional<InstrumentId> underlying_of(InstrumentId option) const;
    /// The listed options that stand on it.
    std::vector<InstrumentId> options_on(InstrumentId id) const;
    /// Those that agree with every field that the pattern sets.
    std::vector<ContractDetails> matching(const Contract& pattern) const;

    /// What prices at `price` are rounded to: price_increment, else 0.0001.
    Decimal tick(InstrumentId id, Decimal price) const
    {
        return price_increment(id, price).value_or(Decimal::from_raw(Decimal::one / 10'000));
    }

private:
    void file_by_symbol(InstrumentId id);
    /// Those with that symbol, in order.
    std::vector<InstrumentId> with_symbol(std::string_view symbol) const;

    struct Known {
        ContractDetails details;
        std::vector<PriceIncrement> increments;
    };
    std::deque<Known> all_;
    std::unordered_multimap<std::uint64_t, InstrumentId> by_terms_;
    std::unordered_map<std::int64_t, InstrumentId> by_id_;
    std::unordered_map<std::string, std::vector<InstrumentId>> by_symbol_;
};

/// The ticks of one instrument, which are others at other prices.
struct Ticks {
    Decimal at(Decimal price) const { return instruments->tick(instrument, price); }
    const Instruments* instruments;
    InstrumentId instrument;
};

}  // namespace trademind::paper
