// What the commands of a case do.
#include "cases/paper/desk.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace trademind::cases {
namespace {

std::optional<Decimal> price_or_size(const std::string& word)
{
    if (word == "-") return std::nullopt;
    return word == "x" ? Decimal{-1} : number(word);
}

template <class T> T known(std::optional<T> value, const std::string& text)
{
    if (!value) throw std::runtime_error{"not known: '" + text + "'"};
    return *value;
}

}  // namespace

void Desk::Recorder::on_order(const OrderReport& report)
{
    std::string state{to_string(report.status)};
    state += ':' + report.filled.str();
    auto& all = states[report.id];
    transcript += report.describe() + ' ' + state + '\n';
    if (all.empty() || all.back() != state) all.push_back(state);
}

void Desk::Recorder::on_execution(const Execution& execution)
{
    executions.push_back(execution);
    transcript += execution.id + ' ' + execution.describe() + '\n';
}

void Desk::Recorder::on_notice(const Notice& notice)
{
    notices.push_back(notice);
    transcript += notice.error.describe() + '\n';
}

Desk::Desk()
{
    options_.fee_model = std::make_shared<paper::NoFees>();
    clock_->advance(moment("2026-05-04T14:00:00Z") - clock_->now());
}

Desk::~Desk()
{
    observing_.reset();
    broker_.reset();
    run();
}

PaperBroker& Desk::broker()
{
    if (broker_) return *broker_;
    broker_ = make_unsafe_paper_broker(io_.get_executor(), options_, clock_);
    observing_ = broker_->observe(recorder_);
    ask<void>([&](auto done) { broker_->connect(done); }).value();
    return *broker_;
}

void Desk::run()
{
    io_.restart();
    while (io_.poll() > 0) io_.restart();
}

void Desk::advance_to(TimePoint to)
{
    broker();
    // one timer after the other: what one of them starts may be due on the way as well
    while (clock_->now() < to) {
        Duration left = to - clock_->now();
        clock_->advance(std::min(std::max(clock_->next().value_or(left), Duration{}), left));
        run();
    }
    clock_->advance(Duration{});
}

void Desk::restart()
{
    observing_.reset();
    broker_.reset();
    run();
    broker();
}

const Desk::Order& Desk::order(const std::string& name) const
{
    auto found = orders_.find(name);
    if (found == orders_.end()) throw std::runtime_error{"there is no order " + name};
    return found->second;
}

std::string Desk::states(OrderId id) const
{
    std::string text;
    auto found = recorder_.states.find(id);
    if (found == recorder_.states.end()) return text;
    for (const auto& state : found->second) text += (text.empty() ? "" : ",") + state;
    return text;
}

std::string Desk::transcript(const std::string& without)
{
    if (without.empty()) return recorder_.transcript;
    std::string text;
    for (const Execution& e : recorder_.executions)
        if (!e.contract.same_instrument(contract(without)))
            text += e.contract.symbol + ' ' + e.quantity.str() + '@' + e.price.str() + ' ' +
                    format_time(e.time) + '\n';
    return text;
}

Contract& Desk::contract(const std::string& name)
{
    return contracts_.try_emplace(name, stock(name)).first->second;
}

void Desk::list(const Command& command)
{
    if (broker_) throw std::runtime_error{"instruments are listed before the first event"};
    auto instrument = instrument_of(command);
    contracts_[command.word(1)] = instrument.details.contract;
    options_.instruments.push_back(std::move(instrument));
}

void Desk::quote(const Command& command)
{
    paper::MarketChange change;
    change.bid = price_or_size(command.word(2));
    change.bid_size = price_or_size(command.word(3));
    change.ask = price_or_size(command.word(4));
    change.ask_size = price_or_size(command.word(5));
    for (auto* size : {&change.bid_size, &change.ask_size})
        if (*size && (*size)->sign() < 0) *size = Decimal{};
    broker().push(contract(command.word(1)), change);
}

void Desk::print(const Command& command)
{
    paper::MarketChange change;
    change.last = number(command.word(2));
    change.last_size = number(command.word(3));
    for (std::size_t i = 4; i < command.size(); ++i) {
        const auto& word = command.word(i);
        if (word == "opening") change.print = paper::PrintKind::opening;
        if (word == "closing") change.print = paper::PrintKind::closing;
        if (word == "buy") change.aggressor = Side::buy;
        if (word == "sell") change.aggressor = Side::sell;
    }
    broker().push(contract(command.word(1)), change);
}

void Desk::bar(const Command& command)
{
    Bar bar;
    bar.time = moment(command.word(2));
    bar.open = number(command.word(3));
    bar.high = number(command.word(4));
    bar.low = number(command.word(5));
    bar.close = number(command.word(6));
    if (command.size() > 7) bar.volume = number(command.word(7));
    broker().push(contract(command.word(1)), bar);
}

