// A program against the installed library: builds an order and prints it.
#include <trademind/trademind.hpp>

#include <iostream>

using namespace trademind;
using namespace trademind::literals;

int main()
{
    auto order = buy(stock("AAPL"), 10_d).limit(189.10_d);
    std::cout << order.describe() << '\n';
    return order.describe() == "BUY 10 AAPL LMT 189.1 DAY" ? 0 : 1;
}
