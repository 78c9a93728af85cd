// The link under random events: a simulated driver, a simulated network, a clock of its own.
#include "link_fixture.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <random>
#include <set>

namespace trademind::ibkr::session {
namespace {

/// Does what the link says, lets anything happen that may happen, and checks after each step what
/// must always hold. Frames that are sent are eight bytes: a length and the tag.
class World {
public:
    explicit World(unsigned seed) : random_{seed}, link_{options()} {}

    void run(int steps)
    {
        event(Event::Kind::start);
        for (int n = 0; n < steps && !testing::Test::HasFailure(); ++n) step();
        finish();
    }
    int sessions = 0, losses = 0, written = 0, not_sent = 0;

private:
    static LinkOptions options()
    {
        LinkOptions options;
        options.reconnect.first_connect = true;
        options.pacing.messages_per_second = 20;
        options.pacing.queue = 50;
        options.windows = Calendar{};
        return options;
    }
    bool chance(unsigned percent) { return random_() % 100 < percent; }
    unsigned below(std::size_t n) { return static_cast<unsigned>(random_() % n); }

    void step()
    {
        now_.uptime += std::chrono::microseconds{below(3000)};
        switch (below(12)) {
        case 0:
        case 1:
        case 2: return complete_something();
        case 3:
        case 4: return server_speaks();
        case 5: return read_arrives();
        case 6:
        case 7: return send();
        case 8: return fire_timer();
        case 9:
            if (chance(10)) fail_something();
            return;
        case 10:
            if (chance(3)) event(chance(50) ? Event::Kind::stop : Event::Kind::start);
            return;
        default:
            if (!accepted_.empty() && chance(20)) withdraw();
        }
    }

    void event(Event::Kind kind, std::size_t count = 0, error_code why = {})
    {
        Event e{kind, now_, count, why};
        for (int actions = 0;; ++actions, e = {Event::Kind::proceed, now_}) {
            ASSERT_LT(actions, 2000) << "the link never rests";
            auto action = link_.resume(e);
            if (action.kind == Kind::idle) break;
            perform(action);
            if (testing::Test::HasFailure()) return;
        }
        check();
    }
    void perform(const Action& action)
    {
        switch (action.kind) {
        case Kind::resolve:
            ASSERT_FALSE(connecting_ || reading_ || writing_ || open_);
            resolving_ = true;
            break;
        case Kind::connect:
            ASSERT_FALSE(connecting_ || reading_ || writing_ || open_);
            ASSERT_LT(action.count, addresses_);
            connecting_ = true;
            closed_ = false;
            break;
        case Kind::read:
            ASSERT_TRUE(open_ && !reading_);
            reading_ = true;
            break;
        case Kind::write:
            ASSERT_TRUE(open_ && !writing_);
            ASSERT_FALSE(link_.write_bytes().empty());
            writing_ = true;
            count_paced();
            break;
        case Kind::wait: timer_ = now_.uptime + action.wait; break;
        case Kind::half_close:
            ASSERT_TRUE(open_ && !writing_);
            ASSERT_TRUE(accepted_.empty()) << "what was taken has left";
            break;
        case Kind::close:
            resolving_ = open_ = false;
            closed_ = true;
            break;
        case Kind::ready:
            ++sessions;
            ASSERT_FALSE(link_.session().accounts.empty());
            break;
        case Kind::retry:
        case Kind::closed: lost(action); break;
        case Kind::deliver:
            test::note_session_messages(link_, action.frame, link_.session().server);
            ASSERT_FALSE(action.frame.empty());
            // a handler may send, and may do so at once
            if (chance(20)) send_quietly();
            break;
        case Kind::stage:
        case Kind::connectivity:
        case Kind::idle: break;
        }
    }
    void lost(const Action& action)
    {
        ++losses;
        ASSERT_FALSE(connecting_ || reading_ || writing_ || open_) << "something is under way";
        ASSERT_EQ(link_.loss().retry_in.has_value(), action.kind == Kind::retry);
        for (auto tag : link_.loss().not_sent) {
            ASSERT_TRUE(accepted_.erase(tag)) << tag << " was written whole, or told twice";
            ++not_sent;
        }
        // what is not named has been handed over whole: nothing is left
        ASSERT_TRUE(accepted_.empty());
        if (action.kind == Kind::closed) timer_.reset();
        inbox_.clear();
        paced_.clear();
    }
    /// Never more than the limit within one second.
    void count_paced()
    {
        auto frames = link_.write_bytes();
        if (frames.starts_with("API")) return;
        while (!frames.empty()) {
            frames.remove_prefix(wire::cut_frame(frames).used);
            paced_.push_back(now_.uptime);
        }
        std::erase_if(paced_, [&](Duration at) { return now_.uptime - at >= 1s; });
        ASSERT_LE(paced_.size(), 20u);
    }
    void check()
    {
        auto stage = link_.stage();
        // a closed socket ends what is under way on it by itself
        auto ending = closed_ && connecting_;
        auto waits = stage != Stage::idle && stage != Stage::closing && !ending;
        ASSERT_TRUE(!waits || timer_) << "a wait without a deadline: " << to_string(stage);
        ASSERT_TRUE(stage != Stage::closing || connecting_ || reading_ || writing_)
            << "closing waits for nothing";
    }

