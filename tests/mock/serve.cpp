// mock_tws: the mock TWS as a process, for tests/roads, cmake/demo.sh and whoever wants a TWS
// without an account.
//
//   mock_tws [PORT]     listens on 127.0.0.1 (without PORT on a free one), prints "mock_tws on
//   127.0.0.1:PORT"
//
// A paper account, DU1234567; AAPL, MSFT and SPY with moving prices and hours without end. Ends at
// SIGINT or SIGTERM.
#include "mock/mock_desk.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <functional>

using namespace trademind;
using namespace std::chrono_literals;

namespace {

/// "20261124:0000-20261125:0000;...": a week around now, without a gap.
std::string hours_without_end(TimePoint now)
{
    std::string text;
    auto today = std::chrono::floor<std::chrono::days>(now);
    for (int day = -2; day < 6; ++day) {
        auto name = [&](int after) {
            std::chrono::year_month_day date{today + std::chrono::days{day + after}};
            return fmt::format("{:04}{:02}{:02}:0000", static_cast<int>(date.year()),
                               static_cast<unsigned>(date.month()),
                               static_cast<unsigned>(date.day()));
        };
        text += fmt::format("{}{}-{}", text.empty() ? "" : ";", name(0), name(1));
    }
    return text;
}

/// Prices on waves of a few seconds, a fifth of a percent high: enough for dips and recoveries.
class Market {
public:
    Market(asio::any_io_executor executor, test::MockDesk& desk) : desk_{desk}, timer_{executor}
    {
        for (const Listed& listed : listed_) {
            test::DeskInstrument& stock = desk.add_stock(listed.symbol, listed.con_id);
            stock.trading_hours = stock.liquid_hours = hours_without_end(system_clock()->now());
            desk.bars(listed.symbol, bars(listed));
        }
        step();
    }

private:
    struct Listed {
        const char* symbol;
        int con_id;
        double price;
    };

    static Decimal cents(double price)
    {
        return Decimal::from_raw(Decimal::one / 100) *
               Decimal{static_cast<std::int64_t>(std::llround(price * 100))};
    }
    double price_at(const Listed& listed, double seconds) const
    {
        return listed.price * (1 + 0.002 * std::sin(seconds * 1.3 + listed.con_id) +
                               0.0005 * std::sin(seconds * 7.1));
    }
    /// Two hours of minutes, up to the last whole one.
    std::vector<test::DeskBar> bars(const Listed& listed) const
    {
        std::vector<test::DeskBar> made;
        auto last = std::chrono::floor<std::chrono::minutes>(system_clock()->now());
        for (int i = 120; i > 0; --i) {
            double open = price_at(listed, i), close = price_at(listed, i - 1);
            auto at = std::chrono::floor<std::chrono::seconds>(last - std::chrono::minutes{i});
            made.push_back({std::to_string(at.time_since_epoch().count()), cents(open),
                            cents(std::max(open, close) + 0.05),
                            cents(std::min(open, close) - 0.05), cents(close), Decimal{1000 + i}});
        }
        return made;
    }
    void step()
    {
        for (const Listed& listed : listed_) {
            Decimal bid = cents(price_at(listed, ticks_ * 0.05));
            desk_.quote(listed.symbol, bid, bid + Decimal::from_raw(Decimal::one / 100), bid, 500);
        }
        ++ticks_;
        timer_.expires_after(50ms);
        timer_.async_wait([this](boost::system::error_code failed) {
            if (!failed) step();
        });
    }

    static constexpr Listed listed_[] = {
        {"AAPL", 265598, 190}, {"MSFT", 272093, 420}, {"SPY", 756733, 510}};
    test::MockDesk& desk_;
    asio::steady_timer timer_;
    int ticks_ = 0;
};

int serve(std::uint16_t port)
{
    asio::io_context io{1};
    test::MockTws tws{io.get_executor(), system_clock(), port};
    test::MockDesk desk{tws};
    desk.cash(100'000);
    Market market{io.get_executor(), desk};
    asio::signal_set signals{io, SIGINT, SIGTERM};
    signals.async_wait([&](boost::system::error_code, int) { io.stop(); });
    std::printf("mock_tws on %s:%u\n", tws.host().c_str(), static_cast<unsigned>(tws.port()));
    std::fflush(stdout);
    io.run();
    return 0;
}

}  // namespace

int main(int count, char** arguments)
{
    std::uint16_t port = 0;
    bool understood = count < 2;
    if (count == 2) {
        const char* end = arguments[1] + std::strlen(arguments[1]);
        auto read = std::from_chars(arguments[1], end, port);
        understood = read.ec == std::errc{} && read.ptr == end;
    }
    if (!understood) return std::fputs("usage: mock_tws [PORT]\n", stderr), 2;
    try {
        return serve(port);
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "mock_tws: %s\n", failed.what());
        return 1;
    }
}
