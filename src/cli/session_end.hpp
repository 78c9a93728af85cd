// What ends a session that nothing else ends.
#pragma once

#include "cli/interrupts.hpp"
#include "cli/pause.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include <memory>
#include <optional>
#include <string>

namespace trademind::cli {

/// Completes at the first signal or after `limit` of the clock, whichever is first, with which of
/// them it was: "SIGINT", or "the time limit". Honours cancellation. On the clock's strand.
inline boost::asio::awaitable<std::string> session_end(std::shared_ptr<Clock> clock,
                                                       std::optional<Duration> limit,
                                                       Interrupts& interrupts)
{
    using namespace boost::asio::experimental::awaitable_operators;
    if (!limit) co_return std::string{signal_name(co_await interrupts.next())};
    auto first = co_await (pause(std::move(clock), *limit) || interrupts.next());
    co_return first.index() == 0 ? std::string{"the time limit"}
                                 : std::string{signal_name(std::get<1>(first))};
}

}  // namespace trademind::cli
