// Streams quotes of two symbols and stops after ten. Handlers run on the broker's strand: they need
// no lock.
#include <trademind/execution/factory.hpp>

#include <boost/asio/io_context.hpp>

#include <iomanip>
#include <iostream>
#include <vector>

using namespace trademind;

class Board {
public:
    explicit Board(Broker& broker)
    {
        for (auto symbol : {"AAPL", "MSFT"})
            subscriptions_.push_back(broker.watch(
                stock(symbol), [this](const Quote& quote) { show(quote); },
                [](const Error& error) { std::cerr << error.describe() << '\n'; }));
    }

private:
    static std::string text(std::optional<Decimal> price) { return price ? price->str() : "-"; }
    void show(const Quote& quote)
    {
        std::cout << std::setw(6) << quote.contract.symbol << std::setw(10) << text(quote.bid)
                  << std::setw(10) << text(quote.ask) << '\n';
        if (++seen_ == 10) subscriptions_.clear();  // no handler runs after this
    }

    std::vector<Subscription> subscriptions_;
    int seen_ = 0;
};

int main()
{
    asio::io_context io;
    Config config;
    config.log.level = "warning";
    auto options = paper_options(config);
    options.tape = std::make_shared<const paper::Tape>(paper::generate_tape());
    options.tape_start = paper::TapeStart::manual;
    auto [broker, market] = make_paper_market(config, options, io.get_executor()).value();
    Board board{*broker};
    int status = 0;
    auto end = [&](const Result<>& result) {
        if (!result) std::cerr << result.error().describe() << '\n', status = 1;
        io.stop();
    };
    broker->connect([&, feed = market](Result<> up) {
        if (!up) return end(up);
        feed->play(end);
    });
    io.run();
    return status;
}
