// trademind config: check, show, reference; and the configuration that a command finds by itself.
#include "unit/cli/program_folder.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <optional>

namespace trademind::test {
namespace {

using cli::Exit;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// An environment variable for the length of a test.
class Variable {
public:
    Variable(const char* name, const std::string& value) : name_{name}
    {
        if (const char* was = std::getenv(name)) was_ = was;
        ::setenv(name, value.c_str(), 1);
    }
    ~Variable()
    {
        if (was_)
            ::setenv(name_, was_->c_str(), 1);
        else
            ::unsetenv(name_);
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* name_;
    std::optional<std::string> was_;
};

class ConfigCommand : public ProgramFolder {
protected:
    const std::string market = "broker: {type: paper, paper: {market: generated}}\n";
};

TEST_F(ConfigCommand, check_names_file_line_and_key_of_what_is_wrong)
{
    write(market);
    auto correct = run({"config", "check", config_file.string()});
    EXPECT_EQ(correct.exit, Exit::done) << correct.problem;
    EXPECT_EQ(correct.output, config_file.string() + ": correct\n");
    write("journal:\n  fil: x\n");
    auto wrong = run({"config", "check", config_file.string()});
    EXPECT_EQ(wrong.exit, Exit::failed);
    EXPECT_THAT(wrong.problem, HasSubstr("c.yaml:2: journal.fil: unknown key"));
    EXPECT_EQ(wrong.output, "");
}

TEST_F(ConfigCommand, check_names_every_fault_in_one_run)
{
    write("journal:\n  fil: x\nbroker:\n  max_order_size: ten\n  paper: {market: generated}\n");
    auto wrong = run({"config", "check", config_file.string()});
    EXPECT_EQ(wrong.exit, Exit::failed);
    EXPECT_THAT(wrong.problem, HasSubstr("2 faults"));
    EXPECT_THAT(wrong.problem, HasSubstr("c.yaml:2: journal.fil: unknown key"));
    EXPECT_THAT(wrong.problem, HasSubstr("c.yaml:4: broker.max_order_size: \"ten\""));
    auto json =
        nlohmann::json::parse(run({"config", "check", "--json", config_file.string()}).output);
    EXPECT_EQ(json["faults"].size(), 2U);
    EXPECT_TRUE(json["broker"].is_null());
    write(market);
    json = nlohmann::json::parse(run({"config", "check", "--json", config_file.string()}).output);
    EXPECT_EQ(json["faults"].size(), 0U);
    EXPECT_EQ(json["broker"], "paper");
}

TEST_F(ConfigCommand, check_and_run_agree)
{
    for (const std::string yaml :
         {"broker: {type: paper}\n", "broker: {type: paper, paper: {tape: none.csv}}\n",
          "broker: {type: paper, paper: {market: generated}}\nmetrics: {file: gone/x.prom}\n",
          "broker: {type: paper, paper: {market: generated}}\nalerts: {command: no-such}\n",
          "broker: {type: paper, paper: {market: generated}}\nkill_switch: {file: gone/kill}\n"}) {
        write(yaml);
        auto checked = run({"config", "check", config_file.string()});
        auto ran = run({"run", "--config", config_file.string(), "--seconds", "1"});
        EXPECT_EQ(checked.exit, Exit::failed) << yaml;
        EXPECT_EQ(ran.exit, Exit::failed) << yaml;
        EXPECT_EQ(checked.problem, ran.problem) << yaml;
        EXPECT_THAT(checked.problem, HasSubstr("c.yaml:")) << yaml;
    }
}

TEST_F(ConfigCommand, show_knows_default_places_from_the_environment_s_overrides)
{
    Variable home{"HOME", folder.string()}, state{"XDG_STATE_HOME", ""};
    write("broker: {type: ibkr}\n");
    auto all = run({"config", "show", config_file.string()});
    EXPECT_EQ(all.exit, Exit::done) << all.problem;
    EXPECT_THAT(all.output, HasSubstr("journal.file: " + folder.string()));
    EXPECT_THAT(all.output, Not(HasSubstr("from the environment")));
    EXPECT_THAT(run({"config", "show", "--changed", config_file.string()}).output,
                AllOf(Not(HasSubstr("journal.file")), Not(HasSubstr("kill_switch.file"))));
    write("broker: {type: ibkr}\njournal: {file: own.db}\n");
    EXPECT_THAT(run({"config", "show", "--changed", config_file.string()}).output,
                HasSubstr("journal.file: " + (folder / "own.db").string()));
    Variable host{"TRADEMIND_HOST", "tws"};
    EXPECT_THAT(run({"config", "show", config_file.string()}).output,
                testing::ContainsRegex("broker.ibkr.host: tws .*from the environment"));
}

TEST_F(ConfigCommand, show_prints_what_is_in_effect_and_marks_what_differs)
{
    write("broker:\n  type: paper\n  max_order_size: 77\n  account: DU1234567\n");
    auto all = run({"config", "show", config_file.string()});
    EXPECT_EQ(all.exit, Exit::done) << all.problem;
    EXPECT_THAT(all.output, testing::ContainsRegex("broker.max_order_size: 77 +# default "));
    EXPECT_THAT(all.output, HasSubstr("broker.type: paper\n"));
    EXPECT_THAT(all.output, Not(HasSubstr("DU1234567"))) << "account ids are hidden";
    auto changed = run({"config", "show", "--changed", config_file.string()});
    EXPECT_THAT(changed.output, HasSubstr("max_order_size"));
    EXPECT_THAT(changed.output, Not(HasSubstr("broker.type")));
    Variable port{"TRADEMIND_PORT", "4002"};
    auto json = nlohmann::json::parse(
        run({"config", "show", "--changed", "--json", config_file.string()}).output);
    bool found = false;
    for (const auto& setting : json)
        if (setting["key"] == "broker.ibkr.port") {
            found = true;
            EXPECT_EQ(setting["value"], "4002");
            EXPECT_EQ(setting["default"], "7497");
            EXPECT_EQ(setting["from_environment"], true);
        }
    EXPECT_TRUE(found);
}

TEST_F(ConfigCommand, show_of_a_file_without_changes_says_so)
{
    write("broker: {type: paper}\n");
    EXPECT_EQ(run({"config", "show", "--changed", config_file.string()}).output,
              "Nothing differs from the defaults\n");
}

TEST_F(ConfigCommand, reference_prints_the_page_of_the_documentation)
{
    EXPECT_EQ(run({"config", "reference"}).output, config_reference());
}

TEST_F(ConfigCommand, a_command_without_a_file_takes_the_one_of_the_environment_or_of_the_user)
{
    Variable home{"XDG_CONFIG_HOME", folder.string()};
    ::unsetenv("TRADEMIND_CONFIG");
    write(market);
    EXPECT_EQ(run({"kill", "--status"}).exit, Exit::wrong_usage) << "there is none";
    std::filesystem::create_directories(folder / "trademind");
    auto usual = folder / "trademind" / "config.yaml";
    std::filesystem::copy_file(config_file, usual);
    EXPECT_THAT(run({"kill", "--status"}).output, HasSubstr("trading is active\n"));
    EXPECT_EQ(run({"config", "check"}).output, usual.string() + ": correct\n");
    {
        Variable named{"TRADEMIND_CONFIG", (folder / "no.yaml").string()};
        EXPECT_THAT(run({"config", "check"}).problem, HasSubstr("no.yaml: cannot be read"));
        EXPECT_EQ(run({"config", "check", config_file.string()}).exit, Exit::done);
    }
    Variable none{"TRADEMIND_CONFIG", ""};
    EXPECT_EQ(run({"config", "check"}).exit, Exit::wrong_usage) << "set but empty: none";
}

}  // namespace
}  // namespace trademind::test
