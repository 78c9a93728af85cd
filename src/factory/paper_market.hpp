// The paper broker's options with the market that a configuration names.
#pragma once

#include <trademind/brokers/paper/options.hpp>
#include <trademind/detail/turns.hpp>
#include <trademind/execution/config.hpp>
#include <trademind/result.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace trademind {

/// The corporate actions that broker.paper.actions names, where the options have none.
Result<> read_actions(const Config& config, paper::Options& options);
/// paper_options(config), its corporate actions, and the market of broker.paper.market in them:
/// reads the tape, makes the broker of IBKR's quotes. Nothing is connected. Errors: the files'.
Result<paper::Options> paper_options_with_market(const Config& config,
                                                 asio::any_io_executor executor,
                                                 std::shared_ptr<Clock> clock);

}  // namespace trademind
