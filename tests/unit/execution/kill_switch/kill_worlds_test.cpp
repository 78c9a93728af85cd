// kill -9 at every write of the journal in worse worlds: a file system that fills up and empties
// again, a second program at the same files, and journals that are reached through links. No order
// is sent twice, no latch is lost, and nothing is lost without a word. KILL_WORLDS sets how many
// kills (default: a few dozen); a world is named by the number that its test prints.
#include "execution/journal/journal.hpp"
#include "unit/execution/kill_switch/kill_loop.hpp"
#include "unit/execution/router_fixture.hpp"

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <sstream>

#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

void limit_files(rlim_t bytes)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = std::min(bytes, limit.rlim_max);
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

/// Lets the test write its own notes while the program cannot write.
class Lifted {
public:
    Lifted()
    {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        limit_files(RLIM_INFINITY);
    }
    ~Lifted() { ::setrlimit(RLIMIT_FSIZE, &before_); }
    Lifted(const Lifted&) = delete;
    Lifted& operator=(const Lifted&) = delete;

private:
    rlimit before_{};
};

/// Where the program's files lie. Its room comes and goes: a small file system of its own, or,
/// where that may not be mounted, a limit on the size of files.
class Disk {
public:
    explicit Disk(fs::path folder) : folder_{std::move(folder)}
    {
        fs::create_directories(folder_);
        mounted_ = ::mount("tmpfs", folder_.c_str(), "tmpfs", 0, "size=2m") == 0;
    }
    ~Disk()
    {
        if (mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
    }
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;
    fs::path operator/(const char* name) const { return folder_ / name; }
    bool is_file_system() const { return mounted_; }

    void fill() const
    {
        if (!mounted_) return limit_files(0);
        int file = ::open(filler().c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        std::string block(4096, 'x');
        while (!block.empty())
            if (::write(file, block.data(), block.size()) <= 0) block.resize(block.size() / 2);
        ::close(file);
    }
    void empty() const
    {
        limit_files(RLIM_INFINITY);
        std::error_code ignored;
        if (mounted_) fs::remove(filler(), ignored);
    }

private:
    fs::path filler() const { return folder_ / "filler"; }

    fs::path folder_;
    bool mounted_ = false;
};

/// What the program's callers were told, in the order in which they were: it outlives the program.
class Told {
public:
    explicit Told(fs::path file) : file_{std::move(file)} {}
    void add(const std::string& what) const
    {
        Lifted lifted;
        std::ofstream{file_, std::ios::app} << what << std::endl;
    }
    std::vector<std::string> all() const
    {
        std::vector<std::string> lines;
        std::ifstream in{file_};
        for (std::string line; std::getline(in, line);) lines.push_back(line);
        return lines;
    }
    /// The last of those that begin so.
    std::string last(std::initializer_list<std::string_view> beginnings) const
    {
        std::string found;
        for (const auto& line : all())
            for (auto beginning : beginnings)
                if (line.starts_with(beginning)) found = line;
        return found;
    }

private:
    fs::path file_;
};

/// What happens in a world, at which of the program's writes (0: never).
class World {
public:
    int kill_at = 0, fill_at = 0, empty_at = 0, meet_at = 0;
    bool visitor_kills = false;  ///< the second program asks for a kill as well
    bool starts_full = false;    ///< the next start comes while there is no room yet
    bool power = false;
    int first_name = 0, next_name = 0, visitor_name = 0;  ///< of the journal: Files::names

    static World number(int n, int points)
    {
        std::mt19937 random{static_cast<unsigned>(n)};
        auto below = [&](int most) {
            return static_cast<int>(random() % static_cast<unsigned>(most));
        };
        auto any_point = [&] { return 1 + below(points); };
        World w;
        w.kill_at = 1 + n * 7 % points;
        w.power = below(2) == 1;
        if (n % 4 != 3) {
            w.fill_at = any_point();
            if (below(2) == 1) w.empty_at = w.fill_at + below(points - w.fill_at + 1);
            w.starts_full = below(3) == 0;
        }
        if (n % 4 != 1) {
            w.meet_at = any_point();
            w.visitor_kills = below(2) == 1;
            w.visitor_name = below(3);
        }
        if (n % 4 != 2) {
            w.first_name = below(2);
            w.next_name = below(2);
        }
        return w;
    }
};

struct Files {
    explicit Files(const fs::path& its_folder)
        : folder{its_folder}, disk{folder / "disk"}, told{folder / "told"}, venue{folder / "venue"}
    {
        fs::create_directories(folder / "links");
        // a link that leads nowhere is no place for a new journal
        std::ofstream{disk / "j.db"};
        fs::create_symlink(disk / "j.db", folder / "links" / "j.db");
    }
    /// The journal by its own name, by a link to it, and by a second name of the same file.
    fs::path journal(int name) const
    {
        return name == 0 ? disk / "j.db" : name == 1 ? folder / "links" / "j.db" : disk / "hard.db";
    }

    fs::path folder;
    Disk disk;
    Told told;
    Venue venue;
};

// of the program that runs in this process
World world_now;
const Disk* disk_now = nullptr;
int point_now = 0, meeting_out = -1, meeting_in = -1;

void at_write(const char*, bool)
{
    ++point_now;
    if (point_now == world_now.fill_at) disk_now->fill();
    if (point_now == world_now.empty_at) disk_now->empty();
    if (point_now == world_now.meet_at && meeting_out >= 0) {
        char word = 'm';
        if (::write(meeting_out, &word, 1) == 1) (void)!::read(meeting_in, &word, 1);
    }
    if (point_now == world_now.kill_at) ::kill(::getpid(), SIGKILL);
}

/// One run of the program. It is not a test: it runs in a child process.
class Trader : public RouterFixture {
public:
    Trader(const Files& files, const World& world, int journal_name) : files_{files}
    {
        world_now = world;
        disk_now = &files.disk;
        config.journal.file = files.journal(journal_name);
        config.journal.survives_power_cut = world.power;
        config.kill_switch.file = files.disk / "kill";
        config.risk.max_concentration.reset();
        for (const auto& report : files.venue.orders()) {
            broker->orders[to_number(report.id)] = report;
            broker->set_next_id(to_number(report.id) + 1);
        }
        broker->on_arrival = [this](const OrderReport& report) {
            Lifted lifted;
            files_.venue.add(report);
        };
    }
    void TestBody() override {}

    /// Trades, is killed by hand, resumes; whatever fails, it goes on. Notes what it was told.
    int trade()
    {
        journal::set_write_probe(at_write);
        if (!try_make() || !connect()) return 0;
        broker->quote(aapl, 100_d, 100.02_d);
        for (int n = 1; n <= 3; ++n)
            if (!place_and_note(n)) return 21;
        if (broker->orders.contains(2)) (void)cancel(OrderId{2});
        if (broker->orders.contains(3)) broker->fill(OrderId{3}, 3_d, 99_d);
        run();
        if (kill()) files_.told.add("killed");
        for (const auto& [id, order] : broker->orders)
            if (!is_done(order.status)) return 22;
        if (place(order_number(4))) return 23;
        advance(1s);
        files_.told.add("resuming");
        if (resume()) files_.told.add("resumed");
        broker->quote(aapl, 100_d, 100.02_d);
        return place_and_note(4) ? 0 : 24;
    }
    /// While there is no room: it does not start, or it starts halted, or as it was told.
    int start_without_room()
    {
        files_.disk.fill();
        if (!try_make()) return 0;
        return is_latch_lost() ? 30 : 0;
    }
    /// With room again: it knows all, and every order is asked for once more.
    int go_on()
    {
        if (!is_refused_by_a_second_name()) return 35;
        if (!try_make()) return 31;
        if (is_latch_lost()) return 32;
        if (!connect()) return 33;
        for (int i = 0; i < 4; ++i) advance(10s);
        if (router->trading_state() != TradingState::active && !resume()) return 34;
        broker->quote(aapl, 100_d, 100.02_d);
        for (int n = 1; n <= 4; ++n) {
            auto placed = place(order_number(n));
            if (!placed) return why(40 + n, placed.error());
            auto told = files_.told.last({"placed k" + std::to_string(n) + ' '});
            if (!told.empty() && told != note_of(n, *placed)) return 50 + n;
        }
        return 0;
    }
    /// Another program at the same files, while the first one has them.
    int visit(const World& world)
    {
        auto name = files_.journal(world.visitor_name);
        std::error_code failed;
        if (world.visitor_name == 2) fs::create_hard_link(files_.disk / "j.db", name, failed);
        bool is_there = fs::exists(name);
        // what only looks may look, and must not disturb
        (void)inspect_journal(name);
        (void)kill_status(config);
        bool made = is_there && try_make();
        if (world.visitor_name == 2) fs::remove(name, failed);
        if (made) return 60;
        if (!world.visitor_kills || files_.told.last({"resum"}) == "resuming") return 0;
        if (!request_kill(config, TradingState::halted, "visitor", "a test")) return 61;
        files_.told.add("killed");
        return 0;
    }

private:
    bool try_make()
    {
        RouterOptions options;
        options.background = io.get_executor();
        auto made = ExecutionRouter::make(broker, config, options);
        if (!made) return why(0, made.error()) != 0;
        router = *made;
        return true;
    }
    int why(int code, const Error& error)
    {
        Lifted lifted;
        std::ofstream{files_.folder / "why"} << error.describe();
        return code;
    }
    static std::string note_of(int n, const OrderReport& report)
    {
        return "placed k" + std::to_string(n) + ' ' + to_string(report.id);
    }
    /// False: a journal that cannot be written did not end trading.
    bool place_and_note(int n)
    {
        auto placed = place(order_number(n));
        if (placed) files_.told.add(note_of(n, *placed));
        bool cannot_write = !placed && placed.error().code == RiskReason::journal;
        return !cannot_write || router->trading_state() >= TradingState::halted;
    }
    /// There the journal's write-ahead log of the run before would not be found.
    bool is_refused_by_a_second_name()
    {
        auto name = std::exchange(config.journal.file, files_.journal(2));
        fs::create_hard_link(files_.disk / "j.db", config.journal.file);
        bool made = try_make();
        fs::remove(config.journal.file);
        config.journal.file = name;
        return !made;
    }
    bool is_latch_lost()
    {
        return files_.told.last({"killed", "resum"}) == "killed" &&
               router->trading_state() < TradingState::halted;
    }

    const Files& files_;
};

/// The program in a process of its own; `visit` is called once, while it waits. Its exit code, or
/// -1 when it was killed.
int run_with_visitor(const std::function<int()>& program, const std::function<void()>& visit)
{
    int out[2], in[2];
    if (::pipe(out) != 0 || ::pipe(in) != 0) return 98;
    pid_t child = ::fork();
    if (child == 0) {
        ::close(out[0]);
        ::close(in[1]);
        meeting_out = out[1];
        meeting_in = in[0];
        int code = 99;
        try {
            code = program();
        } catch (const std::exception& e) {
            std::fprintf(stderr, "%s\n", e.what());
        }
        ::_exit(code);
    }
    ::close(out[1]);
    ::close(in[0]);
    char word = 0;
    if (::read(out[0], &word, 1) == 1) {
        visit();
        (void)!::write(in[1], &word, 1);
    }
    ::close(out[0]);
    ::close(in[1]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

class KillWorlds : public testing::Test {
protected:
    KillWorlds() { ::signal(SIGPIPE, SIG_IGN); }

    /// True where the program was killed.
    bool live_through(const World& world)
    {
        TemporaryDirectory directory;
        Files files{directory.path()};
        has_file_system = files.disk.is_file_system();
        auto run = [&](int name, auto what) {
            return in_child([&] {
                auto trader = std::make_unique<Trader>(files, world, name);
                return what(*trader);
            });
        };
        int visited = 0;
        int traded = run_with_visitor(
            [&] { return std::make_unique<Trader>(files, world, world.first_name)->trade(); },
            [&] { visited = run(0, [&](Trader& other) { return other.visit(world); }); });
        EXPECT_EQ(visited, 0) << "the second program" << why(files);
        EXPECT_LE(traded, 0) << "the first run" << why(files);
        if (world.starts_full) {
            EXPECT_EQ(run(world.next_name, [](Trader& next) { return next.start_without_room(); }),
                      0);
        }
        files.disk.empty();
        EXPECT_EQ(run(world.next_name, [](Trader& next) { return next.go_on(); }), 0)
            << "the run after it" << why(files);
        std::map<std::string, int> arrived;
        for (const auto& order : files.venue.orders()) ++arrived[order.order.client_order_id];
        for (int n = 1; n <= 4; ++n)
            EXPECT_EQ(arrived["k" + std::to_string(n)], 1) << "order k" << n;
        auto sound = verify_journal(files.journal(0));
        EXPECT_TRUE(sound) << sound.error().describe();
        return traded == -1;
    }
    static std::string why(const Files& files)
    {
        std::ifstream in{files.folder / "why"};
        std::ostringstream text;
        text << "; last error: " << in.rdbuf() << "; told:";
        for (const auto& line : files.told.all()) text << ' ' << line << ';';
        return text.str();
    }
    /// Writes of a run that nothing disturbs.
    int count_points()
    {
        TemporaryDirectory directory;
        Files files{directory.path()};
        auto counted = [&] {
            auto trader = std::make_unique<Trader>(files, World{}, 0);
            return trader->trade() == 0 ? std::min(point_now, 90) : 0;
        };
        return in_child(counted);
    }

    bool has_file_system = false;
};

TEST_F(KillWorlds, no_order_twice_no_latch_lost_nothing_lost_without_a_word)
{
    const char* asked = std::getenv("KILL_WORLDS");
    int wanted = asked ? std::atoi(asked) : 30;
    int points = count_points();
    ASSERT_GT(points, 20);
    int kills = 0, number = 0;
    for (; kills < wanted && number < 4 * wanted; ++number) {
        auto world = World::number(number, points);
        SCOPED_TRACE("world " + std::to_string(number) + ", killed at write " +
                     std::to_string(world.kill_at) + ", no room from " +
                     std::to_string(world.fill_at) + " to " + std::to_string(world.empty_at) +
                     ", visited at " + std::to_string(world.meet_at) + " by name " +
                     std::to_string(world.visitor_name));
        kills += live_through(world);
        if (HasFailure()) break;
    }
    std::printf("%d kills in %d worlds of %d writes, %s\n", kills, number, points,
                has_file_system ? "a file system of 2 MB" : "by a limit on files");
    EXPECT_TRUE(HasFailure() || kills >= wanted);
}

}  // namespace
}  // namespace trademind::test
