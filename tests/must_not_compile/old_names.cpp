// The names that raw brokers had before are marked: the compiler names the guarded way instead.
#pragma GCC diagnostic error "-Wdeprecated-declarations"
#include <trademind/execution.hpp>

using namespace trademind;

void raw([[maybe_unused]] const asio::any_io_executor& executor)
{
#if CASE == 0
    (void)make_broker(Config{}, executor);
#elif CASE == 1  // says: use make_broker, or make_unsafe_ibkr_broker
    make_ibkr_broker(executor, {});
#elif CASE == 2  // says: use make_paper_market, or make_unsafe_paper_broker
    make_paper_broker(executor);
#endif
}
