// Showing and exporting a journal.
#include "base/escape.hpp"
#include "base/file_lock.hpp"
#include "execution/journal_file/schema.hpp"

#include <fmt/format.h>

#include <charconv>

namespace trademind {
namespace {

std::string csv_field(std::string_view text)
{
    auto shown = escaped(text);
    if (shown.find_first_of(",\"") == std::string::npos) return shown;
    std::string quoted{'"'};
    for (char c : shown) quoted += c == '"' ? std::string{"\"\""} : std::string{c};
    return quoted + '"';
}

std::string json_string(std::string_view text)
{
    std::string quoted{'"'};
    for (char c : text) {
        if (c == '"' || c == '\\')
            (quoted += '\\') += c;
        else if (is_control(c))
            quoted += fmt::format("\\u{:04x}", static_cast<int>(c));
        else
            quoted += c;
    }
    return quoted + '"';
}

/// The order number or permanent id that a text is; 0: none.
std::int64_t number_in(std::string_view text)
{
    std::int64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : 0;
}

std::string line_of(const JournalEvent& e, ExportFormat format)
{
    if (format == ExportFormat::csv)
        return fmt::format("{},{},{},{},{},{}", e.sequence, format_time(e.time), csv_field(e.kind),
                           csv_field(e.client_order_id), e.order_id, csv_field(e.detail));
    return fmt::format(
        R"({{"sequence":{},"time":"{}","kind":{},"client_order_id":{},"order_id":{},"detail":{}}})",
        e.sequence, format_time(e.time), json_string(e.kind), json_string(e.client_order_id),
        e.order_id, json_string(e.detail));
}

}  // namespace

const std::vector<std::string>& journal_kinds()
{
    static const std::vector<std::string> all{
        "intent",          "order",   "execution", "modify", "cancel",   "verdict",
        "unknown",         "refuted", "done",      "known",  "mismatch", "gap",
        "foreign",         "stale",   "clock",     "review", "kill",     "kill_done",
        "kill_incomplete", "resume",  "config",    "day",    "start",    "confirmed",
        "repair"};
    return all;
}

Result<> read_journal(const std::filesystem::path& file, const JournalFilter& filter,
                      const std::function<void(const JournalEvent&)>& on_event)
{
    auto database = journal::open_for_reading(file);
    if (!database) return database.error();
    auto since = filter.since ? filter.since->time_since_epoch().count() : std::int64_t{0};
    auto last = filter.last;
    auto number = number_in(filter.order);
    // page by page: a reader that stands still holds no snapshot of a file that grows
    constexpr std::int64_t page = 1'000;
    auto fits = std::string{
        "time >= ?1 AND (?2 = '' OR kind = ?2) AND (?3 = '' OR client_order_id = ?3) AND (?4 = '' "
        "OR client_order_id = ?4 OR (?5 <> 0 AND (order_id = ?5 OR client_order_id IN (SELECT "
        "client_order_id FROM orders WHERE order_id = ?5 OR permanent_id = ?5))))"};
    std::int64_t behind = 0;
    if (last > 0) {
        auto found = database->query(
            "SELECT min(sequence) FROM (SELECT sequence FROM events WHERE " + fits +
                " ORDER BY sequence DESC LIMIT ?6)",
            {since, filter.kind, filter.client_order_id, filter.order, number, last},
            [&](const SqlRow& row) { behind = row.integer(0) - 1; });
        if (!found) return found;
    }
    for (std::vector<JournalEvent> events;; events.clear()) {
        auto read = database->query(
            "SELECT sequence, time, kind, client_order_id, order_id, detail FROM events WHERE "
            "sequence > ?6 AND " +
                fits + " ORDER BY sequence LIMIT ?7",
            {since, filter.kind, filter.client_order_id, filter.order, number, behind, page},
            [&](const SqlRow& row) { events.push_back(journal::event_of(row)); });
        for (const auto& event : events) on_event(event);
        if (!read || std::ssize(events) < page) return read;
        behind = events.back().sequence;
    }
}

Result<bool> journal_in_use(const std::filesystem::path& file)
{
    return FileLock::is_held(journal::lock_file_of(file), file);
}

Result<> export_journal(const std::filesystem::path& file, const JournalFilter& filter,
                        ExportFormat format, const std::function<void(std::string_view)>& write)
{
    if (format == ExportFormat::csv) write("sequence,time,kind,client_order_id,order_id,detail");
    return read_journal(file, filter,
                        [&](const JournalEvent& event) { write(line_of(event, format)); });
}

}  // namespace trademind
