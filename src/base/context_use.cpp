// Execution contexts and the objects that must not outlive them.
#include <trademind/detail/context_use.hpp>

#include <boost/asio/execution/context.hpp>
#include <boost/asio/query.hpp>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

namespace trademind::detail {
namespace {

namespace asio = boost::asio;

}  // namespace

struct ContextMembers {
    std::mutex mutex;
    std::set<ContextMember*> all;
};

namespace {

class ContextUses final : public asio::execution_context::service {
public:
    static asio::execution_context::id id;

    explicit ContextUses(asio::execution_context& context) : service{context} {}
    // not in shutdown(): handlers that are dropped there may own what is counted here
    ~ContextUses() override
    {
        auto left = count.load();
        if (left == 0) return;
        std::fprintf(stderr,
                     "trademind: an execution context (io_context) was destroyed before %zu of the "
                     "brokers, routers and clients that run on it; destroy those first, or declare "
                     "them after it\n",
                     left);
        std::abort();
    }

    std::atomic<std::size_t> count{0};
    std::atomic<std::thread::id> only_thread{};
    std::shared_ptr<ContextMembers> members = std::make_shared<ContextMembers>();

private:
    void shutdown() override {}
};

asio::execution_context::id ContextUses::id;

asio::execution_context& context_of(const asio::any_io_executor& executor)
{
    return asio::query(executor, asio::execution::context);
}

}  // namespace

ContextUse::ContextUse(const asio::any_io_executor& executor) : context_{context_of(executor)}
{
    ++asio::use_service<ContextUses>(context_).count;
}

ContextUse::~ContextUse()
{
    --asio::use_service<ContextUses>(context_).count;
}

ContextMember::ContextMember(const asio::any_io_executor& executor, std::function<void()> on_end)
    : members_{asio::use_service<ContextUses>(context_of(executor)).members},
      on_end_{std::move(on_end)}
{
    std::lock_guard lock{members_->mutex};
    members_->all.insert(this);
}

ContextMember::~ContextMember()
{
    std::lock_guard lock{members_->mutex};
    members_->all.erase(this);
}

void end_calls_of(asio::execution_context& context)
{
    auto members = asio::use_service<ContextUses>(context).members;
    std::lock_guard lock{members->mutex};
    for (auto* member : members->all) member->on_end_();
}

std::size_t uses_of(asio::execution_context& context)
{
    return asio::use_service<ContextUses>(context).count;
}

void set_only_thread(asio::execution_context& context)
{
    asio::use_service<ContextUses>(context).only_thread = std::this_thread::get_id();
}

bool is_only_thread(const asio::any_io_executor& executor)
{
    return asio::use_service<ContextUses>(context_of(executor)).only_thread.load() ==
           std::this_thread::get_id();
}

}  // namespace trademind::detail
