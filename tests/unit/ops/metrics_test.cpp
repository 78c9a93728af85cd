// Metrics: what a router counts, and the text that Prometheus reads.
#include "unit/ops/ops_fixture.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

/// A text as Prometheus reads it; every rule that it breaks is a failure of the test.
class PrometheusText {
public:
    explicit PrometheusText(const std::string& text, std::string program = "test")
        : program_{std::move(program)}
    {
        EXPECT_TRUE(text.ends_with('\n')) << "the last line must end";
        std::istringstream in{text};
        for (std::string line; std::getline(in, line);) read(line);
        for (const auto& [name, type] : types_) {
            if (type != "counter") continue;
            EXPECT_TRUE(name.ends_with("_total")) << name;
        }
    }
    double at(const std::string& sample) const
    {
        auto found = samples_.find(sample);
        EXPECT_NE(found, samples_.end()) << sample;
        return found == samples_.end() ? -1 : found->second;
    }
    bool has(const std::string& sample) const { return samples_.contains(sample); }
    std::size_t size() const { return samples_.size(); }

private:
    void read(const std::string& line)
    {
        static const std::regex help{"# HELP ([a-z_]+) .+"},
            type{"# TYPE ([a-z_]+) (gauge|counter)"},
            sample{
                "([a-z_]+)(\\{([a-z]+=\"[^\"\\\\]*\")(,[a-z]+=\"[^\"\\\\]*\")*"
                "\\})? "
                "(-?[0-9.e+-]+)"};
        std::smatch match;
        if (std::regex_match(line, match, help)) {
            EXPECT_TRUE(helped_.insert(match[1]).second) << "helped twice: " << line;
        } else if (std::regex_match(line, match, type)) {
            EXPECT_TRUE(helped_.contains(match[1])) << line;
            EXPECT_TRUE(types_.emplace(match[1], match[2]).second) << "typed twice: " << line;
            family_ = match[1];
        } else if (std::regex_match(line, match, sample)) {
            EXPECT_EQ(match[1], family_) << "samples of a family stand together";
            EXPECT_TRUE(family_.starts_with("broker_")) << line;
            // every series has the program first; the tests name what follows
            std::string labels = match[2].str();
            const std::string program = "{program=\"" + program_ + "\"";
            EXPECT_TRUE(labels.starts_with(program)) << "a series without its program: " << line;
            labels.erase(0, std::min(labels.size(), program.size()));
            if (labels == "}")
                labels.clear();
            else if (labels.starts_with(','))
                labels.front() = '{';
            std::string key = match[1].str() + labels;
            EXPECT_TRUE(samples_.emplace(key, std::stod(match[5])).second) << "twice: " << key;
        } else {
            ADD_FAILURE() << "no line that Prometheus knows: " << line;
        }
    }
    std::string program_;
    std::set<std::string> helped_;
    std::map<std::string, std::string> types_;
    std::map<std::string, double> samples_;
    std::string family_;
};

std::string text_of(const Metrics& m)
{
    std::ostringstream out;
    write_prometheus(m, out);
    return out.str();
}

class MetricsTest : public OpsFixture {
protected:
    MetricsTest()
    {
        config.metrics.program = "test";
        config.risk.max_concentration.reset();
        config.kill_switch.on_stale_data = KillAction::none;
    }
    Metrics measure()
    {
        return answer<Result<Metrics>>([&](auto token) { router->metrics(std::move(token)); })
            .value();
    }
    TemporaryDirectory directory;
};

