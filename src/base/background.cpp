// Where work runs that must not hold up a strand, or be held up by it.
#include "base/background.hpp"

#include <boost/asio/post.hpp>

namespace trademind {

Background::~Background()
{
    gate_->ends = true;
    std::lock_guard waits{gate_->busy};
    if (own_) own_->stop();
}

asio::any_io_executor Background::executor()
{
    if (given_) return given_;
    std::lock_guard lock{starting_};
    if (!own_) own_.emplace(1);
    return own_->get_executor();
}

void Background::post(std::function<void()> work)
{
    asio::post(executor(), guarded(std::move(work)));
}

std::function<void()> Background::guarded(std::function<void()> work) const
{
    return [gate = gate_, work = std::move(work)] {
        std::lock_guard lock{gate->busy};
        if (!gate->ends) work();
    };
}

}  // namespace trademind
