// What runs at the end of a strand's turn.
#include <trademind/detail/turns.hpp>

#include <boost/asio/require.hpp>

namespace trademind::detail {
namespace {

// calls that lead to calls without end let sockets, timers and other threads have their turn
constexpr std::size_t most_in_a_turn = 64;

}  // namespace

/// Where it is dropped with its executor instead of being run, what waits ends with it.
struct Turns::Scheduled {
    explicit Scheduled(std::shared_ptr<Turns> its) : turns{std::move(its)} {}
    Scheduled(Scheduled&&) noexcept = default;
    Scheduled& operator=(Scheduled&&) = delete;
    ~Scheduled()
    {
        if (!turns) return;
        turns->next_ = 0;
        auto dropped = std::exchange(turns->waiting_, {});
    }
    void operator()()
    {
        auto its = std::exchange(turns, nullptr);
        its->scheduled_ = false;
        its->take([] {});
    }

    std::shared_ptr<Turns> turns;
};

Turns::Turns(Strand strand)
    : strand_{std::move(strand)}, later_{asio::require(strand_, asio::execution::blocking.never)}
{}

void Turns::add(std::shared_ptr<void> what, void (*run)(void*))
{
    waiting_.push_back({std::move(what), run});
    if (!taking_) schedule();
}

void Turns::hand_over(std::shared_ptr<void> what, void (*run)(void*))
{
    if (strand_.running_in_this_thread()) return add(std::move(what), run);
    // behind what waits already
    later_.execute([self = shared_from_this(), what = std::move(what), run]() mutable {
        self->take([&] { self->add(std::move(what), run); });
    });
}

void Turns::run_waiting()
{
    // a call ends after what its answer led to: that may be an order
    at_top_ = true;
    Waiting before{};
    for (std::size_t n = 0; n < most_in_a_turn && next_ < waiting_.size(); ++n) {
        auto now = std::move(waiting_[next_++]);
        if (next_ == waiting_.size()) forget_those_run();
        now.run(now.what.get());
        before = std::move(now);
    }
    // two that lead to one another never leave it empty
    if (next_ > 0) forget_those_run();
}

void Turns::forget_those_run()
{
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(next_));
    next_ = 0;
}

void Turns::schedule()
{
    if (!std::exchange(scheduled_, true)) later_.execute(Scheduled{shared_from_this()});
}

}  // namespace trademind::detail
