// A sound journal made of what a damaged one still says.
#include "base/file_lock.hpp"
#include "execution/journal_file/damage.hpp"
#include "execution/journal_file/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <stdlib.h>
#include <unistd.h>

namespace trademind {
namespace {

namespace fs = std::filesystem;

/// Rows that may be looked for one by one where no scan gets through.
constexpr std::int64_t most_attempts = 1'000'000;

Error fault(const fs::path& file, const std::string& why)
{
    return {Errc::input_output, file.string() + ": " + why};
}

/// A folder beside the journal that is gone in the end.
class Workshop {
public:
    static Result<Workshop> open(const fs::path& file)
    {
        auto pattern = file.string() + ".repair-XXXXXX";
        if (!::mkdtemp(pattern.data())) return fault(pattern, "cannot be made");
        return Workshop{pattern};
    }
    Workshop(Workshop&& other) noexcept : folder_{std::exchange(other.folder_, {})} {}
    Workshop& operator=(Workshop&&) = delete;
    ~Workshop()
    {
        std::error_code ignored;
        if (!folder_.empty()) fs::remove_all(folder_, ignored);
    }
    fs::path damaged() const { return folder_ / "damaged"; }
    fs::path sound() const { return folder_ / "sound"; }

private:
    explicit Workshop(fs::path folder) : folder_{std::move(folder)} {}
    fs::path folder_;
};

fs::path with(const fs::path& file, const char* end)
{
    return file.string() + end;
}

/// The first page holds SQLite's header and the list of tables, which are the same in each journal.
bool graft_first_page(const fs::path& onto, const fs::path& from)
{
    constexpr std::size_t page = 4096;
    std::array<char, page> bytes{};
    std::ifstream in{from, std::ios::binary};
    if (!in.read(bytes.data(), page)) return false;
    // this page's count of pages and list of free ones are another file's: SQLite counts itself
    std::fill_n(bytes.begin() + 28, 12, '\0');
    std::fill_n(bytes.begin() + 92, 4, '\xff');
    std::fstream out{onto, std::ios::binary | std::ios::in | std::ios::out};
    return out && out.write(bytes.data(), page).flush();
}

class Salvage {
public:
    Salvage(Database& from, JournalRepair& found) : from_{from}, found_{found} {}

    /// Calls `take` for each row of the table that can be read, in order of its number.
    void rows(const std::string& table, const std::string& columns,
              const std::function<void(const SqlRow&)>& take)
    {
        // columns 0: the row's number
        auto select = fmt::format("SELECT {}, {} FROM {}", number_of(table), columns, table);
        auto by = std::string{number_of(table)};
        std::int64_t last = 0;
        std::set<std::int64_t> seen;
        auto read = [&](const SqlRow& row) {
            last = row.integer(0);
            if (seen.insert(last).second) take(row);
        };
        if (from_.query(select + " ORDER BY " + by, {}, read)) return;
        found_.lost.push_back(
            fmt::format("{}: rows behind number {} cannot be read in one go", table, last));
        auto first_gap = last + 1;
        // from the other end, to know how far the numbers go
        std::int64_t end = last;
        static_cast<void>(
            from_.query(fmt::format("SELECT {0} FROM {1} ORDER BY {0} DESC", by, table), {},
                        [&](const SqlRow& row) { end = std::max(end, row.integer(0)); }));
        if (table == "events")
            static_cast<void>(
                from_.query("SELECT seq FROM sqlite_sequence WHERE name = 'events'", {},
                            [&](const SqlRow& row) { end = std::max(end, row.integer(0)); }));
        end = std::min(end, first_gap + most_attempts);
        const std::string of_number = select + " WHERE " + by + " = ?1";
        for (auto number = first_gap; number <= end; ++number)
            static_cast<void>(from_.query(of_number, {number}, read));
    }

private:
    static std::string_view number_of(std::string_view table)
    {
        return table == "events" ? "sequence" : "rowid";
    }

    Database& from_;
    JournalRepair& found_;
};

/// Writes the new journal: lines numbered anew, each with its digest.
class SoundJournal {
public:
    explicit SoundJournal(Database& database) : database_{database} {}

    Result<> add(JournalEvent event)
    {
        event.sequence = ++last_;
        digest_ = journal::digest_of(digest_, event);
        return database_.run("INSERT INTO events VALUES(?, ?, ?, ?, ?, ?, ?)",
                             {event.sequence, event.time.time_since_epoch().count(), event.kind,
                              event.client_order_id, event.order_id, event.detail, digest_});
    }
    Result<> add_order(const SqlRow& row)
    {
        return database_.run(
            "INSERT OR IGNORE INTO orders VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {row.text(1), row.text(2), row.text(3), row.integer(4), row.integer(5), row.integer(6),
             row.text(7), row.text(8), row.text(9), row.optional_text(10), row.optional_text(11)});
    }
    /// An order of which only events are left: what it was is not known, so it may be live.
    Result<> add_lost_order(const std::string& id, std::int64_t order_id, TimePoint at)
    {
        return database_.run(
            "INSERT OR IGNORE INTO orders(client_order_id, state, terms, time, order_id) "
            "VALUES(?, 'unknown', 'lost', ?, ?)",
            {id, at.time_since_epoch().count(), order_id});
    }
    Database& database() { return database_; }
    std::int64_t last() const { return last_; }
    std::int64_t digest() const { return digest_; }

private:
    Database& database_;
    std::int64_t last_ = 0, digest_ = 0;
};

/// What the events say of one order.
class Told {
public:
    bool has_intent = false;
    std::int64_t order_id = 0;
    std::string last;
    TimePoint first{};
};

class Repair {
public:
    Repair(Database& damaged, Database& sound, TimePoint now)
        : salvage_{damaged, found_}, sound_{sound}, now_{now}
    {}

