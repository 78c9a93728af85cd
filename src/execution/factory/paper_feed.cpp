// The program's quotes on their way into the paper broker behind a router.
#include <trademind/execution/paper_feed.hpp>

#include <trademind/execution/router.hpp>

namespace trademind {

void PaperFeed::push(const Contract& contract, paper::MarketChange change)
{
    market_->push(contract, std::move(change));
}
void PaperFeed::push(Quote quote)
{
    market_->push(std::move(quote));
}
void PaperFeed::push(const Contract& contract, Bar bar)
{
    market_->push(contract, bar);
}

Result<PaperFeed> paper_feed(ExecutionRouter& router)
{
    auto market = std::dynamic_pointer_cast<PaperBroker>(router.behind());
    if (!market)
        return Error{Errc::not_supported, "the broker " + router.name() +
                                              " has a market of its own; quotes can be "
                                              "pushed with broker.type paper only"};
    return PaperFeed{std::move(market)};
}

}  // namespace trademind
