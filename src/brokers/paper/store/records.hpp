// Records in the tables of a database, by their descriptions.
#pragma once

#include "brokers/paper/store/row.hpp"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::paper {

/// Called before each write, with its number, in tests that end the process there.
using WritePoint = void (*)(int number);
WritePoint set_write_point(WritePoint hook) noexcept;
void pass_write_point();

/// Where records of a kind stand. Those that replace are written again under the same key, which is
/// the column that orders them; others are appended, or stand in a table that was cleared before.
struct TableName {
    std::string_view name, order_by;
    bool replaces = false;
};

/// A record type has a TableName `table` and a function `describe(visitor, record)` that names its
/// columns and fields: see RowWriter and RowReader.
class Records {
public:
    explicit Records(Database database) : database_{std::move(database)} {}
    Database& database() { return database_; }

    template <class Record> Result<> write(const Record& record)
    {
        RowWriter row;
        Record::describe(row, record);
        return run(insert_into(Record::table, row.names()), row.values());
    }
    template <class Record> Result<> clear()
    {
        return run("DELETE FROM " + std::string{Record::table.name}, {});
    }
    /// Calls `on_row` for each; `blank` is any record, for the names of the columns.
    template <class Record>
    Result<> each(const Record& blank, const std::function<void(const SqlRow&)>& on_row)
    {
        RowWriter row;
        Record::describe(row, blank);
        return database_.query(select_from(Record::table, row.names()), {}, on_row);
    }
    template <class Record> Result<std::vector<Record>> read()
    {
        std::vector<Record> all;
        auto done = each(Record{}, [&](const SqlRow& row) {
            RowReader in{row};
            Record::describe(in, all.emplace_back());
        });
        if (!done) return done.error();
        return all;
    }

private:
    using Names = std::vector<std::string_view>;
    Result<> run(std::string_view sql, std::span<const SqlValue> values);
    const std::string& insert_into(const TableName& table, const Names& names);
    static std::string select_from(const TableName& table, const Names& names);

    Database database_;
    std::map<std::string_view, std::string> inserts_;  ///< by table
};

}  // namespace trademind::paper
