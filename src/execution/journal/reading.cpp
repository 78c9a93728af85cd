// Showing, checking and exporting a journal.
#include "execution/journal/schema.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind {
namespace {

DatabaseOptions for_reading()
{
    DatabaseOptions options;
    options.read_only = true;
    return options;
}

JournalEvent event_of(const SqlRow& row)
{
    JournalEvent event;
    event.sequence = row.integer(0);
    event.time = TimePoint{Duration{row.integer(1)}};
    event.kind = row.text(2);
    event.client_order_id = row.text(3);
    event.order_id = row.integer(4);
    event.detail = row.text(5);
    return event;
}

std::string csv_field(std::string_view text)
{
    if (text.find_first_of(",\"\n\r") == std::string_view::npos) return std::string{text};
    std::string quoted{'"'};
    for (char c : text) quoted += c == '"' ? std::string{"\"\""} : std::string{c};
    return quoted + '"';
}

std::string json_string(std::string_view text)
{
    std::string quoted{'"'};
    for (char c : text) {
        if (c == '"' || c == '\\')
            (quoted += '\\') += c;
        else if (static_cast<unsigned char>(c) < 0x20)
            quoted += fmt::format("\\u{:04x}", static_cast<int>(c));
        else
            quoted += c;
    }
    return quoted + '"';
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

Result<> read_journal(const std::filesystem::path& file, const JournalFilter& filter,
                      const std::function<void(const JournalEvent&)>& on_event)
{
    auto database = Database::open(file, journal::schema(), for_reading());
    if (!database) return database.error();
    auto since = filter.since ? filter.since->time_since_epoch().count() : std::int64_t{0};
    auto last = filter.last > 0 ? filter.last : std::int64_t{-1};
    return database->query(
        "SELECT * FROM (SELECT sequence, time, kind, client_order_id, order_id, detail FROM events "
        "WHERE time >= ?1 AND (?2 = '' OR kind = ?2) AND (?3 = '' OR client_order_id = ?3) "
        "ORDER BY sequence DESC LIMIT ?4) ORDER BY sequence",
        {since, filter.kind, filter.client_order_id, last},
        [&](const SqlRow& row) { on_event(event_of(row)); });
}

Result<JournalSummary> verify_journal(const std::filesystem::path& file)
{
    auto database = Database::open(file, journal::schema(), for_reading());
    if (!database) return database.error();
    if (auto done = database->verify(); !done) return done.error();
    JournalSummary summary;
    std::optional<std::string> fault;
    std::int64_t digest = 0;
    auto done = database->query(
        "SELECT sequence, time, kind, client_order_id, order_id, detail, digest FROM events "
        "ORDER BY sequence",
        {}, [&](const SqlRow& row) {
            auto event = event_of(row);
            if (fault) return;
            if (event.sequence != summary.events + 1)
                fault = fmt::format("line {} is missing", summary.events + 1);
            else if (digest = journal::digest_of(digest, event); digest != row.integer(6))
                fault = fmt::format("line {} is not as it was written", event.sequence);
            ++summary.events;
        });
    if (!done) return done.error();
    if (!fault) {
        done = database->query(
            "SELECT client_order_id FROM orders WHERE client_order_id NOT IN "
            "(SELECT client_order_id FROM events WHERE kind = 'intent')",
            {}, [&](const SqlRow& row) {
                fault = "order " + row.text(0) + " has no intent among the events";
            });
        if (!done) return done.error();
    }
    if (fault) return Error{Errc::input_output, fmt::format("{}: {}", file.string(), *fault)};
    done = database->query(
        "SELECT count(*), sum(state = 'known' OR state = 'intent'), "
        "sum(state = 'unknown') FROM orders",
        {}, [&](const SqlRow& row) {
            summary.orders = row.integer(0);
            summary.open = row.integer(1);
            summary.unknown = row.integer(2);
        });
    if (!done) return done.error();
    return summary;
}

Result<> export_journal(const std::filesystem::path& file, const JournalFilter& filter,
                        ExportFormat format, const std::function<void(std::string_view)>& write)
{
    if (format == ExportFormat::csv) write("sequence,time,kind,client_order_id,order_id,detail");
    return read_journal(file, filter,
                        [&](const JournalEvent& event) { write(line_of(event, format)); });
}

}  // namespace trademind
