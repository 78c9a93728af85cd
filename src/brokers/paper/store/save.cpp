// Writes a paper account to its file.
#include "brokers/paper/store/account_file.hpp"
#include "brokers/paper/store/schema.hpp"
#include "brokers/paper/store/tables.hpp"

#include <set>
#include <utility>

namespace trademind::paper {
namespace {

/// The first failure of several statements.
Result<> first_failure(std::initializer_list<Result<>> results)
{
    for (const auto& result : results)
        if (!result) return result;
    return {};
}

OrderRow row_of(const Engine& engine, Order& order)
{
    OrderRow row{&order, order.rare ? *order.rare : RareTerms{}, {}, {}, {}, {}, {}, {}};
    OrderRequest now = engine.report(order).order;
    row.limit_price = now.limit_price;
    row.stop_price = now.stop_price;
    if (order.type == OrderType::relative && order.place == Place::resting)
        row.relative_price = order.working_price;
    if (const auto& error = row.rare.error) {
        row.error_code = error->code.value();
        row.error_category = error->code.category().name();
        row.error_message = error->message;
    }
    return row;
}

}  // namespace

Result<AccountFile> AccountFile::open(const std::filesystem::path& file, Durability durability,
                                      bool read_only)
{
    DatabaseOptions options;
    options.durability = durability;
    options.read_only = read_only;
    FileLock lock;
    if (!read_only) {
        auto taken = FileLock::take(file.string() + "-lock", file,
                                    "'" + file.string() + "' is in use by another program");
        if (!taken) return taken.error();
        lock = std::move(*taken);
    }
    auto database = Database::open(file, account_schema(), options);
    if (!database) return database.error();
    return AccountFile{std::move(lock), std::move(*database)};
}

Result<> AccountFile::save(Engine& engine, std::span<const OrderId> touched, Prices prices)
{
    const Engine& saved = engine;
    bool new_day = saved.account().ledger().today() != saved_day_;
    bool adjusted = saved.account().adjustments() != saved_adjustments_;
    bool all = new_day || adjusted || fresh_ || prices == Prices::always;
    bool books = all || saved.executions().size() != saved_executions_;
    if (touched.empty() && !books) return {};
    std::size_t instruments = saved_instruments_;
    auto done = records_.database().transaction([&]() -> Result<> {
        if (auto written = save_instruments(saved); !written) return written;
        std::set<OrderId> once{touched.begin(), touched.end()};
        for (OrderId id : once)
            if (Order* order = engine.store().find(id))
                if (auto written = records_.write(row_of(saved, *order)); !written) return written;
        if (books) {
            if (auto written = save_executions(saved); !written) return written;
            if (auto written = save_positions(engine, all); !written) return written;
            if (auto written = save_books(saved); !written) return written;
        }
        // a tape goes on from here: no saved order may meet a market that was before it
        if (auto written = records_.write(Setting{"now", format_time(saved.now())}); !written)
            return written;
        pass_write_point();
        return {};
    });
    pass_write_point();
    if (!done) {
        saved_instruments_ = instruments;
        return done;
    }
    saved_executions_ = saved.executions().size();
    saved_day_ = saved.account().ledger().today();
    saved_adjustments_ = saved.account().adjustments();
    fresh_ = false;
    return {};
}

Result<> AccountFile::save_instruments(const Engine& engine)
{
    for (; saved_instruments_ < engine.instruments().size(); ++saved_instruments_) {
        auto id = static_cast<InstrumentId>(saved_instruments_);
        auto saved = records_.write(InstrumentRow{id, engine.instruments()[id]});
        if (!saved) return saved;
    }
    return {};
}

Result<> AccountFile::save_executions(const Engine& engine)
{
    for (std::size_t i = saved_executions_; i < engine.executions().size(); ++i) {
        const Execution& e = engine.executions()[i];
        if (auto saved = records_.write(ExecutionRow{i + 1, e, *e.commission}); !saved)
            return saved;
    }
    return {};
}

Result<> AccountFile::save_position(const Engine& engine, const PositionState& position)
{
    auto times = engine.account().times(position.instrument);
    return records_.write(PositionRow{position, times.priced, times.changed});
}

Result<> AccountFile::save_positions(Engine& engine, bool all)
{
    const Ledger& ledger = std::as_const(engine).account().ledger();
    if (all) {
        for (const PositionState& position : ledger.state().positions)
            if (auto saved = save_position(engine, position); !saved) return saved;
        return {};
    }
    std::set<InstrumentId> traded;
    for (std::size_t i = saved_executions_; i < engine.executions().size(); ++i)
        traded.insert(engine.store().find(engine.executions()[i].order_id)->instrument);
    for (InstrumentId id : traded)
        if (auto saved = save_position(engine, ledger.position_state(id)); !saved) return saved;
    return {};
}

Result<> AccountFile::save_books(const Engine& engine)
{
    const FeeBook& fees = engine.account().fees();
    LedgerState state = engine.account().ledger().state_without_positions();
    if (auto saved = first_failure({save_cash(state), save_fees(fees)}); !saved) return saved;
    auto text = [](std::optional<Decimal> value) { return value ? value->str() : std::string{}; };
    std::string month;
    if (auto m = fees.month().month; m.ok())
        month = format_time(TimePoint{std::chrono::sys_days{m / 1}});
    for (const Setting& setting :
         {Setting{"account", engine.options().account},
          Setting{"base_currency", state.base_currency},
          Setting{"today", format_time(TimePoint{state.today})}, Setting{"fee_month", month},
          Setting{"previous_equity", text(state.previous_equity)},
          Setting{"previous_net_liquidation", text(state.previous_net_liquidation)},
          Setting{"sma_at_close", text(state.memorandum.at_close)},
          Setting{"sma_change", state.memorandum.change.str()}})
        if (auto saved = records_.write(setting); !saved) return saved;
    return {};
}

Result<> AccountFile::save_cash(const LedgerState& state)
{
    if (auto cleared =
            first_failure({records_.clear<UnsettledRow>(), records_.clear<DayTradesRow>()});
        !cleared)
        return cleared;
    for (const CashBalance& c : state.cash) {
        if (auto saved = records_.write(CashRow{c}); !saved) return saved;
        for (const UnsettledCash& u : c.unsettled)
            if (auto saved = records_.write(UnsettledRow{c.currency, u}); !saved) return saved;
    }
    for (const auto& rate : state.rates)
        if (auto saved = records_.write(RateRow{rate}); !saved) return saved;
    for (const auto& day : state.day_trades)
        if (auto saved = records_.write(DayTradesRow{day}); !saved) return saved;
    return {};
}

Result<> AccountFile::save_fees(const FeeBook& fees)
{
    for (std::size_t i = 0; i < volume_classes; ++i)
        if (auto saved = records_.write(MonthVolumeRow{i, fees.month().volume[i]}); !saved)
            return saved;
    if (auto cleared = records_.clear<OrderFeesRow>(); !cleared) return cleared;
    for (const OrderFees& order : fees.orders())
        if (auto saved = records_.write(OrderFeesRow{order}); !saved) return saved;
    return {};
}

}  // namespace trademind::paper
