// A message from TWS that outlives its callback.
#pragma once

#include <trademind/brokers/ibkr/messages/version.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace trademind::ibkr {

namespace detail {

template <class A> struct Kept {
    std::string bytes;
    A message;
};
/// Copies the payload and reads it again, so that views point into the copy. Compiled in the
/// library, for the answers of the protocol only.
template <class A> std::shared_ptr<const Kept<A>> keep(std::string_view payload, Version server);

}  // namespace detail

/// A message together with the bytes that its text members point into. Cheap to copy; the message
/// lives as long as any copy.
template <class A> class Received {
public:
    Received() = default;
    explicit Received(std::shared_ptr<const detail::Kept<A>> kept) : kept_{std::move(kept)} {}

    explicit operator bool() const { return kept_ != nullptr; }
    const A& operator*() const { return kept_->message; }
    const A* operator->() const { return &kept_->message; }

private:
    std::shared_ptr<const detail::Kept<A>> kept_;
};

}  // namespace trademind::ibkr
