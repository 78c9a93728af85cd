// A handler that takes something else than the Result of its call: the user's line is named first.
#include <trademind/broker.hpp>

using namespace trademind;

void handler([[maybe_unused]] Broker& broker)
{
#if CASE == 0
    broker.get_account([](Result<Account>) {});
    broker.get_account(within(std::chrono::seconds{1}, [](auto) {}));
#elif CASE == 1  // says: handlers\.cpp:[0-9]+:[0-9]+: error: no matching.*must take Result<T>
    broker.get_account([](Account) {});
#elif CASE == 2  // says: handlers\.cpp:[0-9]+:[0-9]+: error: no matching.*must take Result<T>
    broker.get_account(within(std::chrono::seconds{1}, [](Account) {}));
#elif CASE == 3  // says: handlers\.cpp:[0-9]+:[0-9]+: error
    (void)broker.watch(stock("AAPL"), [](const Bar&) {});
#endif
}
