// Reads a paper account from its file.
#include "brokers/paper/store/account_file.hpp"
#include "brokers/paper/store/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace trademind::paper {
namespace {

Error make_error(int code, std::string_view category, std::string message)
{
    if (category == "tws") return make_tws_error(code, std::move(message));
    return {error_code{code, broker_category()}, std::move(message)};
}

std::string value_of(const std::map<std::string, std::string>& settings, const std::string& key)
{
    auto found = settings.find(key);
    return found == settings.end() ? std::string{} : found->second;
}

}  // namespace

Result<AccountFile::Settings> AccountFile::settings()
{
    auto rows = records_.read<Setting>();
    if (!rows) return rows.error();
    Settings settings;
    for (auto& row : *rows) settings.emplace(std::move(row.key), std::move(row.value));
    return settings;
}

Result<AccountFile::Owner> AccountFile::owner()
{
    auto kept = settings();
    if (!kept) return kept.error();
    return Owner{value_of(*kept, "account"), value_of(*kept, "base_currency")};
}

Result<> AccountFile::take_alone()
{
    // SQLite leaves write-ahead logging only where one connection has the file
    Database& database = records_.database();
    std::string mode;
    auto left = database.query("PRAGMA journal_mode=DELETE", {},
                               [&](const SqlRow& row) { mode = row.text(0); });
    if (left && mode == "delete") return {};
    return Error{Errc::input_output,
                 fmt::format("'{}' is in use by another program", database.file().string())};
}

Result<> AccountFile::load(Engine& engine, const std::string& account)
{
    std::string file = records_.database().file().string();
    auto kept = settings();
    if (!kept) return kept.error();
    if (kept->empty()) return {};
    if (auto owner = value_of(*kept, "account"); owner != account)
        return Error{Errc::config,
                     fmt::format("'{}' keeps account '{}', not '{}'", file, owner, account)};
    if (auto base = value_of(*kept, "base_currency"); base != engine.options().base_currency)
        return Error{Errc::config, fmt::format("'{}' keeps an account in {}, not in {}", file, base,
                                               engine.options().base_currency)};
    try {
        for (auto part : {&AccountFile::load_instruments, &AccountFile::load_orders,
                          &AccountFile::load_executions})
            if (auto done = (this->*part)(engine); !done) return done;
        for (auto part : {&AccountFile::load_books, &AccountFile::load_fees})
            if (auto done = (this->*part)(engine, *kept); !done) return done;
    } catch (const std::exception& e) {
        return Error{Errc::input_output, fmt::format("'{}' cannot be read: {}", file, e.what())};
    }
    fresh_ = false;
    saved_executions_ = engine.executions().size();
    saved_day_ = engine.account().ledger().today();
    engine.resume(parse_time(value_of(*kept, "now")).value_or(TimePoint{}));
    return {};
}

Result<> AccountFile::load_instruments(Engine& engine)
{
    auto rows = records_.read<InstrumentRow>();
    if (!rows) return rows.error();
    std::vector<ContractDetails> listed;
    for (auto& row : *rows) listed.push_back(std::move(row.details));
    // the file's numbers are the engine's: what the options list comes behind, or is found again
    engine.relist(listed);
    saved_instruments_ = listed.size();
    return {};
}

Result<> AccountFile::load_orders(Engine& engine)
{
    Order any;
    return records_.each(OrderRow{&any, {}, {}, {}, {}, {}, {}, {}}, [&](const SqlRow& columns) {
        Order& order = engine.store().restore(OrderId{columns.integer(0)});
        OrderRow row{&order, {}, {}, {}, {}, {}, {}, {}};
        RowReader in{columns};
        OrderRow::describe(in, row);
        order.limit_price = row.limit_price;
        order.stop_price = row.stop_price;
        order.working_price = row.relative_price.value_or(Decimal{});
        if (!in.found_any()) return;
        if (row.error_code)
            row.rare.error = make_error(static_cast<int>(*row.error_code), row.error_category,
                                        std::move(row.error_message));
        order.rarely() = std::move(row.rare);
    });
}

Result<> AccountFile::load_executions(Engine& engine)
{
    auto rows = records_.read<ExecutionRow>();
    if (!rows) return rows.error();
    for (auto& row : *rows) {
        row.commission.execution_id = row.execution.id;
        row.execution.commission = std::move(row.commission);
        engine.restore_execution(std::move(row.execution));
    }
    return {};
}

Result<> AccountFile::load_books(Engine& engine, const Settings& settings)
{
    LedgerState state;
    state.base_currency = value_of(settings, "base_currency");
    auto today = parse_time(value_of(settings, "today"));
    if (!today) throw std::runtime_error{"'today' is not known"};
    state.today = std::chrono::floor<std::chrono::days>(*today);
    state.previous_equity = Decimal::parse(value_of(settings, "previous_equity"));
    state.previous_net_liquidation = Decimal::parse(value_of(settings, "previous_net_liquidation"));
    state.memorandum.at_close = Decimal::parse(value_of(settings, "sma_at_close"));
    if (auto change = Decimal::parse(value_of(settings, "sma_change")))
        state.memorandum.change = *change;

    auto positions = records_.read<PositionRow>();
    if (!positions) return positions.error();
    for (auto& row : *positions) {
        row.state.contract = engine.instruments().contract(row.state.instrument);
        state.positions.push_back(row.state);
    }
    auto cash = records_.read<CashRow>();
    if (!cash) return cash.error();
    for (auto& row : *cash) state.cash.push_back(std::move(row.cash));
    auto unsettled = records_.read<UnsettledRow>();
    if (!unsettled) return unsettled.error();
    for (auto& row : *unsettled) {
        auto its = std::ranges::find(state.cash, row.currency, &CashBalance::currency);
        if (its != state.cash.end()) its->unsettled.push_back(row.cash);
    }
    auto rates = records_.read<RateRow>();
    if (!rates) return rates.error();
    for (auto& row : *rates) state.rates.push_back(std::move(row.rate));
    auto days = records_.read<DayTradesRow>();
    if (!days) return days.error();
    for (auto& row : *days) state.day_trades.push_back(row.day);
    engine.account().restore(state);
    for (const auto& row : *positions)
        engine.account().restore_times(row.state.instrument, {row.priced, row.changed});
    return {};
}

Result<> AccountFile::load_fees(Engine& engine, const Settings& settings)
{
    MonthVolumes month;
    if (auto start = parse_time(value_of(settings, "fee_month"))) {
        std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(*start)};
        month.month = day.year() / day.month();
    }
    auto volumes = records_.read<MonthVolumeRow>();
    if (!volumes) return volumes.error();
    for (const auto& row : *volumes)
        if (row.volume_class < volume_classes) month.volume[row.volume_class] = row.volume;
    auto orders = records_.read<OrderFeesRow>();
    if (!orders) return orders.error();
    std::vector<OrderFees> fees;
    for (const auto& row : *orders) fees.push_back(row.fees);
    engine.account().fees().restore(month, fees);
    return {};
}

}  // namespace trademind::paper
