// Reads a paper account from its file.
#include "brokers/paper/store/account_file.hpp"

#include <fmt/format.h>

#include <map>

namespace trademind::paper {
namespace {

TimePoint to_time(std::int64_t nanoseconds)
{
    return TimePoint{Duration{nanoseconds}};
}
Date to_date(std::int64_t days)
{
    return Date{std::chrono::days{days}};
}

/// A value that must be there.
Decimal need(const SqlRow& row, int column)
{
    auto value = row.decimal(column);
    if (!value) throw std::runtime_error{fmt::format("column {} holds no number", column)};
    return *value;
}
template <class T> T need(std::optional<T> value, std::string_view what)
{
    if (!value) throw std::runtime_error{fmt::format("'{}' is not known", what)};
    return *value;
}

Error make_error(int code, std::string_view category, std::string message)
{
    if (category == "tws") return make_tws_error(code, std::move(message));
    return {error_code{code, broker_category()}, std::move(message)};
}

}  // namespace

Result<AccountFile::Owner> AccountFile::owner()
{
    Owner owner;
    auto read = database_.query("SELECT key, value FROM account", {}, [&](const SqlRow& row) {
        if (row.text(0) == "account") owner.account = row.text(1);
        if (row.text(0) == "base_currency") owner.base_currency = row.text(1);
    });
    if (!read) return read.error();
    return owner;
}

Result<> AccountFile::take_alone()
{
    // SQLite leaves write-ahead logging only for who is alone with the file
    std::string mode;
    auto left = database_.query("PRAGMA journal_mode=DELETE", {},
                                [&](const SqlRow& row) { mode = row.text(0); });
    if (left && mode == "delete") return {};
    return Error{Errc::input_output,
                 fmt::format("'{}' is in use by another program", database_.file().string())};
}

Result<> AccountFile::load(Engine& engine, const std::string& account)
{
    std::map<std::string, std::string> values;
    auto read = database_.query("SELECT key, value FROM account", {},
                                [&](const SqlRow& row) { values[row.text(0)] = row.text(1); });
    if (!read) return read;
    if (values.empty()) return {};
    if (values["account"] != account)
        return Error{Errc::config,
                     fmt::format("'{}' keeps account '{}', not '{}'", database_.file().string(),
                                 values["account"], account)};
    if (values["base_currency"] != engine.options().base_currency)
        return Error{Errc::config, fmt::format("'{}' keeps an account in {}, not in {}",
                                               database_.file().string(), values["base_currency"],
                                               engine.options().base_currency)};
    try {
        for (auto part :
             {&AccountFile::load_instruments, &AccountFile::load_orders,
              &AccountFile::load_executions, &AccountFile::load_books, &AccountFile::load_fees})
            if (auto done = (this->*part)(engine); !done) return done;
    } catch (const std::exception& e) {
        return Error{Errc::input_output,
                     fmt::format("'{}' cannot be read: {}", database_.file().string(), e.what())};
    }
    fresh_ = false;
    saved_executions_ = engine.executions().size();
    saved_day_ = engine.account().ledger().today();
    engine.resume(parse_time(values["now"]).value_or(TimePoint{}));
    return {};
}

Result<> AccountFile::load_instruments(Engine& engine)
{
    std::vector<ContractDetails> listed;
    auto read = database_.query(
        "SELECT type, symbol, exchange, primary_exchange, currency, expiry, strike, right, "
        "multiplier, local_symbol, trading_class, contract_id, price_magnifier, minimum_tick, "
        "size_increment, minimum_size FROM instruments ORDER BY id",
        {}, [&](const SqlRow& row) {
            Contract c{need(parse_security_type(row.text(0)), row.text(0)), row.text(1)};
            c.exchange = row.text(2);
            c.primary_exchange = row.text(3);
            c.currency = row.text(4);
            c.expiry = row.text(5);
            c.strike = row.decimal(6);
            if (auto right = row.optional_text(7)) c.right = parse_option_right(*right);
            c.multiplier = row.decimal(8);
            c.local_symbol = row.text(9);
            c.trading_class = row.text(10);
            c.id = row.integer(11);
            ContractDetails details{c};
            details.price_magnifier = static_cast<int>(row.integer(12));
            details.minimum_tick = row.decimal(13);
            details.size_increment = row.decimal(14);
            details.minimum_size = row.decimal(15);
            listed.push_back(std::move(details));
        });
    if (!read) return read;
    // the file's numbers are the engine's: what the options list comes behind, or is found again
    engine.relist(listed);
    saved_instruments_ = listed.size();
    return {};
}

Result<> AccountFile::load_orders(Engine& engine)
{
    return database_.query(
        "SELECT id, instrument, side, type, time_in_force, status, place, quantity, filled, "
        "filled_value, commission, active_quantity, limit_price, stop_price, last_fill_price, "
        "trailing_amount, trailing_rate, limit_offset, trigger_method, oca_type, outside_rth, "
        "transmit, triggered, priority, submitted_at, updated_at, expires_at, good_till_date, "
        "good_after_time, account, client_order_id, oca_group, parent, error_code, "
        "error_category, error_message, exchange, relative_price FROM orders ORDER BY id",
        {}, [&](const SqlRow& row) {
            Order& o = engine.store().restore(OrderId{row.integer(0)});
            o.instrument = static_cast<InstrumentId>(row.integer(1));
            o.side = need(parse_side(row.text(2)), row.text(2));
            o.type = need(parse_order_type(row.text(3)), row.text(3));
            o.time_in_force = need(parse_time_in_force(row.text(4)), row.text(4));
            o.status = need(parse_order_status(row.text(5)), row.text(5));
            o.place = static_cast<Place>(row.integer(6));
            o.quantity = need(row, 7);
            o.filled = need(row, 8);
            o.filled_value = need(row, 9);
            o.commission = need(row, 10);
            o.active_quantity = need(row, 11);
            o.limit_price = row.decimal(12);
            o.stop_price = row.decimal(13);
            o.last_fill_price = row.decimal(14);
            o.trigger_method = static_cast<TriggerMethod>(row.integer(18));
            o.oca_type = static_cast<OcaType>(row.integer(19));
            o.outside_rth = row.integer(20) != 0;
            o.transmit = row.integer(21) != 0;
            o.triggered = row.integer(22) != 0;
            o.priority = static_cast<std::uint64_t>(row.integer(23));
            o.submitted_at = to_time(row.integer(24));
            o.updated_at = to_time(row.integer(25));
            o.expires_at = to_time(row.integer(26));
            o.working_price = row.decimal(37).value_or(Decimal{});
            bool rare = false;
            for (int i : {15, 16, 17, 27, 28, 29, 30, 31, 32, 33, 36})
                rare = rare || !row.is_null(i);
            if (!rare) return;
            RareTerms& terms = o.rarely();
            terms.trailing_amount = row.decimal(15);
            terms.trailing_rate = row.decimal(16);
            terms.limit_offset = row.decimal(17);
            terms.good_till_date = row.optional_text(27).value_or("");
            terms.good_after_time = row.optional_text(28).value_or("");
            terms.account = row.optional_text(29).value_or("");
            terms.client_order_id = row.optional_text(30).value_or("");
            terms.oca_group = row.optional_text(31).value_or("");
            terms.exchange = row.optional_text(36).value_or("");
            if (!row.is_null(32)) terms.parent = OrderId{row.integer(32)};
            if (!row.is_null(33))
                terms.error =
                    make_error(static_cast<int>(row.integer(33)), row.text(34), row.text(35));
        });
}

Result<> AccountFile::load_executions(Engine& engine)
{
    return database_.query(
        "SELECT id, order_id, quantity, price, cumulative_quantity, average_price, time, fees, "
        "fee_currency, realized_pnl FROM executions ORDER BY number",
        {}, [&](const SqlRow& row) {
            Execution e;
            e.id = row.text(0);
            e.order_id = OrderId{row.integer(1)};
            e.quantity = need(row, 2);
            e.price = need(row, 3);
            e.cumulative_quantity = need(row, 4);
            e.average_price = need(row, 5);
            e.time = to_time(row.integer(6));
            e.commission = Commission{e.id, need(row, 7), row.text(8)};
            e.commission->realized_pnl = row.decimal(9);
            engine.restore_execution(std::move(e));
        });
}

Result<> AccountFile::load_books(Engine& engine)
{
    LedgerState state;
    std::map<std::string, std::vector<UnsettledCash>> unsettled;
    auto query = [&](std::string_view sql, const std::function<void(const SqlRow&)>& on_row) {
        return database_.query(sql, {}, on_row);
    };
    auto account = query("SELECT key, value FROM account", [&](const SqlRow& row) {
        std::string key = row.text(0);
        if (key == "base_currency") state.base_currency = row.text(1);
        if (key == "today")
            state.today =
                std::chrono::floor<std::chrono::days>(need(parse_time(row.text(1)), row.text(1)));
        if (key == "previous_equity") state.previous_equity = row.decimal(1);
        if (key == "previous_net_liquidation") state.previous_net_liquidation = row.decimal(1);
    });
    if (!account) return account;
    auto positions = query(
        "SELECT instrument, unit_value, quantity, cost, realized, variation_basis, mark, "
        "day_trade_date, day_trade_opened FROM positions ORDER BY instrument",
        [&](const SqlRow& row) {
            PositionState p;
            p.instrument = static_cast<InstrumentId>(row.integer(0));
            p.contract = engine.instruments().contract(p.instrument);
            p.unit_value = need(row, 1);
            p.position = {need(row, 2), need(row, 3), need(row, 4)};
            p.variation_basis = need(row, 5);
            p.mark = row.decimal(6);
            p.day_trades.date = to_date(row.integer(7));
            p.day_trades.opened = row.integer(8) != 0;
            state.positions.push_back(std::move(p));
        });
    if (!positions) return positions;
    auto waiting =
        query("SELECT currency, settles_on, amount FROM unsettled ORDER BY settles_on",
              [&](const SqlRow& row) {
                  unsettled[row.text(0)].push_back({to_date(row.integer(1)), need(row, 2)});
              });
    if (!waiting) return waiting;
    auto cash = query("SELECT currency, amount, deposited, converted, fees_outside_cost FROM cash",
                      [&](const SqlRow& row) {
                          CashBalance c;
                          c.currency = row.text(0);
                          c.amount = need(row, 1);
                          c.deposited = need(row, 2);
                          c.converted = need(row, 3);
                          c.fees_outside_cost = need(row, 4);
                          c.unsettled = unsettled[c.currency];
                          state.cash.push_back(std::move(c));
                      });
    if (!cash) return cash;
    auto rates = query("SELECT currency, price, inverse FROM rates", [&](const SqlRow& row) {
        state.rates.push_back({row.text(0), need(row, 1), row.integer(2) != 0});
    });
    if (!rates) return rates;
    auto days = query("SELECT date, count FROM day_trades ORDER BY date", [&](const SqlRow& row) {
        state.day_trades.push_back({to_date(row.integer(0)), static_cast<int>(row.integer(1))});
    });
    if (!days) return days;
    engine.account().restore(state);
    return {};
}

Result<> AccountFile::load_fees(Engine& engine)
{
    MonthVolumes month;
    std::vector<OrderFees> orders;
    auto account = database_.query(
        "SELECT value FROM account WHERE key = 'fee_month'", {}, [&](const SqlRow& row) {
            if (auto start = parse_time(row.text(0))) {
                std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(*start)};
                month.month = day.year() / day.month();
            }
        });
    if (!account) return account;
    auto volumes =
        database_.query("SELECT class, volume FROM month_volumes", {}, [&](const SqlRow& row) {
            auto index = static_cast<std::size_t>(row.integer(0));
            if (index < volume_classes) month.volume[index] = need(row, 1);
        });
    if (!volumes) return volumes;
    auto totals = database_.query(
        "SELECT order_id, trade_date, quantity, value, commission_before_limits, commission FROM "
        "order_fees ORDER BY order_id",
        {}, [&](const SqlRow& row) {
            OrderFees fees;
            fees.order = OrderId{row.integer(0)};
            fees.trade_date = to_date(row.integer(1));
            fees.totals.quantity = need(row, 2);
            fees.totals.value = need(row, 3);
            fees.totals.commission_before_limits = need(row, 4);
            fees.totals.commission = need(row, 5);
            orders.push_back(std::move(fees));
        });
    if (!totals) return totals;
    engine.account().fees().restore(month, orders);
    return {};
}

}  // namespace trademind::paper
