// Writing the journal: intents before they leave, and everything that becomes of them.
#include "execution/journal/journal.hpp"

#include "execution/journal_file/damage.hpp"
#include "execution/journal_file/schema.hpp"

#include <fmt/format.h>

namespace trademind::journal {

Result<FileLock> lock_journal(const JournalConfig& config)
{
    const auto& file = config.file;
    if (file.empty()) return FileLock{};
    if (config.makes_folder) {
        auto folder = file.parent_path();
        std::error_code failed;
        std::filesystem::create_directories(folder, failed);
        if (failed)
            return Error{Errc::input_output, "cannot create the journal's folder " +
                                                 folder.string() + ": " + failed.message()};
    }
    return FileLock::take(lock_file_of(file), file,
                          file.string() + ": another program writes this journal");
}

Result<Journal> Journal::open(const JournalConfig& config, FileLock lock)
{
    Journal made;
    if (config.file.empty()) return made;
    auto store = Store::open(config, std::move(lock));
    if (!store) return store.error();
    made.queue_ = std::make_unique<RecordQueue>(std::move(*store));
    return made;
}

void Journal::write_behind(asio::any_io_executor background, std::function<void(Error)> on_failure,
                           bool syncs)
{
    if (queue_) queue_->start(std::move(background), syncs, std::move(on_failure));
}

Result<Replay> Journal::replay(TimePoint now)
{
    return queue_ ? queue_->store().replay(now) : Replay{};
}
Result<std::optional<std::string>> Journal::doubt()
{
    return queue_ ? queue_->store().doubt() : std::optional<std::string>{};
}

template <class Key> Result<std::optional<KnownOrder>> Journal::look_up(Key key)
{
    if (!queue_) return std::optional<KnownOrder>{};
    // shared: a look-up that was given up may still be made
    auto found = std::make_shared<std::optional<KnownOrder>>();
    auto done = queue_->now({"find", [found, key](Store& s) -> Result<> {
                                 auto known = s.find(key);
                                 if (!known) return known.error();
                                 *found = std::move(*known);
                                 return {};
                             }});
    if (!done) return done.error();
    return std::move(*found);
}

Result<std::optional<KnownOrder>> Journal::find(std::string_view client_order_id)
{
    return look_up(std::string{client_order_id});
}

Result<std::optional<KnownOrder>> Journal::find(OrderId id)
{
    return look_up(id);
}

Result<> Journal::intend(const OrderRequest& order, TimePoint now)
{
    if (!queue_) return {};
    return queue_->now({"intent", [order, now](Store& s) { return s.intend(order, now); }},
                       [id = order.client_order_id, now](Store& s) {
                           return s.set_state(id, OrderState::refuted,
                                              "not sent: the journal was too slow", now);
                       });
}

Result<> Journal::report(std::string_view client_order_id, const OrderReport& report, TimePoint now)
{
    if (!queue_) return {};
    return queue_->later({"order", [id = std::string{client_order_id}, report, now](Store& s) {
                              return s.report(id, report, now);
                          }});
}

Result<> Journal::set_state(std::string_view client_order_id, OrderState state,
                            std::string_view why, TimePoint now)
{
    if (!queue_) return {};
    const char* point = state == OrderState::unknown   ? "unknown"
                        : state == OrderState::refuted ? "refuted"
                                                       : "state";
    return queue_->later({point, [id = std::string{client_order_id}, state, why = std::string{why},
                                  now](Store& s) { return s.set_state(id, state, why, now); }});
}

Result<> Journal::latch(const KillLatch& latch)
{
    if (!queue_) return {};
    return queue_->now({"kill", [latch](Store& s) { return s.latch(latch); }});
}

Result<> Journal::latch_later(const KillLatch& latch, std::function<void()> kept)
{
    if (!queue_) return {};
    return queue_->later({"kill", [latch](Store& s) { return s.latch(latch); }}, std::move(kept));
}

Result<> Journal::day(const DayStart& day, TimePoint now)
{
    if (!queue_) return {};
    return queue_->later({"day", [day, now](Store& s) { return s.day(day, now); }});
}

Result<> Journal::confirm(const std::vector<OrderId>& working, TimePoint now)
{
    std::string list;
    for (auto id : working) list += ' ' + trademind::to_string(id);
    return note(confirmed_kind, confirmed_working + (list.empty() ? " none" : list), now);
}

namespace {

StoreRecord note_of(std::string_view kind, std::string_view detail, TimePoint now,
                    std::string_view client_order_id, std::int64_t order_id)
{
    JournalEvent event{
        0, now, std::string{kind}, std::string{client_order_id}, order_id, std::string{detail}};
    return {"note", [event = std::move(event)](Store& s) { return s.append(event); }};
}

}  // namespace

Result<> Journal::note(std::string_view kind, std::string_view detail, TimePoint now,
                       std::string_view client_order_id, std::int64_t order_id)
{
    if (!queue_) return {};
    return queue_->later(note_of(kind, detail, now, client_order_id, order_id));
}

Result<> Journal::note_now(std::string_view kind, std::string_view detail, TimePoint now,
                           std::string_view client_order_id, std::int64_t order_id)
{
    if (!queue_) return {};
    return queue_->now(note_of(kind, detail, now, client_order_id, order_id));
}

KillLatch latch_of_doubt(const JournalConfig& config, std::string_view why, TimePoint at)
{
    return {TradingState::halted, "journal",
            fmt::format("{} cannot be trusted: {}; look at orders and positions, run `trademind "
                        "journal repair`, then `trademind kill --unlock`",
                        config.file.string(), why),
            at};
}

Result<KillLatch> latch_of(const JournalConfig& config)
{
    KillLatch latch;
    std::error_code failed;
    bool there = !config.file.empty() && std::filesystem::exists(config.file, failed);
    if (!there && !failed) return latch;
    auto database = open_for_reading(config.file);
    if (!database) return database.error();
    auto found = read_latch(*database);
    if (!found || found->state >= TradingState::halted) return found;
    auto doubt = doubt_of(*database, config.file);
    if (!doubt) return doubt.error();
    return *doubt ? latch_of_doubt(config, **doubt, found->at) : found;
}

Result<std::int64_t> highest_order_id(const JournalConfig& config)
{
    std::error_code failed;
    bool there = std::filesystem::exists(config.file, failed);
    if (config.file.empty() || (!there && config.makes_folder)) return std::int64_t{0};
    auto database = open_for_reading(config.file);
    // none yet, or one whose first start was killed before it had tables
    if (!database) database = Database::open(config.file, schema());
    if (!database) return database.error();
    return highest_order_id(*database);
}

Result<> note_alone(const JournalConfig& config, std::string_view kind, std::string_view detail,
                    TimePoint now)
{
    auto lock = lock_journal(config);
    if (!lock) return lock.error();
    auto opened = Journal::open(config, std::move(*lock));
    return opened ? opened->note(kind, detail, now) : opened.error();
}

}  // namespace trademind::journal
