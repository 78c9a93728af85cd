// The part of the client that is compiled once: sending, routes, the strand.
#pragma once

#include <trademind/brokers/ibkr/client/route.hpp>
#include <trademind/completion.hpp>
#include <trademind/observer.hpp>
#include <trademind/time.hpp>

#include <memory>
#include <utility>

namespace trademind::ibkr::detail {

/// What Client's templates stand on. Lives on its strand; server() and next_id() from any thread.
class Engine : public std::enable_shared_from_this<Engine> {
public:
    virtual ~Engine() = default;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    const Strand& strand() const { return calls_->strand(); }
    const std::shared_ptr<Clock>& clock() const { return calls_->clock(); }
    const std::shared_ptr<trademind::detail::Calls>& calls() const { return calls_; }
    /// The version of the session; 0 while there is none.
    virtual Version server() const = 0;
    virtual LinkState link() const = 0;
    virtual int next_id() = 0;

    virtual void connect(Completion<>) = 0;
    virtual void disconnect(Completion<>) = 0;

    /// Sends a request and files its handler; `deadline` zero: none.
    virtual RouteId add(Prepared, std::unique_ptr<Route>, Duration deadline) = 0;
    virtual void cancel(RouteId) = 0;
    virtual Result<void> send(const Prepared&) = 0;
    /// How long a request of that kind would wait for pacing.
    virtual Duration would_wait(Request) const = 0;
    /// The same of this one, which for requests of the past depends on those before.
    virtual Duration would_wait(const Prepared&) const = 0;

protected:
    explicit Engine(std::shared_ptr<trademind::detail::Calls> calls) : calls_{std::move(calls)} {}

private:
    std::shared_ptr<trademind::detail::Calls> calls_;
};

}  // namespace trademind::ibkr::detail
