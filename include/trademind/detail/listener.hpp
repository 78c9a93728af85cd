// Handlers that may be added and ended from any thread while they are being called.
#pragma once

#include <trademind/subscription.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace trademind::detail {

/// Logs that a program's handler threw; called inside a catch block.
void report_handler_exception() noexcept;

/// Calls a function of the program's. An exception that comes out of it is logged and dropped.
template <class Function> void call_program(Function&& function) noexcept
{
    try {
        std::forward<Function>(function)();
    } catch (...) {
        report_handler_exception();
    }
}

/// One handler. After close() has returned it is not running, unless close was called from inside
/// it.
template <class Handler> class Listener {
public:
    explicit Listener(Handler handler) : handler_{std::move(handler)} {}

    /// Passes the handler to `use` unless closed. An exception that comes out of it is logged and
    /// dropped.
    template <class Use> void call(Use&& use)
    {
        std::lock_guard lock{busy_};
        if (closed_) return;
        call_program([&] { use(handler_); });
    }
    void close()
    {
        std::lock_guard lock{busy_};
        closed_ = true;
    }

private:
    std::recursive_mutex busy_;
    bool closed_ = false;
    Handler handler_;
};

/// A list of handlers, called in the order in which they were added.
template <class Handler> class Listeners {
public:
    Subscription add(Handler handler)
    {
        auto listener = std::make_shared<Listener<Handler>>(std::move(handler));
        list_->change([&](auto& all) { all.push_back(listener); });
        // weak: a handler may own the subscription that ends it
        return Subscription{[one = std::weak_ptr{listener}, weak = std::weak_ptr{list_}] {
            auto closing = one.lock();
            if (!closing) return;
            closing->close();
            if (auto list = weak.lock()) list->change([&](auto& all) { std::erase(all, closing); });
        }};
    }
    template <class Use> void call(Use use) const
    {
        for (auto snapshot = list_->get(); const auto& listener : *snapshot) listener->call(use);
    }
    bool empty() const { return list_->get()->empty(); }

private:
    using All = std::vector<std::shared_ptr<Listener<Handler>>>;

    // Copied on change, so that calling takes no lock of the list while handlers run and never
    // allocates.
    class List {
    public:
        std::shared_ptr<const All> get() const
        {
            std::lock_guard lock{mutex_};
            return all_;
        }
        template <class Edit> void change(Edit edit)
        {
            std::lock_guard lock{mutex_};
            auto copy = std::make_shared<All>(*all_);
            edit(*copy);
            all_ = std::move(copy);
        }

    private:
        mutable std::mutex mutex_;
        std::shared_ptr<const All> all_ = std::make_shared<All>();
    };
    std::shared_ptr<List> list_ = std::make_shared<List>();
};

}  // namespace trademind::detail
