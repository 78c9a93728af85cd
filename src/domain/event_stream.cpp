// Events from the broker's strand to an observer's executor.
#include "base/program_activity.hpp"

#include <trademind/stream.hpp>

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace trademind {

class EventStream::Queue : public BrokerObserver, public std::enable_shared_from_this<Queue> {
public:
    Queue(BrokerObserver& observer, asio::any_io_executor executor)
        : executor_{std::move(executor)}, listener_{&observer}
    {}

    void on_order(const OrderReport& e) override { put(&BrokerObserver::on_order, e); }
    void on_execution(const Execution& e) override { put(&BrokerObserver::on_execution, e); }
    void on_commission(const Commission& e) override { put(&BrokerObserver::on_commission, e); }
    void on_link(LinkState e) override
    {
        push([e](BrokerObserver& to) { to.on_link(e); });
    }
    void on_reconcile(const ReconcileReport& e) override { put(&BrokerObserver::on_reconcile, e); }
    void on_gap(const Gap& e) override { put(&BrokerObserver::on_gap, e); }
    void on_notice(const Notice& e) override
    {
        {
            std::lock_guard lock{mutex_};
            if (notices_ == most_notices) {
                ++counts_.dropped;
                return;
            }
            ++notices_;
        }
        push([this, e](BrokerObserver& to) {
            {
                std::lock_guard lock{mutex_};
                --notices_;
            }
            to.on_notice(e);
        });
    }
    void on_position(const Position& e) override
    {
        auto key = e.account + '\x1f' + std::to_string(e.contract.id) + e.contract.describe() +
                   e.contract.currency;
        newest(positions_, key, e, &BrokerObserver::on_position);
    }
    void on_account(const Account& e) override
    {
        newest(accounts_, e.id, e, &BrokerObserver::on_account);
    }

    void close() { listener_.close(); }
    StreamCounts counts() const
    {
        std::lock_guard lock{mutex_};
        auto counts = counts_;
        counts.waiting = events_.size();
        return counts;
    }

private:
    using Event = std::function<void(BrokerObserver&)>;

    template <class E> void put(void (BrokerObserver::*member)(const E&), const E& event)
    {
        push([member, event](BrokerObserver& to) { (to.*member)(event); });
    }
    /// The event takes the place of an older one of the same key that still waits.
    template <class E>
    void newest(std::map<std::string, E>& waiting, const std::string& key, const E& event,
                void (BrokerObserver::*member)(const E&))
    {
        {
            std::lock_guard lock{mutex_};
            auto [at, first] = waiting.insert_or_assign(key, event);
            if (!first) {
                ++counts_.dropped;
                return;
            }
        }
        push([this, &waiting, key, member](BrokerObserver& to) {
            E taken;
            {
                std::lock_guard lock{mutex_};
                auto node = waiting.extract(key);
                taken = std::move(node.mapped());
            }
            (to.*member)(taken);
        });
    }
    void push(Event event)
    {
        {
            std::lock_guard lock{mutex_};
            events_.push_back(std::move(event));
            counts_.most_waiting = std::max(counts_.most_waiting, events_.size());
            if (std::exchange(scheduled_, true)) return;
        }
        schedule();
    }
    void schedule()
    {
        ProgramActivity::note();
        asio::post(executor_, [self = shared_from_this()] { self->take(); });
    }
    /// The next is scheduled only when this one is over: no two run at once.
    void take()
    {
        Event event;
        {
            std::lock_guard lock{mutex_};
            event = std::move(events_.front());
            events_.pop_front();
            ++counts_.delivered;
        }
        listener_.call([&](BrokerObserver* observer) { event(*observer); });
        {
            std::lock_guard lock{mutex_};
            scheduled_ = !events_.empty();
            if (!scheduled_) return;
        }
        schedule();
    }

    asio::any_io_executor executor_;
    detail::Listener<BrokerObserver*> listener_;
    mutable std::mutex mutex_;
    std::deque<Event> events_;
    std::map<std::string, Position> positions_;
    std::map<std::string, Account> accounts_;
    std::size_t notices_ = 0;
    bool scheduled_ = false;
    StreamCounts counts_;
};

EventStream::EventStream(Broker& broker, BrokerObserver& observer, asio::any_io_executor executor)
    : queue_{std::make_shared<Queue>(observer, std::move(executor))}
{
    auto listening = std::make_shared<Subscription>(broker.observe(*queue_));
    subscription_ = Subscription{[queue = queue_, listening] {
        listening->reset();
        queue->close();
    }};
}

StreamCounts EventStream::counts() const
{
    return queue_ ? queue_->counts() : StreamCounts{};
}

}  // namespace trademind
