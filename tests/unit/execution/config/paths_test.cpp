// Paths of a configuration: where a relative one lies.
#include "execution/config/keys.hpp"

#include <trademind/execution/config.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace trademind {
namespace {

using testing::HasSubstr;
using Path = std::filesystem::path;

class ConfigPaths : public testing::Test {
protected:
    ConfigPaths()
    {
        std::filesystem::remove_all(base);
        std::filesystem::create_directories(base / "a");
        std::filesystem::create_directories(base / "b");
        // what canonical() makes of it, should the temporary directory be a link
        base = std::filesystem::canonical(base);
    }
    ~ConfigPaths() override
    {
        std::filesystem::current_path(before);
        std::filesystem::remove_all(base);
    }
    Path write(const Path& file, const std::string& yaml) const
    {
        std::ofstream{file} << yaml;
        return file;
    }
    Config load(const Path& file) const
    {
        auto config = load_config(file, {});
        EXPECT_TRUE(config) << config.error().message;
        return config.value();
    }

    Path before = std::filesystem::current_path();
    Path base =
        Path{testing::TempDir()} / testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(ConfigPaths, a_relative_path_of_every_key_belongs_to_the_folder_of_the_file)
{
    int keys = 0;
    for (const auto& key : config::all_keys("USD")) {
        if (!key.file) continue;
        ++keys;
        auto file = write(base / "a" / "c.yaml", key.name + ": sub/../x.prom\n");
        auto config = load(file);
        EXPECT_EQ(key.file(config), base / "a" / "x.prom") << key.name;
        EXPECT_THAT(effective_config(config),
                    testing::Contains(key.name + ": " + (base / "a" / "x.prom").string()));
        config = load(write(file, key.name + ": /srv/x.prom\n"));
        EXPECT_EQ(key.file(config), Path{"/srv/x.prom"}) << key.name;
        config = load(write(file, key.name + ": none\n"));
        EXPECT_EQ(key.file(config), Path{}) << key.name;
    }
    EXPECT_GE(keys, 7) << "journal, kill file, log, record, account, alerts, metrics";
}

TEST_F(ConfigPaths, what_trades_needs_the_folder_of_every_file)
{
    auto why = [](const Path& file) {
        auto config = load_config_for_orders(file, {});
        return config ? "taken" : config.error().message;
    };
    const std::string market = "broker.paper.market: generated\n";
    for (const auto& key : config::all_keys("USD")) {
        if (!key.file) continue;
        bool is_tape = key.name == "broker.paper.tape";
        auto with = [&](const std::string& path) {
            return write(base / "a" / "c.yaml", (is_tape ? "broker.type: paper\n" : market) +
                                                    key.name + ": " + path + "\n");
        };
        auto message = why(with("missing/x.prom"));
        EXPECT_THAT(message, testing::StartsWith((base / "a" / "c.yaml").string() +
                                                 ":2: " + key.name + ": there is no "));
        EXPECT_THAT(message, HasSubstr((base / "a" / "missing").string()));
        EXPECT_TRUE(load_config(base / "a" / "c.yaml", {})) << "a kill must not fail for it";
        std::ofstream{base / "b" / "x.prom"} << "x";
        std::filesystem::permissions(base / "b" / "x.prom", std::filesystem::perms::owner_all);
        EXPECT_EQ(why(with((base / "b" / "x.prom").string())), "taken") << key.name;
    }
    std::filesystem::permissions(base / "b" / "x.prom", std::filesystem::perms::owner_read);
    EXPECT_THAT(why(write(base / "a" / "c.yaml",
                          market + "alerts.command: " + (base / "b" / "x.prom").string() + "\n")),
                HasSubstr("may not be executed"));
    EXPECT_THAT(why(write(base / "a" / "c.yaml", "broker:\n  type: paper\n")),
                HasSubstr("broker.paper.market is not set"));
}

TEST_F(ConfigPaths, two_keys_never_share_a_file)
{
    auto keys = config::all_keys("USD");
    std::erase_if(keys, [](const auto& key) { return !key.file; });
    std::filesystem::create_symlink(base / "a", base / "link");
    for (const auto& one : keys)
        for (const auto& other : keys) {
            if (one.name >= other.name) continue;
            auto linked = (base / "link" / "x.prom").string();
            auto file = write(base / "a" / "c.yaml",
                              one.name + ": x.prom\n" + other.name + ": " + linked + "\n");
            auto config = load_config(file, {});
            ASSERT_FALSE(config) << one.name << ' ' << other.name;
            EXPECT_THAT(config.error().message, HasSubstr("each needs a file of its own"));
            EXPECT_THAT(config.error().message, HasSubstr(one.name));
            EXPECT_THAT(config.error().message, HasSubstr(other.name));
        }
}

TEST_F(ConfigPaths, two_keys_never_share_a_file_that_is_still_to_be_made)
{
    // of links, of which the first leads to the second, and nowhere yet
    std::filesystem::create_symlink("two", base / "a" / "one");
    std::filesystem::create_symlink(base / "b" / "x.db", base / "a" / "two");
    auto config =
        load_config(write(base / "a" / "c.yaml",
                          "journal.file: one\nlog.file: " + (base / "b" / "x.db").string() + "\n"),
                    {});
    ASSERT_FALSE(config);
    EXPECT_THAT(config.error().message, HasSubstr("each needs a file of its own"));
}

TEST_F(ConfigPaths, no_key_names_the_configuration_itself)
{
    auto file = write(base / "a" / "c.yaml", "log: {file: c.yaml}\n");
    auto config = load_config(file, {});
    ASSERT_FALSE(config);
    EXPECT_THAT(config.error().message, HasSubstr("log.file"));
    EXPECT_THAT(config.error().message, HasSubstr("the configuration itself"));
}

TEST_F(ConfigPaths, devices_may_be_named_twice)
{
    load(write(base / "a" / "c.yaml",
               "log: {file: /dev/null}\nbroker: {ibkr: {record_file: /dev/null}}\n"));
}

TEST_F(ConfigPaths, the_working_directory_changes_nothing)
{
    write(base / "a" / "c.yaml", "journal: {file: j.db}\nkill_switch: {file: kill}\n");
    std::filesystem::current_path(base / "a");
    auto here = load("c.yaml");
    std::filesystem::current_path(base / "b");
    auto there = load("../a/c.yaml");
    EXPECT_EQ(here, there);
    EXPECT_EQ(there.journal.file, base / "a" / "j.db");
    EXPECT_EQ(there.kill_switch.file, base / "a" / "kill");
}

TEST_F(ConfigPaths, a_link_of_another_name_leads_to_the_same_default_files)
{
    auto file = write(base / "a" / "c.yaml", "broker: {type: ibkr}\n");
    std::filesystem::create_symlink(file, base / "b" / "other.yaml");
    Environment environment = [&](const char* name) {
        return std::string{"XDG_STATE_HOME"} == name ? std::optional{base.string()} : std::nullopt;
    };
    auto direct = load_config(file, environment);
    auto by_link = load_config(base / "b" / "other.yaml", environment);
    ASSERT_TRUE(direct && by_link);
    EXPECT_FALSE(direct->journal.file.empty());
    EXPECT_EQ(by_link->journal.file, direct->journal.file);
    EXPECT_EQ(by_link->kill_switch.file, direct->kill_switch.file);
}

TEST_F(ConfigPaths, a_link_to_the_file_leads_to_the_same_paths)
{
    auto file = write(base / "a" / "c.yaml", "journal: {file: j.db}\n");
    std::filesystem::create_symlink(file, base / "b" / "link.yaml");
    auto by_link = load(base / "b" / "link.yaml");
    EXPECT_EQ(by_link.journal.file, base / "a" / "j.db");
    EXPECT_EQ(by_link.journal, load(file).journal);
}

TEST_F(ConfigPaths, a_pipe_has_no_folder)
{
    int ends[2]{};
    for (std::string_view yaml : {"journal: {file: j.db}\n", "journal: {file: /srv/j.db}\n"}) {
        ASSERT_EQ(::pipe(ends), 0);
        ASSERT_EQ(::write(ends[1], yaml.data(), yaml.size()), static_cast<ssize_t>(yaml.size()));
        ::close(ends[1]);
        auto config = load_config("/dev/fd/" + std::to_string(ends[0]), {});
        ::close(ends[0]);
        if (yaml.find("/srv") != std::string_view::npos) {
            EXPECT_TRUE(config);
            continue;
        }
        ASSERT_FALSE(config);
        EXPECT_EQ(config.error(), Errc::config);
        EXPECT_THAT(config.error().message, HasSubstr("journal.file: \"j.db\" is relative"));
        EXPECT_THAT(config.error().message, HasSubstr("write an absolute path"));
    }
}

TEST_F(ConfigPaths, text_keeps_its_paths_as_they_are_written)
{
    EXPECT_EQ(parse_config("journal: {file: j.db}\n", "c.yaml")->journal.file, Path{"j.db"});
}

}  // namespace
}  // namespace trademind
