// What the parts of the paper broker share, and what they ask of the whole.
#pragma once

#include "brokers/paper/engine/engine.hpp"

#include <trademind/brokers/paper/broker.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>

#include <cstdint>
#include <memory>
#include <utility>

namespace trademind::paper {

/// Everything here runs on the broker's strand.
class MarketHost {
public:
    MarketHost(PaperBroker& broker, Options options)
        : broker{broker}, options{std::move(options)}, engine{this->options}
    {}
    MarketHost(const MarketHost&) = delete;
    MarketHost& operator=(const MarketHost&) = delete;

    /// Brings the engine to the present; called before anything is asked of it.
    virtual void catch_up() = 0;
    /// Reports what has happened, in order.
    virtual void flush() = 0;
    virtual void notice(const Notice& notice) = 0;

    bool follows_clock() const { return !options.tape; }
    /// Runs `work` later on the strand, if the broker is there still.
    template <class Work> void post(Work work)
    {
        asio::post(broker.get_executor(), guarded(std::move(work)));
    }
    template <class Work> Subscription after(Duration delay, Work work)
    {
        return broker.clock()->after(delay, broker.get_executor(), guarded(std::move(work)));
    }
    /// A handler of another broker's answer: on the strand, if the broker is there still.
    template <class Answer, class Handler> auto bind(Handler handler)
    {
        return asio::bind_executor(
            broker.get_executor(),
            [weak = broker.weak_from_this(), handler = std::move(handler)](Answer answer) mutable {
                if (auto alive = weak.lock()) handler(std::move(answer));
            });
    }

    PaperBroker& broker;
    const Options options;
    Engine engine;
    std::uint64_t commands = 0;  ///< calls that came in, to see when all is quiet
    bool reported = false;       ///< something was reported since the last row of a tape

protected:
    ~MarketHost() = default;

private:
    template <class Work> auto guarded(Work work)
    {
        return [weak = broker.weak_from_this(), work = std::move(work)]() mutable {
            if (auto alive = weak.lock()) work();
        };
    }
};

}  // namespace trademind::paper
