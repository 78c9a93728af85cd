// Statements of the tables.
#include "brokers/paper/store/records.hpp"

#include <fmt/format.h>

#include <atomic>

namespace trademind::paper {
namespace {

std::atomic<WritePoint> write_point{nullptr};
std::atomic<int> writes{0};

}  // namespace

WritePoint set_write_point(WritePoint hook) noexcept
{
    writes = 0;
    return write_point.exchange(hook);
}

void pass_write_point()
{
    if (auto hook = write_point.load()) hook(++writes);
}

Result<> Records::run(std::string_view sql, std::span<const SqlValue> values)
{
    pass_write_point();
    return database_.run(sql, values);
}

const std::string& Records::insert_into(const TableName& table, const Names& names)
{
    std::string& sql = inserts_[table.name];
    if (sql.empty()) {
        std::string places;
        for (std::size_t i = 0; i < names.size(); ++i) places += i == 0 ? "?" : ",?";
        sql =
            fmt::format("INSERT INTO {}({}) VALUES({})", table.name, fmt::join(names, ","), places);
        if (table.replaces) {
            // REPLACE would delete the row first, and look for all that refers to it
            std::vector<std::string> updates;
            for (auto name : names)
                if (name != table.order_by)
                    updates.push_back(fmt::format("{0}=excluded.{0}", name));
            sql += fmt::format(" ON CONFLICT({}) DO UPDATE SET {}", table.order_by,
                               fmt::join(updates, ","));
        }
    }
    return sql;
}

std::string Records::select_from(const TableName& table, const Names& names)
{
    return fmt::format("SELECT {} FROM {} ORDER BY {}", fmt::join(names, ","), table.name,
                       table.order_by);
}

}  // namespace trademind::paper
