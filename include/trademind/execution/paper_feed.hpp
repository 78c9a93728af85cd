// The market of a guarded paper broker, for programs that bring their own quotes.
#pragma once

#include <trademind/brokers/paper.hpp>
#include <trademind/result.hpp>

#include <memory>
#include <utility>

namespace trademind {

class ExecutionRouter;

/// Pushes quotes, prints and bars into the paper broker behind a router; places nothing. May be
/// copied, and keeps the broker alive. Calls come from any thread; see PaperBroker::push.
class PaperFeed {
public:
    void push(const Contract& contract, paper::MarketChange change);
    void push(Quote quote);
    void push(const Contract& contract, Bar bar);

private:
    friend Result<PaperFeed> paper_feed(ExecutionRouter& router);
    explicit PaperFeed(std::shared_ptr<PaperBroker> market) : market_{std::move(market)} {}

    std::shared_ptr<PaperBroker> market_;
};

/// Of what make_broker made with `broker.type: paper`; meant for `broker.paper.market: pushed`.
/// Errc::not_supported with another broker.
Result<PaperFeed> paper_feed(ExecutionRouter& router);

}  // namespace trademind