    Result<JournalRepair> run()
    {
        auto done = sound_.database().transaction([&]() -> Result<> {
            copy_events();
            copy_orders();
            add_missing_orders();
            add_missing_events();
            finish();
            return result_;
        });
        if (!done) return done.error();
        return std::move(found_);
    }
    const SoundJournal& sound() const { return sound_; }

private:
    void keep(const Result<>& result)
    {
        if (result_ && !result) result_ = result;
    }
    void copy_events()
    {
        std::int64_t expected = 1, digest = 0;
        bool chained = true;
        salvage_.rows(
            "events", "time, kind, client_order_id, order_id, detail, digest",
            [&](const SqlRow& row) {
                JournalEvent event;
                event.sequence = row.integer(0);
                event.time = TimePoint{Duration{row.integer(1)}};
                event.kind = row.text(2);
                event.client_order_id = row.text(3);
                event.order_id = row.integer(4);
                event.detail = row.text(5);
                if (event.sequence != expected) {
                    chained = false;
                    found_.lost.push_back(
                        expected + 1 == event.sequence
                            ? fmt::format("line {} is lost", expected)
                            : fmt::format("lines {} to {} are lost", expected, event.sequence - 1));
                }
                if (chained && journal::digest_of(digest, event) != row.integer(6))
                    found_.lost.push_back(fmt::format(
                        "line {} is not as it was written; kept as it reads", event.sequence));
                digest = row.integer(6);
                chained = true;
                expected = event.sequence + 1;
                tell(event);
                keep(sound_.add(std::move(event)));
                ++found_.events;
            });
    }
    void tell(const JournalEvent& event)
    {
        static const std::set<std::string_view> states{"intent", "order", "unknown", "refuted",
                                                       "done"};
        if (!states.contains(event.kind)) return;
        auto& told = told_[event.client_order_id];
        if (told.last.empty()) told.first = event.time;
        told.has_intent = told.has_intent || event.kind == "intent";
        if (event.kind == "order") told.order_id = event.order_id;
        told.last = event.kind;
    }
    void copy_orders()
    {
        salvage_.rows(
            "orders",
            "client_order_id, state, terms, time, order_id, permanent_id, status, "
            "filled, remaining, average_price, error",
            [&](const SqlRow& row) {
                keep(sound_.add_order(row));
                Order order{row.text(2), row.integer(5), TimePoint{Duration{row.integer(4)}}};
                orders_[row.text(1)] = order;
                ++found_.orders;
            });
    }
    void add_missing_orders()
    {
        for (const auto& [id, told] : told_) {
            if (id.empty() || orders_.contains(id)) continue;
            keep(sound_.add_lost_order(id, told.order_id, told.first));
            orders_[id] = {"unknown", told.order_id, told.first};
            found_.lost.push_back("order " + id + ": its row is lost; it may be live");
            ++found_.orders;
        }
    }
    /// Events that the table of orders knows of: so that both say the same.
    void add_missing_events()
    {
        for (auto& entry : orders_) {
            const auto& id = entry.first;
            auto& order = entry.second;
            auto told = told_[id];
            auto add = [&](const std::string& kind, std::int64_t order_id) {
                keep(sound_.add({0, now_, kind, id, order_id, "restored: its line was lost"}));
                told.last = kind;
            };
            if (!told.has_intent) add("intent", 0);
            if (order.state == "intent" && told.last != "intent") {
                // it had gone on: how far is lost
                order.state = "unknown";
                keep(sound_.database().run(
                    "UPDATE orders SET state = 'unknown' WHERE client_order_id = ?1", {id}));
            }
            if (order.order_id != 0 && told.order_id != order.order_id)
                add("order", order.order_id);
            bool by_order = order.state == "known" || order.state == "done";
            bool agrees = told.last == order.state || (told.last == "order" && by_order);
            if (!agrees) add(order.state == "known" ? "order" : order.state, order.order_id);
        }
    }
    void finish()
    {
        for (const auto& lost : found_.lost)
            if (listed_++ < 1000) keep(sound_.add({0, now_, "repair", "", 0, lost}));
        auto reason = fmt::format(
            "the journal was repaired, {} things were lost; look at orders "
            "and positions",
            found_.lost.size());
        keep(sound_.database().run("INSERT INTO latch VALUES(1, 'halted', 'journal repair', ?, ?)",
                                   {reason, now_.time_since_epoch().count()}));
        keep(sound_.add({0, now_, "kill", "", 0, "halted by journal repair: " + reason}));
        salvage_.rows("day", "day, equity, highest", [&](const SqlRow& row) {
            keep(sound_.database().run("INSERT OR REPLACE INTO day VALUES(1, ?, ?, ?)",
                                       {row.integer(1), row.text(2), row.text(3)}));
        });
    }

