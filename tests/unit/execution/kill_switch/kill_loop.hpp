// What the kill loops share: a broker's side that outlives every run, and runs that are processes.
#pragma once

#include <trademind/order_report.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace trademind::test {

/// The broker's side, which outlives every run: the orders that arrived, one a line.
class Venue {
public:
    explicit Venue(std::filesystem::path file) : file_{std::move(file)} {}
    void add(const OrderReport& report) const
    {
        std::ofstream{file_, std::ios::app}
            << to_number(report.id) << ' ' << report.order.client_order_id << ' '
            << report.order.quantity.str() << ' ' << report.order.limit_price->str() << std::endl;
    }
    std::vector<OrderReport> orders() const
    {
        std::vector<OrderReport> all;
        std::ifstream in{file_};
        std::int64_t id = 0;
        std::string name, quantity, price;
        while (in >> id >> name >> quantity >> price) {
            auto order = buy(stock("AAPL"), *Decimal::parse(quantity))
                             .limit(*Decimal::parse(price))
                             .with_client_order_id(name);
            all.emplace_back(OrderId{id}, order);
            all.back().status = OrderStatus::submitted;
        }
        return all;
    }

private:
    std::filesystem::path file_;
};

inline OrderRequest order_number(int n)
{
    return buy(stock("AAPL"), Decimal{n})
        .limit(Decimal{99})
        .with_client_order_id("k" + std::to_string(n));
}

/// Runs in a child; its exit code, or -1 when it was killed.
template <class Run> int in_child(Run run)
{
    pid_t child = ::fork();
    if (child == 0) {
        int code = 99;
        try {
            code = run();
        } catch (...) {}
        ::_exit(code);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace trademind::test