void Desk::fill_in(OrderRequest& r, const Command& command) const
{
    for (const auto& [key, value] : command.keys()) {
        std::string text = spaced(value);
        auto price = value == "none" ? std::nullopt : Decimal::parse(value);
        if (key == "qty")
            r.quantity = number(value);
        else if (key == "type")
            r.type = known(parse_order_type(text), text);
        else if (key == "side")
            r.side = known(parse_side(text), text);
        else if (key == "lmt")
            r.limit_price = price;
        else if (key == "stp")
            r.stop_price = price;
        else if (key == "trail")
            r.trailing_amount = price;
        else if (key == "pct")
            r.trailing_rate = price;
        else if (key == "off")
            r.limit_offset = price;
        else if (key == "tif")
            r.time_in_force = known(parse_time_in_force(text), text);
        else if (key == "gtd")
            r.good_till_date = text;
        else if (key == "gat")
            r.good_after_time = text;
        else if (key == "rth")
            r.outside_rth = value == "0";
        else if (key == "outside")
            r.outside_rth = value == "1";
        else if (key == "oca")
            r.oca_group = value;
        else if (key == "ocatype")
            r.oca_type = static_cast<OcaType>(std::stoi(value));
        else if (key == "parent")
            r.parent_id = known(order(value).id, value);
        else if (key == "transmit")
            r.transmit = value == "1";
        else if (key == "trig")
            r.trigger_method = static_cast<TriggerMethod>(std::stoi(value));
        else if (key == "coid")
            r.client_order_id = value;
        else if (key == "exch")
            r.contract.exchange = value;
        else if (key == "peg") {
            OrderAttributes more;
            more.offset = number(value);
            r.attributes = RareAttributes{std::move(more)};
        } else
            throw std::runtime_error{"an order has no key '" + key + "'"};
    }
}

OrderRequest Desk::request(const Command& command, std::size_t from) const
{
    bool buys = command.word(from - 1) == "buy";
    auto found = contracts_.find(command.word(from));
    Contract contract = found == contracts_.end() ? stock(command.word(from)) : found->second;
    // a preview has no name
    std::size_t quantity = command.name() == "preview" ? from + 1 : from + 2;
    OrderRequest r{buys ? Side::buy : Side::sell, contract, number(command.word(quantity))};
    if (command.size() > quantity + 1) {
        auto type = spaced(command.word(quantity + 1));
        r.type = known(parse_order_type(type), type);
    }
    fill_in(r, command);
    return r;
}

void Desk::place(const Command& command)
{
    auto r = request(command, 1);
    (void)contract(command.word(1));
    std::string name = command.word(2);
    orders_[name] = Order{r, {}, {}, {}, {}};
    broker().place_order(r, [this, name](Result<OrderReport> answer) {
        Order& placed = orders_[name];
        if (!answer) {
            placed.refusal = answer.error();
            return;
        }
        placed.id = answer->id;
        placed.permanent_id = answer->permanent_id;
    });
}

void Desk::modify(const Command& command)
{
    Order& old = orders_.at(command.word(1));
    OrderRequest changed = old.request;
    fill_in(changed, command);
    old.failure.reset();
    broker().modify_order(known(old.id, command.word(1)), changed,
                          [&old, changed](Result<OrderReport> answer) {
                              if (answer)
                                  old.request = changed;
                              else
                                  old.failure = answer.error();
                          });
}

void Desk::cancel(const Command& command)
{
    Order& old = orders_.at(command.word(1));
    old.failure.reset();
    broker().cancel_order(known(old.id, command.word(1)), [&old](Result<OrderReport> answer) {
        if (!answer) old.failure = answer.error();
    });
}

void Desk::exercise(const Command& command)
{
    exercise_fault_.reset();
    auto done = ask<void>([&](auto answer) {
        broker().exercise(contract(command.word(1)), number(command.word(2)),
                          command.text("override") == "1", answer);
    });
    if (!done) exercise_fault_ = done.error();
}

void Desk::action(const Command& command)
{
    if (broker_) throw std::runtime_error{"actions are named before the first event"};
    std::string rows = "date,symbol,kind,amount,ratio,currency\n";
    for (std::size_t i = 1; i <= 3; ++i) rows += command.word(i) + ',';
    rows += command.text("amount") + ',' + command.text("ratio") + ',' + command.text("cur") + '\n';
    for (auto& read : paper::parse_corporate_actions(rows, "action").value())
        options_.actions.push_back(std::move(read));
}

bool Desk::act(const Command& command)
{
    const std::string& name = command.name();
    if (name == "option")
        set_options(options_, command);
    else if (name == "list")
        list(command);
    else if (name == "clock")
        clock_->advance(moment(command.word(1)) - clock_->now());
    else if (name == "start")
        broker();
    else if (name == "at")
        advance_to(moment(command.word(1)));
    else if (name == "wait")
        advance_to(clock_->now() + span(command.word(1)));
    else if (name == "quote")
        quote(command);
    else if (name == "print")
        print(command);
    else if (name == "bar")
        bar(command);
    else if (name == "halt")
        broker().push(contract(command.word(1)),
                      paper::MarketChange{}.with_halt(command.word(2) == "1"));
    else if (name == "buy" || name == "sell")
        place(command);
    else if (name == "modify")
        modify(command);
    else if (name == "cancel")
        cancel(command);
    else if (name == "exercise")
        exercise(command);
    else if (name == "action")
        action(command);
    else if (name == "preview") {
        auto r = request(command, 2);
        preview_ = ask<OrderPreview>([&](auto done) { broker().preview_order(r, done); });
    } else if (name == "restart")
        restart();
    else if (name == "remove")
        for (const char* suffix : {"", "-lock", "-wal", "-shm"})
            std::filesystem::remove(command.word(1) + suffix);
    else
        return false;
    run();
    return true;
}

}  // namespace trademind::cases