    struct Order {
        std::string state;
        std::int64_t order_id = 0;
        TimePoint time{};
    };
    JournalRepair found_;
    Salvage salvage_;
    SoundJournal sound_;
    TimePoint now_;
    Result<> result_;
    std::map<std::string, Told> told_;
    std::map<std::string, Order> orders_;
    std::size_t listed_ = 0;
};

/// Opens the copy of a damaged file, whose first page may be one of what is lost.
Result<Database> open_damaged(const Workshop& shop)
{
    // never brought up to date: what is damaged may not be what a new index needs
    DatabaseOptions options;
    options.read_only = true;
    auto opened = Database::open(shop.damaged(), journal::schema(), options);
    if (opened) return opened;
    {
        auto fresh = Database::open(with(shop.sound(), "-first"), journal::schema());
        if (!fresh) return fresh.error();
    }
    if (!graft_first_page(shop.damaged(), with(shop.sound(), "-first"))) return opened.error();
    std::error_code ignored;
    for (const char* end : {"-shm"}) fs::remove(with(shop.damaged(), end), ignored);
    return Database::open(shop.damaged(), journal::schema(), options);
}

Result<> copy_to(const fs::path& from, const fs::path& to)
{
    std::error_code failed;
    fs::copy_file(from, to, fs::copy_options::overwrite_existing, failed);
    if (failed) return fault(from, "cannot be copied: " + failed.message());
    return {};
}

/// Puts the sound file in the place of the damaged one, which is kept.
Result<> exchange(const fs::path& file, const fs::path& sound, const fs::path& kept)
{
    std::error_code failed, ignored;
    fs::rename(file, kept, failed);
    if (failed) return fault(file, "cannot be renamed: " + failed.message());
    if (fs::exists(with(file, "-wal"), ignored))
        fs::rename(with(file, "-wal"), with(kept, "-wal"), failed);
    fs::remove(with(file, "-shm"), ignored);
    if (!failed) fs::rename(sound, file, failed);
    if (!failed) return {};
    return fault(file, "cannot be put in place: " + failed.message() + "; the damaged one is " +
                           kept.string());
}

}  // namespace

Result<JournalRepair> repair_journal(const fs::path& file, TimePoint now)
{
    std::error_code failed;
    if (auto wrong = fault_of_type(file)) return *wrong;
    if (!fs::exists(file, failed)) return fault(file, "there is no journal");
    auto lock_file = journal::lock_file_of(file);
    auto lock = FileLock::take(lock_file, file,
                               file.string() + ": a program writes this journal; stop it first");
    if (!lock) return lock.error();
    if (auto opened = journal::open_for_reading(file)) {
        // whole, where a start looks at the end of a long one
        auto missing = journal::missing_since(*opened, FileLock::kept_in(lock_file));
        if (missing && !*missing && journal::find_damage(*opened).empty()) return JournalRepair{};
    }
    auto shop = Workshop::open(file);
    if (!shop) return shop.error();
    if (auto copied = copy_to(file, shop->damaged()); !copied) return copied.error();
    if (fs::exists(with(file, "-wal"), failed))
        if (auto copied = copy_to(with(file, "-wal"), with(shop->damaged(), "-wal")); !copied)
            return copied.error();

    JournalRepair done;
    std::string words;
    {
        auto damaged = open_damaged(*shop);
        if (!damaged) return damaged.error();
        DatabaseOptions options;
        options.durability = Durability::power;
        auto sound = Database::open(shop->sound(), journal::schema(), options);
        if (!sound) return sound.error();
        auto short_by = journal::missing_since(*damaged, FileLock::kept_in(lock_file));
        Repair repair{*damaged, *sound, now};
        auto repaired = repair.run();
        if (!repaired) return repaired.error();
        done = std::move(*repaired);
        if (short_by && *short_by) done.lost.push_back(**short_by);
        if (auto left = journal::find_damage(*sound); !left.empty())
            return fault(file, "cannot be repaired: " + left.front());
        words = journal::kept_words(repair.sound().last(), repair.sound().digest());
        done.repaired = true;
    }
    auto stamp = format_time(now).substr(0, 19);
    std::erase_if(stamp, [](char c) { return c == ':' || c == '-'; });
    done.damaged_file = file.string() + ".damaged-" + stamp;
    // closed, the new journal has no log beside it
    if (auto placed = exchange(file, shop->sound(), done.damaged_file); !placed)
        return placed.error();
    lock->keep(words);
    return done;
}

}  // namespace trademind
