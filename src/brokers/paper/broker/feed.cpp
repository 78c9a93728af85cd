// What a program pushes into a paper market is judged before it is taken.
#include <trademind/brokers/paper/feed.hpp>

#include "brokers/paper/market/faults.hpp"

namespace trademind {
namespace {

template <class What> Result<> judge(const Contract& contract, const What& what)
{
    // a contract id alone names an instrument, too
    const auto& name = contract.symbol.empty() ? contract.local_symbol : contract.symbol;
    auto fault = name.empty() && contract.id != 0 ? std::nullopt : paper::fault_of_symbol(name);
    if (fault) return Error{Errc::invalid_argument, "push: " + fault->text};
    fault = paper::fault_of(contract.type, what);
    if (fault) return Error{Errc::invalid_argument, contract.describe() + ": " + fault->text};
    return {};
}

}  // namespace

Result<> PaperFeed::push(const Contract& contract, paper::MarketChange change)
{
    if (auto sound = judge(contract, change); !sound) return sound;
    broker_->push(contract, std::move(change));
    return {};
}

Result<> PaperFeed::push(Quote quote)
{
    if (auto sound = judge(quote.contract, quote); !sound) return sound;
    broker_->push(std::move(quote));
    return {};
}

Result<> PaperFeed::push(const Contract& contract, Bar bar)
{
    if (auto sound = judge(contract, bar); !sound) return sound;
    broker_->push(contract, std::move(bar));
    return {};
}

}  // namespace trademind