TEST_F(MetricsTest, orders_are_counted_by_what_became_of_them)
{
    start();
    auto filled = place(buy(aapl, 5_d).limit(99_d));
    auto cancelled = place(buy(aapl, 4_d).limit(98_d));
    ASSERT_TRUE(place(buy(aapl, 3_d).limit(97_d)));
    ASSERT_TRUE(modify(cancelled->id, buy(aapl, 4_d).limit(97.5_d)));
    broker->fill(filled->id, 2_d, 99_d);
    broker->fill(filled->id, 3_d, 99_d);
    ASSERT_TRUE(cancel(cancelled->id));
    broker->placing = ScriptedBroker::Placing::refuse;
    ASSERT_FALSE(place(buy(aapl, 2_d).limit(96_d)));
    ASSERT_FALSE(place(buy(aapl, 5000_d).limit(96_d)));
    auto m = measure();
    EXPECT_EQ(m.backend, "scripted");
    EXPECT_EQ(m.orders_sent, 4);
    EXPECT_EQ(m.orders_acknowledged, 3);
    EXPECT_EQ(m.orders_filled, 1);
    EXPECT_EQ(m.orders_cancelled, 1);
    EXPECT_EQ(m.orders_rejected, 1);
    EXPECT_EQ(m.modifies_sent, 1);
    EXPECT_EQ(m.executions, 2);
    EXPECT_EQ(m.orders_open, 1);
    EXPECT_EQ(m.orders_unconfirmed, 0);
    EXPECT_EQ(m.checks_passed, 4);
    EXPECT_EQ(m.refusals[static_cast<std::size_t>(RiskReason::max_order_size)], 1);
    EXPECT_EQ(m.reserved, 3_d * 97_d);
    EXPECT_EQ(m.equity, 100'000_d);
    EXPECT_EQ(m.trading, TradingState::active);
    EXPECT_TRUE(m.kill_complete);
}

TEST_F(MetricsTest, what_nobody_has_heard_of_ages)
{
    start();
    broker->placing = ScriptedBroker::Placing::silent;
    router->place_order(buy(aapl, 1_d).limit(99_d), [](Result<OrderReport>) {});
    run();
    advance(3s);
    router->place_order(buy(aapl, 2_d).limit(99_d), [](Result<OrderReport>) {});
    run();
    advance(1s);
    auto m = measure();
    EXPECT_EQ(m.orders_unconfirmed, 2);
    EXPECT_EQ(m.oldest_unconfirmed, 4s);
}

TEST_F(MetricsTest, breaks_kills_and_ages)
{
    Position p{aapl, 10_d};
    p.market_price = 100_d;
    broker->positions = {p};
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    advance(2s);
    EXPECT_EQ(measure().quote_age, 2s);
    broker->tell_link(LinkState::lost);
    run();
    EXPECT_FALSE(measure().reconciled);
    EXPECT_EQ(measure().link, LinkState::lost);
    broker->tell_link(LinkState::restored);
    run();
    ASSERT_TRUE(kill());
    auto m = measure();
    EXPECT_EQ(m.link_losses, 1);
    EXPECT_TRUE(m.reconciled);
    EXPECT_EQ(m.trading, TradingState::halted);
    EXPECT_EQ(m.kill_trips, 1);
    EXPECT_EQ(m.kill_cancels, 1);
    ASSERT_TRUE(answer<Result<>>([&](auto token) { router->disconnect(std::move(token)); }));
    EXPECT_EQ(measure().link_losses, 1) << "a disconnect on request is no loss";
}

TEST_F(MetricsTest, each_list_that_did_not_come_is_seen)
{
    struct Row {
        const char* list;
        std::optional<Error> test::ScriptedBroker::*error;
        bool KnownLists::*known;
    };
    for (const auto& row :
         {Row{"open_orders", &test::ScriptedBroker::orders_error, &KnownLists::open_orders},
          Row{"positions", &test::ScriptedBroker::positions_error, &KnownLists::positions}}) {
        (*broker).*row.error = Error{Errc::not_reconciled, "it did not come"};
        start();
        auto sample = [&] {
            PrometheusText text{text_of(measure())};
            return text.at(std::string{"broker_list_known{list=\""} + row.list + "\"}");
        };
        EXPECT_FALSE(measure().lists.*row.known) << row.list;
        EXPECT_FALSE(measure().reconciled) << row.list;
        EXPECT_TRUE(measure().lists.account);
        EXPECT_EQ(sample(), 0) << row.list;
        EXPECT_EQ(place(buy(aapl, 1_d).limit(99_d)).error().code, RiskReason::not_reconciled);
        ((*broker).*row.error).reset();
        advance(router->snapshot().reconciled ? 0s : 1min);
        EXPECT_TRUE(measure().lists.all()) << row.list << " is asked for again";
        EXPECT_EQ(sample(), 1) << row.list;
        EXPECT_TRUE(measure().reconciled);
        broker->tell_link(LinkState::lost);
        run();
        EXPECT_EQ(measure().lists, KnownLists{}) << "after a break nothing is";
        broker->tell_link(LinkState::restored);
        run();
        EXPECT_TRUE(measure().lists.all());
        ASSERT_TRUE(answer<Result<>>([&](auto token) { router->disconnect(std::move(token)); }));
    }
}

TEST_F(MetricsTest, reads_as_prometheus_wants_it)
{
    start();
    ASSERT_TRUE(place(buy(aapl, 5_d).limit(99_d)));
    ASSERT_FALSE(place(buy(aapl, 5000_d).limit(96_d)));
    PrometheusText text{text_of(measure())};
    EXPECT_EQ(text.at("broker_connection_up"), 1);
    EXPECT_EQ(text.at("broker_connection_state{state=\"ready\"}"), 1);
    EXPECT_EQ(text.at("broker_connection_state{state=\"lost\"}"), 0);
    EXPECT_EQ(text.at("broker_orders_total{event=\"sent\"}"), 1);
    EXPECT_EQ(text.at("broker_risk_checks_total{result=\"deny\",reason=\"MAX_"
                      "ORDER_SIZE\"}"),
              1);
    EXPECT_EQ(text.at("broker_kill_switch_engaged"), 0);
    EXPECT_EQ(text.at("broker_account_equity{currency=\"USD\"}"), 100'000);
    EXPECT_EQ(text.at("broker_info{backend=\"scripted\",mode=\"paper\"}"), 1);
}

TEST_F(MetricsTest, two_programs_on_one_machine_share_no_series)
{
    auto series = [](std::string program) {
        Metrics m;
        m.program = std::move(program);
        std::set<std::string> found;
        std::istringstream text{text_of(m)};
        for (std::string line; std::getline(text, line);)
            if (!line.starts_with('#')) found.insert(line.substr(0, line.rfind(' ')));
        return found;
    };
    auto a = series("a"), b = series("b");
    EXPECT_GT(a.size(), 50U);
    EXPECT_EQ(std::ranges::count_if(a, [&](const auto& one) { return b.contains(one); }), 0);
}

TEST_F(MetricsTest, a_program_is_named_by_its_key_its_configuration_file_or_its_process)
{
    start();
    EXPECT_EQ(measure().program, "test");
    config.metrics = parse_config("metrics: {program: night}", "config/a.yaml").value().metrics;
    restart();
    EXPECT_EQ(measure().program, "night");
    config.metrics = parse_config("", "config/a.yaml").value().metrics;
    restart();
    EXPECT_EQ(measure().program, "a");
    config.metrics = {};
    restart();
    EXPECT_FALSE(measure().program.empty());
}

TEST_F(MetricsTest, quotes_and_line_ends_in_a_program_s_name_are_escaped)
{
    Metrics m;
    m.program = "a\"b\\c\nd";
    EXPECT_NE(text_of(m).find("broker_connection_up{program=\"a\\\"b\\\\c\\nd\"} 0\n"),
              std::string::npos);
}

TEST_F(MetricsTest, an_unknown_amount_is_absent_and_not_zero)
{
    Metrics m;
    m.program = "test";
    m.currency = "USD";
    PrometheusText text{text_of(m)};
    EXPECT_FALSE(text.has("broker_account_equity{currency=\"USD\"}"));
    EXPECT_FALSE(text.has("broker_quote_age_seconds"));
    EXPECT_TRUE(text.has("broker_orders_reserved{currency=\"USD\"}"));
}

TEST_F(MetricsTest, many_orders_bring_no_new_series)
{
    lift_counts(config.risk);
    start();
    auto before = PrometheusText{text_of(measure())}.size();
    for (int i = 0; i < 200; ++i)
        ASSERT_TRUE(place(buy(aapl, 1_d).limit(90_d).with_client_order_id(std::to_string(i))));
    EXPECT_EQ(PrometheusText{text_of(measure())}.size(), before);
    EXPECT_EQ(text_of(measure()).find("DU123"), std::string::npos) << "no account number";
}

TEST_F(MetricsTest, the_file_is_whole_at_any_time)
{
    config.metrics.file = directory / "broker.prom";
    config.metrics.interval = 5s;
    start();
    auto read = [&] {
        std::ifstream in{config.metrics.file};
        return std::string{std::istreambuf_iterator<char>{in}, {}};
    };
    EXPECT_NE(read().find("broker_connection_up"), std::string::npos);
    ASSERT_TRUE(place(buy(aapl, 5_d).limit(99_d)));
    advance(5s);
    PrometheusText{read()};
    EXPECT_NE(read().find("event=\"sent\"} 1"), std::string::npos);
    router.reset();
    run();
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator{config.metrics.file.parent_path()})
        files += entry.is_regular_file() && entry.path().extension() != ".lock";
    EXPECT_EQ(files, 1U) << "nothing is left beside it but the lock";
}

TEST_F(MetricsTest, a_file_that_another_program_writes_is_refused)
{
    config.metrics.file = directory / "broker.prom";
    start();
    auto second =
        ExecutionRouter::make(std::make_shared<ScriptedBroker>(io.get_executor(), clock), config);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error(), Errc::input_output);
    EXPECT_NE(second.error().message.find("broker.prom: another program writes this metrics.file"),
              std::string::npos)
        << second.error().message;
    router.reset();
    run();
    second =
        ExecutionRouter::make(std::make_shared<ScriptedBroker>(io.get_executor(), clock), config);
    EXPECT_TRUE(second) << "it has ended";
    config.metrics.file = directory / "none" / "broker.prom";
    restart();  // a folder that is not there is told, and keeps nobody from trading
    EXPECT_TRUE(connect());
}

TEST_F(MetricsTest, a_file_that_cannot_be_written_is_an_error_by_name)
{
    auto failed = write_prometheus_file(Metrics{}, directory / "none" / "broker.prom");
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error(), Errc::input_output);
    EXPECT_NE(failed.error().message.find("none/broker.prom"), std::string::npos);
    std::filesystem::create_directory(directory / "folder.prom");
    EXPECT_FALSE(write_prometheus_file(Metrics{}, directory / "folder.prom"));
}

}  // namespace
}  // namespace trademind::test
