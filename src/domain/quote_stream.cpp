// Quotes from the broker's strand to a listener's executor.
#include "base/program_activity.hpp"

#include <trademind/stream.hpp>

#include <algorithm>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace trademind {

/// Between two executors. The broker's side only copies a quote.
class QuoteStream::Mailbox : public std::enable_shared_from_this<Mailbox> {
public:
    Mailbox(asio::any_io_executor executor, QuoteHandlers handlers, Backlog backlog)
        : executor_{std::move(executor)},
          listener_{std::move(handlers)},
          most_{std::max<std::size_t>(backlog.most(), 1)}
    {}

    void put(const Quote& quote)
    {
        {
            std::lock_guard lock{mutex_};
            if (waiting_ == most_) {
                // The oldest makes room: its memory serves again.
                std::rotate(quotes_.begin(), quotes_.begin() + 1, quotes_.end());
                ++counts_.dropped;
                --waiting_;
            }
            if (quotes_.size() == waiting_)
                quotes_.push_back(quote);
            else
                quotes_[waiting_] = quote;
            ++waiting_;
            counts_.most_waiting = std::max(counts_.most_waiting, waiting_);
            if (std::exchange(scheduled_, true)) return;
        }
        schedule();
    }
    void fail(const Error& error)
    {
        {
            std::lock_guard lock{mutex_};
            error_ = error;
            if (std::exchange(scheduled_, true)) return;
        }
        schedule();
    }
    void close() { listener_.close(); }
    StreamCounts counts() const
    {
        std::lock_guard lock{mutex_};
        auto counts = counts_;
        counts.waiting = waiting_;
        return counts;
    }

private:
    void schedule()
    {
        ProgramActivity::note();
        asio::post(executor_, [self = shared_from_this()] { self->take(); });
    }
    /// One at a time, so that other work of the executor has its turn. The next is scheduled only
    /// when this one is over: no two run at once, also where the executor has threads.
    void take()
    {
        std::optional<Error> error;
        bool have_quote = false;
        {
            std::lock_guard lock{mutex_};
            if (waiting_ > 0) {
                std::swap(current_, quotes_.front());
                std::rotate(quotes_.begin(), quotes_.begin() + 1, quotes_.end());
                --waiting_;
                ++counts_.delivered;
                have_quote = true;
            } else {
                error = std::exchange(error_, std::nullopt);
            }
        }
        listener_.call([&](QuoteHandlers& handlers) {
            if (have_quote && handlers.on_quote) handlers.on_quote(current_);
            if (error && handlers.on_error) handlers.on_error(*error);
        });
        {
            std::lock_guard lock{mutex_};
            scheduled_ = waiting_ > 0 || error_;
            if (!scheduled_) return;
        }
        schedule();
    }

    asio::any_io_executor executor_;
    QuoteListener listener_;
    std::size_t most_;
    Quote current_;  // of the listener's side only

    mutable std::mutex mutex_;
    std::deque<Quote> quotes_;  // the first `waiting_` wait; the rest are spare
    std::size_t waiting_ = 0;
    std::optional<Error> error_;
    bool scheduled_ = false;
    StreamCounts counts_;
};

QuoteStream::QuoteStream(Broker& broker, Contract contract, asio::any_io_executor executor,
                         std::function<void(const Quote&)> on_quote,
                         std::function<void(const Error&)> on_error, Backlog backlog)
    : mailbox_{std::make_shared<Mailbox>(
          std::move(executor), QuoteHandlers{std::move(on_quote), std::move(on_error)}, backlog)}
{
    auto watching = std::make_shared<Subscription>(broker.watch(
        std::move(contract), [mailbox = mailbox_](const Quote& quote) { mailbox->put(quote); },
        [mailbox = mailbox_](const Error& error) { mailbox->fail(error); }));
    subscription_ = Subscription{[mailbox = mailbox_, watching] {
        watching->reset();
        mailbox->close();
    }};
}

StreamCounts QuoteStream::counts() const
{
    return mailbox_ ? mailbox_->counts() : StreamCounts{};
}

}  // namespace trademind
