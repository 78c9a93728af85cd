// Why a message could not be written, for who wanted to send it.
#pragma once

#include "brokers/ibkr/wire/fault.hpp"

#include <trademind/result.hpp>

namespace trademind::ibkr {

/// not_supported where the server is the reason, else invalid_argument.
Error unsendable(const wire::Fault&);

}  // namespace trademind::ibkr
