// The end of a stream, tied to the life of an object.
#pragma once

#include <functional>
#include <utility>

namespace trademind {

/// Ends what it stands for (a quote stream, an observer, a timer) when it is destroyed or reset.
///
/// Movable, not copyable. reset() may be called from any thread and more than once. Once it has
/// returned, the handler it stands for is not running (unless reset was called from inside that
/// handler) and is not called again.
class [[nodiscard]] Subscription {
public:
    Subscription() = default;
    explicit Subscription(std::function<void()> end) : end_{std::move(end)} {}
    Subscription(Subscription&& other) noexcept : end_{std::exchange(other.end_, nullptr)} {}
    Subscription& operator=(Subscription&& other) noexcept
    {
        if (this != &other) {
            reset();
            end_ = std::exchange(other.end_, nullptr);
        }
        return *this;
    }
    ~Subscription() { reset(); }

    void reset()
    {
        if (auto end = std::exchange(end_, nullptr)) end();
    }
    explicit operator bool() const { return static_cast<bool>(end_); }

private:
    std::function<void()> end_;
};

}  // namespace trademind