    void complete_something()
    {
        if (resolving_) {
            resolving_ = false;
            addresses_ = 1 + below(2);
            return event(Event::Kind::resolved, addresses_);
        }
        if (connecting_) {
            connecting_ = false;
            if (closed_) return event(Event::Kind::connect_failed, 0, aborted);
            if (chance(30)) return event(Event::Kind::connect_failed, 0, refused);
            open_ = true;
            return event(Event::Kind::connected);
        }
        if (writing_) return written_all();
        if (reading_ && closed_) {
            reading_ = false;
            event(Event::Kind::read_failed, 0, aborted);
        }
    }
    void written_all()
    {
        writing_ = false;
        auto bytes = link_.write_bytes();
        auto size = closed_ ? below(bytes.size() + 1) : bytes.size();
        wrote(bytes.substr(0, size));
        if (closed_) return event(Event::Kind::write_failed, size, aborted);
        event(Event::Kind::sent, size);
    }
    /// The frames that were handed over whole are no longer ours to report.
    void wrote(std::string_view bytes)
    {
        for (auto cut = wire::cut_frame(bytes); cut.kind == wire::FrameCut::Kind::frame;
             cut = wire::cut_frame(bytes)) {
            if (cut.payload.size() == 4) {
                ++written;
                ASSERT_TRUE(accepted_.erase(wire::get_big_endian(cut.payload.data())));
            }
            bytes.remove_prefix(cut.used);
        }
    }
    void server_speaks()
    {
        if (!open_) return;
        switch (link_.stage()) {
        case Stage::handshake:
            if (inbox_.empty()) inbox_ = chance(97) ? hello_200 : frame("175", "old");
            break;
        case Stage::start:
            inbox_ += chance(50) ? accounts_frame : next_id_frame;
            if (chance(5)) inbox_ += error_frame(-1, 326, "in use");
            break;
        case Stage::ready:
            inbox_ += frame("1", "tick");
            if (chance(5)) inbox_ += error_frame(-1, 1100 + static_cast<int>(below(3)), "x");
            if (chance(1)) inbox_ += error_frame(-1, 1300, "port - 7500");
            if (chance(1)) inbox_ += std::string(4, '\0');
            break;
        default: break;
        }
    }
    void read_arrives()
    {
        if (!reading_ || closed_ || inbox_.empty()) return;
        reading_ = false;
        auto space = link_.read_space();
        auto size = 1 + below(std::min(space.size(), inbox_.size()));
        std::memcpy(space.data(), inbox_.data(), size);
        inbox_.erase(0, size);
        event(Event::Kind::received, size);
    }
    void fail_something()
    {
        if (reading_ && chance(50)) {
            reading_ = false;
            return event(Event::Kind::read_failed, 0, chance(50) ? eof : reset_by_peer);
        }
        if (!writing_) return;
        writing_ = false;
        auto size = below(link_.write_bytes().size() + 1);
        wrote(link_.write_bytes().substr(0, size));
        event(Event::Kind::write_failed, size, reset_by_peer);
    }
    void fire_timer()
    {
        if (!timer_ || !chance(30)) return;
        now_.uptime = std::max(now_.uptime, *timer_);
        timer_.reset();
        event(Event::Kind::timer);
    }
    void send_quietly()
    {
        auto tag = ++last_tag_;
        std::string frame(8, '\0');
        wire::put_big_endian(frame.data(), 4);
        wire::put_big_endian(frame.data() + 4, tag);
        auto lane = static_cast<SendPriority>(below(lane_count));
        auto sent = link_.begin_frame(lane);
        if (sent) {
            (*sent)->append(frame);
            link_.end_frame(lane, tag);
        }
        ASSERT_TRUE(sent || link_.stage() != Stage::ready || sent.error() == Errc::pacing);
        if (sent) accepted_.insert(tag);
    }
    void send()
    {
        send_quietly();
        event(Event::Kind::proceed);
    }
    void withdraw()
    {
        auto tag = *std::next(accepted_.begin(), below(accepted_.size()));
        if (link_.withdraw(tag)) accepted_.erase(tag);
    }
    /// Whatever the state: stop ends it, when what is under way has ended.
    void finish()
    {
        if (testing::Test::HasFailure()) return;
        event(Event::Kind::stop);
        for (int n = 0; n < 10 && link_.stage() != Stage::idle; ++n) complete_something();
        ASSERT_EQ(link_.stage(), Stage::idle);
        ASSERT_TRUE(accepted_.empty());
    }

    std::mt19937 random_;
    Link link_;
    Moment now_{1000s, {}};
    bool resolving_ = false, connecting_ = false, open_ = false, closed_ = true;
    bool reading_ = false, writing_ = false;
    std::size_t addresses_ = 0;
    std::optional<Duration> timer_;
    std::string inbox_;
    std::set<Tag> accepted_;
    std::vector<Duration> paced_;
    std::uint32_t last_tag_ = 0;
};

TEST(LinkRandom, keeps_its_promises_whatever_happens)
{
    int sessions = 0, losses = 0, written = 0, not_sent = 0;
    for (unsigned seed = 1; seed <= 300; ++seed) {
        World world{seed};
        world.run(2000);
        ASSERT_FALSE(HasFailure()) << "seed " << seed;
        sessions += world.sessions;
        losses += world.losses;
        written += world.written;
        not_sent += world.not_sent;
    }
    // or else the seeds showed nothing
    EXPECT_GT(sessions, 300);
    EXPECT_GT(losses, 1000);
    EXPECT_GT(written, 1000);
    EXPECT_GT(not_sent, 100);
}

}  // namespace
}  // namespace trademind::ibkr::session
