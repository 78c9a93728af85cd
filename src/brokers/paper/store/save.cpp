// Writes a paper account to its file.
#include "brokers/paper/store/account_file.hpp"
#include "brokers/paper/store/schema.hpp"

#include <boost/system/result.hpp>

#include <atomic>
#include <set>

namespace trademind::paper {
namespace {

std::atomic<WritePoint> write_point{nullptr};
std::atomic<int> writes{0};

void pass_write_point()
{
    if (auto hook = write_point.load()) hook(++writes);
}

std::int64_t to_integer(TimePoint time)
{
    return time.time_since_epoch().count();
}
std::int64_t to_integer(Date date)
{
    return date.time_since_epoch().count();
}

/// The first failure of several statements.
Result<> first_failure(std::initializer_list<Result<>> results)
{
    for (const auto& result : results)
        if (!result) return result;
    return {};
}

}  // namespace

WritePoint set_write_point(WritePoint hook) noexcept
{
    writes = 0;
    return write_point.exchange(hook);
}

Result<AccountFile> AccountFile::open(const std::filesystem::path& file, Durability durability,
                                      bool read_only)
{
    DatabaseOptions options;
    options.durability = durability;
    options.read_only = read_only;
    FileLock lock;
    if (!read_only) {
        auto taken = FileLock::take(file);
        if (!taken) return taken.error();
        lock = std::move(*taken);
    }
    auto database = Database::open(file, account_schema(), options);
    if (!database) return database.error();
    return AccountFile{std::move(lock), std::move(*database)};
}

Result<> AccountFile::run(std::string_view sql, std::initializer_list<SqlValue> values)
{
    pass_write_point();
    return database_.run(sql, values);
}

Result<> AccountFile::save(Engine& engine, std::span<const OrderId> touched)
{
    bool new_day = engine.account().ledger().today() != saved_day_;
    bool books = engine.executions().size() != saved_executions_ || new_day || fresh_;
    if (touched.empty() && !books) return {};
    std::size_t instruments = saved_instruments_;
    auto done = database_.transaction([&]() -> Result<> {
        if (auto saved = save_instruments(engine); !saved) return saved;
        std::set<OrderId> once{touched.begin(), touched.end()};
        for (OrderId id : once)
            if (const Order* order = engine.store().find(id))
                if (auto saved = save_order(engine, *order); !saved) return saved;
        if (books) {
            if (auto saved = save_executions(engine); !saved) return saved;
            if (auto saved = save_books(engine); !saved) return saved;
        }
        // a tape goes on from here: no saved order may meet a market that was before it
        if (auto saved = save_value("now", format_time(engine.now())); !saved) return saved;
        pass_write_point();
        return {};
    });
    pass_write_point();
    if (!done) {
        saved_instruments_ = instruments;
        return done;
    }
    saved_executions_ = engine.executions().size();
    saved_day_ = engine.account().ledger().today();
    fresh_ = false;
    return {};
}

Result<> AccountFile::save_instruments(const Engine& engine)
{
    for (; saved_instruments_ < engine.instruments().size(); ++saved_instruments_) {
        const auto& details = engine.instruments()[static_cast<InstrumentId>(saved_instruments_)];
        const Contract& c = details.contract;
        auto saved = run("INSERT INTO instruments VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                         {saved_instruments_, to_string(c.type), c.symbol, c.exchange,
                          c.primary_exchange, c.currency, c.expiry, c.strike,
                          c.right ? std::optional{to_string(*c.right)} : std::nullopt, c.multiplier,
                          c.local_symbol, c.trading_class, c.id, details.price_magnifier,
                          details.minimum_tick, details.size_increment, details.minimum_size});
        if (!saved) return saved;
    }
    return {};
}

Result<> AccountFile::save_order(Engine& engine, const Order& order)
{
    static const RareTerms none;
    const RareTerms& rare = order.rare ? *order.rare : none;
    auto text = [](const std::string& value) {
        return value.empty() ? std::optional<std::string_view>{} : std::string_view{value};
    };
    // a trailing stop's own price, and the limit that goes with it: where they stand now
    OrderRequest now = engine.report(order).order;
    std::optional<Decimal> relative;
    if (order.type == OrderType::relative && order.place == Place::resting)
        relative = order.working_price;
    std::optional<std::int64_t> parent, code;
    std::optional<std::string_view> category, message;
    if (rare.parent) parent = to_number(*rare.parent);
    if (rare.error) {
        code = rare.error->code.value();
        category = rare.error->code.category().name();
        message = rare.error->message;
    }
    return run(
        "INSERT OR REPLACE INTO orders VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,"
        "?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        {to_number(order.id),
         order.instrument,
         to_string(order.side),
         to_string(order.type),
         to_string(order.time_in_force),
         to_string(order.status),
         static_cast<int>(order.place),
         order.quantity,
         order.filled,
         order.filled_value,
         order.commission,
         order.active_quantity,
         now.limit_price,
         now.stop_price,
         order.last_fill_price,
         rare.trailing_amount,
         rare.trailing_rate,
         rare.limit_offset,
         static_cast<int>(order.trigger_method),
         static_cast<int>(order.oca_type),
         order.outside_rth,
         order.transmit,
         order.triggered,
         static_cast<std::int64_t>(order.priority),
         to_integer(order.submitted_at),
         to_integer(order.updated_at),
         to_integer(order.expires_at),
         text(rare.good_till_date),
         text(rare.good_after_time),
         text(rare.account),
         text(rare.client_order_id),
         text(rare.oca_group),
         parent,
         code,
         category,
         message,
         text(rare.exchange),
         relative});
}

