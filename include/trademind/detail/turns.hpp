// What runs at the end of a strand's turn, when nothing else of the strand runs.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/strand.hpp>

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace trademind {

namespace asio = boost::asio;
/// Where a broker and all it owns live.
using Strand = asio::strand<asio::any_io_executor>;

namespace detail {

/// The turns of a strand. A call that begins or is answered must not run in the middle of the
/// broker's own work: it waits for the end of the turn, which costs less than a way round the
/// executor.
///
/// On the strand, except strand(), later(), hand_over() and post(). Owned by shared_ptr.
class Turns : public std::enable_shared_from_this<Turns> {
public:
    explicit Turns(Strand strand);

    const Strand& strand() const { return strand_; }
    /// The strand in the form that never runs a function at once.
    const Strand& later() const { return later_; }

    /// A turn: does `work`, then what waits for the turn's end. Only where the strand, or an
    /// operation of its sockets and timers, calls first; never from within another turn.
    template <class Work> void take(Work&& work)
    {
        Taking taking{*this};
        std::forward<Work>(work)();
        run_waiting();
    }
    /// True in what waited for the turn's end, where no work of the broker is half done: there one
    /// broker may call into another on its strand.
    bool at_top() const { return at_top_; }
    /// `run(what.get())` at the end of the turn under way, else in a turn of its own. First in,
    /// first out.
    void add(std::shared_ptr<void> what, void (*run)(void*));
    /// The same from any thread. In the order of each thread; those of different threads in any.
    void hand_over(std::shared_ptr<void> what, void (*run)(void*));
    /// The same with a function.
    template <class Function> void post(Function function)
    {
        hand_over(std::make_shared<Function>(std::move(function)),
                  [](void* its) { (*static_cast<Function*>(its))(); });
    }

private:
    struct Waiting {
        std::shared_ptr<void> what;
        void (*run)(void*);
    };
    /// Also when a program's own function throws: what waits then has its turn later.
    struct Taking {
        explicit Taking(Turns& its) : turns{its} { turns.taking_ = true; }
        Taking(const Taking&) = delete;
        Taking& operator=(const Taking&) = delete;
        ~Taking()
        {
            turns.taking_ = turns.at_top_ = false;
            if (!turns.waiting_.empty()) turns.schedule();
        }
        Turns& turns;
    };
    struct Scheduled;

    void run_waiting();
    void forget_those_run();
    void schedule();

    Strand strand_, later_;
    std::vector<Waiting> waiting_;  // those before next_ have run
    std::size_t next_ = 0;
    bool taking_ = false, at_top_ = false, scheduled_ = false;
};

}  // namespace detail
}  // namespace trademind
