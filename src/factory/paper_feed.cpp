// The market of the paper broker behind a router.
#include <trademind/execution/factory.hpp>

namespace trademind {

Result<PaperFeed> paper_feed(ExecutionRouter& router)
{
    auto market = std::dynamic_pointer_cast<PaperBroker>(router.inner());
    if (!market)
        return Error{Errc::not_supported, "the broker " + router.name() +
                                              " has a market of its own; quotes can be "
                                              "pushed with broker.type paper only"};
    return PaperFeed{std::move(market)};
}

}  // namespace trademind
