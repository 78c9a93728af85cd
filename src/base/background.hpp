// Where work runs that must not hold up a strand, or be held up by it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace trademind {

namespace asio = boost::asio;

/// An executor that is given, or a thread of its own, which starts with the first use. Runs one
/// piece of work at a time.
///
/// Any thread. Its end waits for the work that runs, and forgets what waits.
class Background {
public:
    /// Empty: a thread of its own.
    explicit Background(asio::any_io_executor given = {}) : given_{std::move(given)} {}
    ~Background();
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;

    asio::any_io_executor executor();
    void post(std::function<void()> work);
    /// Work that does nothing after the end. For timers on executor().
    std::function<void()> guarded(std::function<void()> work) const;
    /// True once the end has begun: long work should give up.
    bool ends() const { return gate_->ends; }

private:
    struct Gate {
        std::mutex busy;
        std::atomic<bool> ends{false};
    };
    asio::any_io_executor given_;
    std::shared_ptr<Gate> gate_ = std::make_shared<Gate>();
    std::mutex starting_;
    std::optional<asio::thread_pool> own_;
};

}  // namespace trademind
