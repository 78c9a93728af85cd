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
    auto last = filter.last > 0 ? filter.last : std::int64_t{-1};
    auto number = number_in(filter.order);
    return database->query(
        "SELECT * FROM (SELECT sequence, time, kind, client_order_id, order_id, detail FROM events "
        "WHERE time >= ?1 AND (?2 = '' OR kind = ?2) AND (?3 = '' OR client_order_id = ?3) "
        "AND (?5 = '' OR client_order_id = ?5 OR (?6 <> 0 AND (order_id = ?6 OR client_order_id IN "
        "(SELECT client_order_id FROM orders WHERE order_id = ?6 OR permanent_id = ?6)))) "
        "ORDER BY sequence DESC LIMIT ?4) ORDER BY sequence",
        {since, filter.kind, filter.client_order_id, last, filter.order, number},
        [&](const SqlRow& row) { on_event(journal::event_of(row)); });
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
