// What the fixture of the paper broker's tests does: compiled once, for the fixture is in every
// file.
#include "unit/paper/paper_fixture.hpp"

#include <utility>

namespace trademind::test {

void Recorder::on_order(const OrderReport& r)
{
    std::string line = "order " + to_string(r.id) + ' ' + std::string{to_string(r.status)} + ' ' +
                       r.filled.str() + '/' + r.order.quantity.str();
    if (!r.why_held.empty()) line += " held:" + r.why_held;
    lines.push_back(line);
    reports.push_back(r);
}

void Recorder::on_execution(const Execution& e)
{
    lines.push_back("fill " + to_string(e.order_id) + ' ' + e.quantity.str() + " @ " +
                    e.price.str());
    executions.push_back(e);
}

void Recorder::on_commission(const Commission& c)
{
    lines.push_back("commission");
    commissions.push_back(c);
}

void Recorder::on_position(const Position& p)
{
    lines.push_back("position " + p.quantity.str());
}

void Recorder::on_account(const Account& a)
{
    lines.push_back("account");
    accounts.push_back(a);
}

void Recorder::on_notice(const Notice& n)
{
    lines.push_back("notice " + std::to_string(n.error.code.value()));
    notices.push_back(n);
}

void Recorder::on_link(LinkState state)
{
    lines.push_back("link " + std::string{to_string(state)});
}

std::vector<std::string> Recorder::fills() const
{
    std::vector<std::string> all;
    for (const auto& e : executions)
        all.push_back(to_string(e.order_id) + ": " + e.quantity.str() + " @ " + e.price.str());
    return all;
}

PaperTest::PaperTest() = default;
PaperTest::~PaperTest() = default;

void PaperTest::start(paper::Options options)
{
    broker = make_unsafe_paper_broker(io.get_executor(), std::move(options), clock);
    listening = broker->observe(heard);
    Awaited<void> up;
    broker->connect(up.token());
    run();
    ASSERT_TRUE(up.get().has_value());
    heard.lines.clear();
}

void PaperTest::run()
{
    io.restart();
    io.poll();
}

void PaperTest::pass(Duration time)
{
    clock->advance(time);
    run();
}

void PaperTest::until(std::string_view when)
{
    auto moment = parse_time(when);
    ASSERT_TRUE(moment) << when;
    pass(*moment - clock->now());
}

paper::Options PaperTest::on_exchange()
{
    paper::Options options;
    options.calendar = us_equities_calendar();
    options.instruments = {stock("X")};
    return options;
}

void PaperTest::push(paper::MarketChange change, const Contract& contract)
{
    broker->push(contract, std::move(change));
    run();
}

void PaperTest::quote(Decimal bid, Decimal bid_size, Decimal ask, Decimal ask_size)
{
    push(paper::MarketChange{}.with_bid(bid, bid_size).with_ask(ask, ask_size));
}

void PaperTest::print(Decimal price, Decimal size)
{
    push(paper::MarketChange{}.with_print(price, size));
}

Result<OrderReport> PaperTest::place(OrderRequest order)
{
    Awaited<OrderReport> answer;
    broker->place_order(std::move(order), answer.token());
    run();
    return answer.get();
}

OrderId PaperTest::take(OrderRequest order)
{
    auto report = place(std::move(order));
    if (!report) {
        ADD_FAILURE() << report.error().describe();
        return OrderId{};
    }
    return report->id;
}

Result<OrderReport> PaperTest::modify(OrderId id, OrderRequest order)
{
    Awaited<OrderReport> answer;
    broker->modify_order(id, std::move(order), answer.token());
    run();
    return answer.get();
}

Result<OrderReport> PaperTest::cancel(OrderId id)
{
    Awaited<OrderReport> answer;
    broker->cancel_order(id, answer.token());
    run();
    return answer.get();
}

Result<OrderPreview> PaperTest::preview(OrderRequest order)
{
    Awaited<OrderPreview> answer;
    broker->preview_order(std::move(order), answer.token());
    run();
    return answer.get();
}

std::vector<OrderReport> PaperTest::orders()
{
    return ask<std::vector<OrderReport>>(
        [&](auto token) { broker->get_orders(OrderFilter::all, token); });
}

std::vector<Execution> PaperTest::executions()
{
    return ask<std::vector<Execution>>([&](auto token) { broker->get_executions(token); });
}

std::vector<Position> PaperTest::positions()
{
    return ask<std::vector<Position>>([&](auto token) { broker->get_positions(token); });
}

OrderReport PaperTest::report(OrderId id)
{
    for (const auto& r : orders())
        if (r.id == id) return r;
    ADD_FAILURE() << "there is no order " << to_string(id);
    return {};
}

OrderStatus PaperTest::status(OrderId id)
{
    return report(id).status;
}

Decimal PaperTest::filled(OrderId id)
{
    return report(id).filled;
}

Decimal PaperTest::position(const Contract& contract)
{
    for (const auto& p : positions())
        if (p.contract.same_instrument(contract)) return p.quantity;
    return {};
}

Account PaperTest::account()
{
    return ask<Account>([&](auto token) { broker->get_account(token); });
}

paper::Statistics PaperTest::statistics()
{
    return ask<paper::Statistics>([&](auto token) { broker->get_statistics(token); });
}

}  // namespace trademind::test
