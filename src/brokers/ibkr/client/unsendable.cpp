// Why a message could not be written, for who wanted to send it.
#include "brokers/ibkr/client/unsendable.hpp"

namespace trademind::ibkr {

Error unsendable(const wire::Fault& fault)
{
    using Kind = wire::Fault::Kind;
    bool refused = fault.kind == Kind::needs_server || fault.kind == Kind::ended;
    return {refused ? Errc::not_supported : Errc::invalid_argument, fault.describe()};
}

}  // namespace trademind::ibkr
