// The tables of a paper account's file.
#pragma once

#include "base/database.hpp"

namespace trademind::paper {

/// Version 3. Amounts are decimal text, times nanoseconds since 1970 UTC, enumerations their
/// spelling or number in TWS.
inline Schema account_schema()
{
    constexpr std::string_view tables = R"sql(
CREATE TABLE account(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE instruments(id INTEGER PRIMARY KEY, type TEXT NOT NULL, symbol TEXT NOT NULL,
    exchange TEXT NOT NULL, primary_exchange TEXT NOT NULL, currency TEXT NOT NULL,
    expiry TEXT NOT NULL, strike TEXT, right TEXT, multiplier TEXT, local_symbol TEXT NOT NULL,
    trading_class TEXT NOT NULL, contract_id INTEGER NOT NULL, price_magnifier INTEGER NOT NULL);
CREATE TABLE orders(id INTEGER PRIMARY KEY, instrument INTEGER NOT NULL REFERENCES instruments(id),
    side TEXT NOT NULL, type TEXT NOT NULL, time_in_force TEXT NOT NULL, status TEXT NOT NULL,
    place INTEGER NOT NULL, quantity TEXT NOT NULL, filled TEXT NOT NULL,
    filled_value TEXT NOT NULL, commission TEXT NOT NULL, active_quantity TEXT NOT NULL,
    limit_price TEXT, stop_price TEXT, last_fill_price TEXT, trailing_amount TEXT,
    trailing_rate TEXT, limit_offset TEXT, trigger_method INTEGER NOT NULL,
    oca_type INTEGER NOT NULL, outside_rth INTEGER NOT NULL, transmit INTEGER NOT NULL,
    triggered INTEGER NOT NULL, priority INTEGER NOT NULL, submitted_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, good_till_date TEXT,
    good_after_time TEXT, account TEXT, client_order_id TEXT, oca_group TEXT, parent INTEGER,
    error_code INTEGER, error_category TEXT, error_message TEXT);
CREATE TABLE executions(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    order_id INTEGER NOT NULL REFERENCES orders(id), quantity TEXT NOT NULL, price TEXT NOT NULL,
    cumulative_quantity TEXT NOT NULL, average_price TEXT NOT NULL, time INTEGER NOT NULL,
    fees TEXT NOT NULL, fee_currency TEXT NOT NULL, realized_pnl TEXT);
CREATE TABLE positions(instrument INTEGER PRIMARY KEY REFERENCES instruments(id),
    unit_value TEXT NOT NULL, quantity TEXT NOT NULL, cost TEXT NOT NULL, realized TEXT NOT NULL,
    variation_basis TEXT NOT NULL, mark TEXT, day_trade_date INTEGER NOT NULL,
    day_trade_opened INTEGER NOT NULL);
CREATE TABLE cash(currency TEXT PRIMARY KEY, amount TEXT NOT NULL, deposited TEXT NOT NULL,
    converted TEXT NOT NULL, fees_outside_cost TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE unsettled(currency TEXT NOT NULL, settles_on INTEGER NOT NULL, amount TEXT NOT NULL);
CREATE TABLE rates(currency TEXT PRIMARY KEY, price TEXT NOT NULL, inverse INTEGER NOT NULL)
    WITHOUT ROWID;
CREATE TABLE day_trades(date INTEGER PRIMARY KEY, count INTEGER NOT NULL);
CREATE TABLE month_volumes(class INTEGER PRIMARY KEY, volume TEXT NOT NULL);
CREATE TABLE order_fees(order_id INTEGER PRIMARY KEY, trade_date INTEGER NOT NULL,
    quantity TEXT NOT NULL, value TEXT NOT NULL, commission_before_limits TEXT NOT NULL,
    commission TEXT NOT NULL);
)sql";
    constexpr std::string_view sizes_and_routing = R"sql(
ALTER TABLE instruments ADD COLUMN minimum_tick TEXT;
ALTER TABLE instruments ADD COLUMN size_increment TEXT;
ALTER TABLE instruments ADD COLUMN minimum_size TEXT;
ALTER TABLE orders ADD COLUMN exchange TEXT;
ALTER TABLE orders ADD COLUMN relative_price TEXT;
)sql";
    constexpr std::string_view times = R"sql(
ALTER TABLE positions ADD COLUMN priced_at INTEGER;
ALTER TABLE positions ADD COLUMN changed_at INTEGER;
)sql";
    Schema schema;
    schema.application_id = 0x544D5041;  // "TMPA"
    schema.migrations = {tables, sizes_and_routing, times};
    return schema;
}

}  // namespace trademind::paper
