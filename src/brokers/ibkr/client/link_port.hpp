// The client over a real link.
#pragma once

#include "brokers/ibkr/client/core.hpp"
#include "brokers/ibkr/session/options.hpp"

#include <memory>
#include <string>

namespace trademind::ibkr {

/// A client whose frames go through a link with these options, and into `record_file` where one is
/// named.
std::shared_ptr<ClientCore> make_client_core(std::shared_ptr<trademind::detail::Calls>,
                                             session::LinkOptions, std::string record_file = {},
                                             SilenceOptions = {});

}  // namespace trademind::ibkr