Result<> AccountFile::save_executions(const Engine& engine)
{
    for (std::size_t i = saved_executions_; i < engine.executions().size(); ++i) {
        const Execution& e = engine.executions()[i];
        auto saved =
            run("INSERT INTO executions VALUES(?,?,?,?,?,?,?,?,?,?,?)",
                {i + 1, e.id, to_number(e.order_id), e.quantity, e.price, e.cumulative_quantity,
                 e.average_price, to_integer(e.time), e.commission->amount, e.commission->currency,
                 e.commission->realized_pnl});
        if (!saved) return saved;
    }
    return {};
}

Result<> AccountFile::save_books(Engine& engine)
{
    LedgerState state = engine.account().ledger().state();
    for (const PositionState& p : state.positions) {
        auto saved = run(
            "INSERT OR REPLACE INTO positions VALUES(?,?,?,?,?,?,?,?,?)",
            {p.instrument, p.unit_value, p.position.quantity, p.position.cost, p.position.realized,
             p.variation_basis, p.mark, to_integer(p.day_trades.date), p.day_trades.opened});
        if (!saved) return saved;
    }
    return first_failure({save_cash(state), save_fees(engine), save_account(engine, state)});
}

Result<> AccountFile::save_cash(const LedgerState& state)
{
    if (auto cleared = first_failure({run("DELETE FROM unsettled"), run("DELETE FROM day_trades")});
        !cleared)
        return cleared;
    for (const CashBalance& c : state.cash) {
        auto saved = run("INSERT OR REPLACE INTO cash VALUES(?,?,?,?,?)",
                         {c.currency, c.amount, c.deposited, c.converted, c.fees_outside_cost});
        if (!saved) return saved;
        for (const UnsettledCash& u : c.unsettled)
            if (auto kept = run("INSERT INTO unsettled VALUES(?,?,?)",
                                {c.currency, to_integer(u.settles_on), u.amount});
                !kept)
                return kept;
    }
    for (const auto& rate : state.rates)
        if (auto saved = run("INSERT OR REPLACE INTO rates VALUES(?,?,?)",
                             {rate.currency, rate.price, rate.inverse});
            !saved)
            return saved;
    for (const auto& day : state.day_trades)
        if (auto saved =
                run("INSERT INTO day_trades VALUES(?,?)", {to_integer(day.date), day.count});
            !saved)
            return saved;
    return {};
}

Result<> AccountFile::save_fees(Engine& engine)
{
    const FeeBook& fees = engine.account().fees();
    for (std::size_t i = 0; i < volume_classes; ++i)
        if (auto saved = run("INSERT OR REPLACE INTO month_volumes VALUES(?,?)",
                             {i, fees.month().volume[i]});
            !saved)
            return saved;
    if (auto cleared = run("DELETE FROM order_fees"); !cleared) return cleared;
    for (const OrderFees& o : fees.orders())
        if (auto saved =
                run("INSERT INTO order_fees VALUES(?,?,?,?,?,?)",
                    {to_number(o.order), to_integer(Date{o.trade_date}), o.totals.quantity,
                     o.totals.value, o.totals.commission_before_limits, o.totals.commission});
            !saved)
            return saved;
    return {};
}

Result<> AccountFile::save_value(std::string_view key, const SqlValue& value)
{
    return run("INSERT OR REPLACE INTO account VALUES(?,?)", {key, value});
}

Result<> AccountFile::save_account(const Engine& engine, const LedgerState& state)
{
    auto put = [&](std::string_view key, const SqlValue& value) { return save_value(key, value); };
    const std::string today = format_time(TimePoint{state.today});
    std::string month;
    if (auto m = const_cast<Engine&>(engine).account().fees().month().month; m.ok())
        month = format_time(TimePoint{std::chrono::sys_days{m / 1}});
    return first_failure({put("account", engine.options().account),
                          put("base_currency", state.base_currency), put("today", today),
                          put("fee_month", month), put("previous_equity", state.previous_equity),
                          put("previous_net_liquidation", state.previous_net_liquidation)});
}

}  // namespace trademind::paper
