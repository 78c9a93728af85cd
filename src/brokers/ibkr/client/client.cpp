// The operations of a client that are no request.
#include <trademind/brokers/ibkr/client.hpp>

namespace trademind::ibkr {

std::shared_ptr<trademind::detail::Operation<void>> Client::connecting(Duration deadline) const
{
    return trademind::detail::make_operation<void>(
        engine_->calls(), engine_, deadline,
        [engine = engine_](Completion<> done) { engine->connect(std::move(done)); });
}

std::shared_ptr<trademind::detail::Operation<void>> Client::disconnecting(Duration deadline) const
{
    return trademind::detail::make_operation<void>(
        engine_->calls(), engine_, deadline,
        [engine = engine_](Completion<> done) { engine->disconnect(std::move(done)); });
}

}  // namespace trademind::ibkr
