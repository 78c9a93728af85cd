// trademind serve as a process: how a signal ends it, whenever it comes.
#include "support/child_process.hpp"
#include "unit/cli_live/live_tws.hpp"

#include <csignal>
#include <fstream>
#include <optional>

#include <sys/stat.h>

namespace trademind::cli::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using trademind::test::ChildProcess;

class Serve : public testing::Test {
protected:
    void start()
    {
        child.emplace(std::vector<std::string>{TRADEMIND_PROGRAM, "serve", "--config", "c.yaml",
                                               "--port", "0"},
                      directory.path());
    }

    trademind::test::TemporaryDirectory directory;
    std::optional<ChildProcess> child;
};

TEST_F(Serve, a_signal_from_the_first_moment_on_ends_it_in_order)
{
    // reading the configuration takes its time: the signals come before anything has begun
    auto pipe = directory / "c.yaml";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    for (int signal : {SIGINT, SIGTERM}) {
        start();
        std::ofstream config{pipe};  // opens once the program reads
        child->signal(signal);
        std::this_thread::sleep_for(20ms);
        config << "broker: {type: paper, paper: {market: generated}}\n";
        config.close();
        EXPECT_EQ(child->wait(), 0) << child->problem();
        EXPECT_THAT(child->output(), HasSubstr("ended by SIG"));
    }
}

TEST_F(Serve, a_signal_while_it_connects_ends_it)
{
    LiveTws live;
    live.change([&] { live.tws.mute(true); });
    std::ofstream{directory / "c.yaml"} << "broker: {type: ibkr, ibkr: {port: " << live.tws.port()
                                        << "}}\n"
                                        << "journal: {file: j.db, durability: process}\n"
                                        << "kill_switch: {file: kill}\n";
    start();
    ASSERT_TRUE(live.soon([&] { return live.tws.connections() > 0; })) << child->problem();
    child->signal(SIGTERM);
    EXPECT_EQ(child->wait(5s), 0) << child->problem();
    EXPECT_THAT(child->output(), HasSubstr("ended by SIGTERM, before it could listen"));
}

}  // namespace
}  // namespace trademind::cli::test
