// A modify that TWS has not answered.
#pragma once

#include "brokers/ibkr/broker/order_terms.hpp"

#include <trademind/order.hpp>

#include <memory>
#include <utility>

namespace trademind::ibkr_broker {

/// TWS answers a modify by the order's terms as they are now: an echo may be of the time before it.
/// One whose answer a break has swallowed may have been taken all the same.
class PendingModify {
public:
    using Terms = std::unique_ptr<OrderRequest>;

    /// It went out, for an order of the terms `now`.
    void sent(OrderRequest&& terms, const OrderRequest& now)
    {
        seen_by_terms_ = !same_terms(now, terms);
        echoed_ = false;
        ++count_;
        lost_.reset();
        awaited_ = std::make_unique<OrderRequest>(std::move(terms));
    }
    bool waits() const { return awaited_ != nullptr; }
    /// It changes nothing that every echo tells.
    bool is_hard_to_see() const { return waits() && !seen_by_terms_; }
    /// Modifies so far: to know one again.
    unsigned count() const { return count_; }

    /// TWS has told the order's terms, which led from `before` to `now`. What was modified to,
    /// where the echo shows it: it waits no longer.
    Terms shown_by(const OrderRequest& echo, const OrderRequest& before, const OrderRequest& now)
    {
        echoed_ = true;
        for (auto* terms : {&awaited_, &lost_})
            if (*terms && same_terms(now, **terms) &&
                (seen_by_terms_ || shows_change(echo, before, **terms)))
                return std::exchange(*terms, nullptr);
        return nullptr;
    }
    /// A list has ended that was asked for after it: the same, if the order was in it.
    Terms shown_by_list(const OrderRequest& now)
    {
        bool shown = awaited_ && echoed_ && same_terms(now, *awaited_);
        return shown ? std::exchange(awaited_, nullptr) : nullptr;
    }
    /// It came to nothing. True: it was waited for.
    bool drop() { return std::exchange(awaited_, nullptr) != nullptr; }
    /// The socket is gone: what TWS lists later tells.
    bool lose()
    {
        if (!awaited_) return false;
        lost_ = std::move(awaited_);
        return true;
    }

private:
    // apart, because orders are large and most have neither
    Terms awaited_, lost_;
    bool seen_by_terms_ = false;  // what it changes, by same_terms()
    bool echoed_ = false;         // since it was sent
    unsigned count_ = 0;
};

}  // namespace trademind::ibkr_broker
