// The desk's instruments and their data.
#include "mock/mock_desk.hpp"

#include <trademind/brokers/ibkr/messages/contract_details.hpp>
#include <trademind/brokers/ibkr/messages/history_requests.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace trademind::test {

using namespace ibkr;

namespace {

constexpr int tick_bid = 1, tick_ask = 2, tick_last = 4;
constexpr int tick_high = 6, tick_low = 7, tick_volume = 8, tick_close = 9, tick_open = 14;
constexpr int tick_bid_size = 0, tick_ask_size = 3, tick_last_size = 5, tick_last_time = 45;

}  // namespace

MockDesk::MockDesk(MockTws& tws) : tws_{&tws}
{
    tws.accounts(account_);
    attach_orders();
    attach_account();
    attach_market();
    attach_history();
    tws.on_closed([this](MockSession& session) {
        auto gone = session.number();
        std::erase_if(lines_, [gone](const Line& line) { return line.session == gone; });
        std::erase_if(summaries_, [gone](const auto& one) { return one.first == gone; });
        std::erase(position_streams_, gone);
        std::erase(account_streams_, gone);
    });
}

DeskInstrument& MockDesk::add(DeskInstrument instrument)
{
    if (instrument.con_id == 0) instrument.con_id = next_con_id_++;
    if (instrument.local_symbol.empty()) instrument.local_symbol = instrument.symbol;
    if (instrument.long_name.empty()) instrument.long_name = instrument.symbol;
    instruments_.push_back(std::make_unique<DeskInstrument>(std::move(instrument)));
    return *instruments_.back();
}

DeskInstrument& MockDesk::add_stock(std::string symbol, int con_id)
{
    DeskInstrument stock;
    stock.symbol = std::move(symbol);
    stock.con_id = con_id;
    stock.trading_class = "NMS";
    return add(std::move(stock));
}

DeskInstrument* MockDesk::find(std::string_view symbol)
{
    auto at = std::ranges::find(instruments_, symbol, &DeskInstrument::symbol);
    return at == instruments_.end() ? nullptr : at->get();
}

Contract MockDesk::contract_of(const DeskInstrument& instrument) const
{
    Contract contract;
    contract.con_id = instrument.con_id;
    contract.symbol = instrument.symbol;
    contract.sec_type = instrument.sec_type;
    contract.exchange = instrument.exchange;
    contract.primary_exchange = instrument.primary_exchange;
    contract.currency = instrument.currency;
    contract.local_symbol = instrument.local_symbol;
    contract.trading_class = instrument.trading_class;
    contract.last_trade_date_or_contract_month = instrument.expiry;
    contract.right = instrument.right;
    if (instrument.strike) contract.strike = instrument.strike->to_double();
    if (instrument.multiplier != Decimal{1})
        contract.multiplier.number = instrument.multiplier.to_double();
    return contract;
}

Contract MockDesk::row_of(const DeskInstrument& instrument) const
{
    auto contract = contract_of(instrument);
    contract.exchange = contract.primary_exchange = "";
    if (instrument.sec_type == "STK") contract.exchange = instrument.primary_exchange;
    return contract;
}

DeskInstrument* MockDesk::find(const Contract& contract)
{
    if (contract.con_id == 0) return find(contract.symbol);
    auto at = std::ranges::find(instruments_, contract.con_id,
                                [](const auto& instrument) { return instrument->con_id; });
    return at == instruments_.end() ? nullptr : at->get();
}

std::optional<std::pair<int, std::string>> MockDesk::fault_of(const Contract& contract)
{
    auto missing = [] {
        return std::pair{321, std::string{"Error validating request.-'bF' : cause - Missing order "
                                          "exchange."}};
    };
    if (contract.exchange.empty()) return missing();
    if (contract.sec_type == "BAG") {
        bool whole = std::ranges::none_of(contract.combo_legs,
                                          [](const auto& leg) { return leg.exchange.empty(); });
        return whole ? std::nullopt : std::optional{missing()};
    }
    const auto* known = find(contract);
    // SMART routes only what its details say
    bool routed = known && (known->exchange == contract.exchange ||
                            (contract.exchange != "SMART" && known->exchange == "SMART"));
    if (!routed) return {{200, "No security definition has been found for the request"}};
    if (contract.con_id == 0) return std::nullopt;
    auto differs = [](std::string_view told, std::string_view own) {
        return !told.empty() && told != own;
    };
    bool other = differs(contract.symbol, known->symbol) ||
                 differs(contract.sec_type, known->sec_type) ||
                 differs(contract.currency, known->currency) ||
                 differs(contract.last_trade_date_or_contract_month, known->expiry) ||
                 differs(contract.right, known->right);
    if (!other) return std::nullopt;
    return {
        {478, "Parameters in request conflicts with contract parameters received by contract id"}};
}

std::string MockDesk::time_now() const
{
    // "20260105-14:30:00": UTC, as TWS writes it when it is set to
    auto text = format_time(std::chrono::floor<std::chrono::seconds>(tws_->clock()->now()));
    return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2) + "-" + text.substr(11, 8);
}

void MockDesk::quote(std::string_view symbol, Decimal bid, Decimal ask, std::optional<Decimal> last,
                     Decimal size)
{
    auto* instrument = find(symbol);
    if (!instrument) throw std::logic_error{"MockDesk: no instrument " + std::string{symbol}};
    instrument->bid = bid;
    instrument->ask = ask;
    if (last) instrument->last = last;
    instrument->size = size;
    // a copy: whoever hears a tick may unsubscribe
    for (auto lines = lines_; const auto& line : lines)
        if (line.symbol == symbol)
            if (auto* session = tws_->find_session_number(line.session))
                send_ticks(*instrument, *session, line.request_id);
    if (matching_) match_all(symbol);
}

void MockDesk::send_ticks(const DeskInstrument& instrument, MockSession& session, int request_id)
{
    auto price = [&](int type, const std::optional<Decimal>& value) {
        if (!value) return;
        TickPrice tick;
        tick.request_id = request_id;
        tick.tick_type = type;
        tick.price = value->to_double();
        tick.size = instrument.size;
        session.send(tick);
    };
    auto send_size = [&](int type, Decimal value) {
        TickSize tick;
        tick.request_id = request_id;
        tick.tick_type = type;
        tick.size = value;
        session.send(tick);
    };
    auto size = [&](int type) { send_size(type, instrument.size); };
    price(tick_bid, instrument.bid);
    if (instrument.bid) size(tick_bid_size);
    price(tick_ask, instrument.ask);
    if (instrument.ask) size(tick_ask_size);
    price(tick_last, instrument.last);
    price(tick_high, instrument.high);
    price(tick_low, instrument.low);
    price(tick_close, instrument.close);
    price(tick_open, instrument.open);
    if (instrument.volume) send_size(tick_volume, *instrument.volume);
    if (!instrument.last) return;
    size(tick_last_size);
    TickString time;
    time.request_id = request_id;
    time.tick_type = tick_last_time;
    auto seconds = std::to_string(
        std::chrono::floor<std::chrono::seconds>(tws_->clock()->now()).time_since_epoch().count());
    time.value = seconds;
    session.send(time);
}

void MockDesk::attach_market()
{
    tws_->on<MarketDataTypeRequest>([this](MockSession&, const MarketDataTypeRequest& request) {
        market_data_type_ = request.market_data_type;
    });
    tws_->on<MarketDataRequest>([this](MockSession& session, const MarketDataRequest& request) {
        if (auto fault = fault_of(request.contract))
            return session.send_error(request.request_id, fault->first, fault->second);
        auto* instrument = find(request.contract);
        TickRequestParameters parameters;
        parameters.request_id = request.request_id;
        parameters.min_tick = instrument->min_tick;
        parameters.bbo_exchange = "9c0001";
        parameters.snapshot_permissions = 3;
        session.send(parameters);
        MarketDataType type;
        type.request_id = request.request_id;
        type.market_data_type = market_data_type_;
        session.send(type);
        send_ticks(*instrument, session, request.request_id);
        if (request.snapshot) {
            TickSnapshotEnd end;
            end.request_id = request.request_id;
            return session.send(end);
        }
        lines_.push_back({session.number(), request.request_id, instrument->symbol});
    });
    tws_->on<CancelMarketData>([this](MockSession& session, const CancelMarketData& request) {
        auto gone = std::erase_if(lines_, [&](const Line& line) {
            return line.session == session.number() && line.request_id == request.request_id;
        });
        if (gone == 0)
            session.send_error(request.request_id, 300,
                               fmt::format("Can't find EId with tickerId:{}", request.request_id));
    });
    tws_->on<ContractDataRequest>([this](MockSession& session, const ContractDataRequest& request) {
        bool any = false;
        for (const auto& instrument : instruments_) {
            const auto& asked = request.contract;
            if (asked.con_id != 0
                    ? asked.con_id != instrument->con_id
                    : asked.symbol != instrument->symbol ||
                          (!asked.sec_type.empty() && asked.sec_type != instrument->sec_type))
                continue;
            any = true;
            ContractData answer;
            answer.request_id = request.request_id;
            answer.contract = contract_of(*instrument);
            answer.details.market_name = instrument->trading_class;
            answer.details.min_tick = instrument->min_tick;
            answer.details.size_increment = instrument->size_increment;
            answer.details.valid_exchanges = "SMART,NASDAQ";
            answer.details.order_types = "ACTIVETIM,DAY,GTC,LMT,MKT,STP,STPLMT,WHATIF";
            answer.details.long_name = instrument->long_name;
            answer.details.time_zone_id = "US/Eastern";
            answer.details.trading_hours = instrument->trading_hours;
            answer.details.liquid_hours = instrument->liquid_hours;
            session.send(answer);
        }
        if (!any)
            return session.send_error(request.request_id, 200,
                                      "No security definition has been found for the request");
        ContractDataEnd end;
        end.request_id = request.request_id;
        session.send(end);
    });
}

void MockDesk::bars(std::string_view symbol, std::vector<DeskBar> bars)
{
    bars_.insert_or_assign(std::string{symbol}, std::move(bars));
}

void MockDesk::attach_history()
{
    tws_->on<HistoricalDataRequest>(
        [this](MockSession& session, const HistoricalDataRequest& request) {
            auto known = bars_.find(request.contract.symbol);
            if (known == bars_.end() || known->second.empty())
                return session.send_error(
                    request.request_id, 162,
                    "Historical Market Data Service error message:HMDS query returned no "
                    "data");
            HistoricalData answer;
            answer.request_id = request.request_id;
            answer.start_date = known->second.front().date;
            answer.end_date = known->second.back().date;
            for (const auto& bar : known->second) {
                HistoricalBar row;
                row.date = bar.date;
                row.open = bar.open.to_double();
                row.high = bar.high.to_double();
                row.low = bar.low.to_double();
                row.close = bar.close.to_double();
                row.volume = bar.volume;
                row.wap = bar.close;
                row.count = 1;
                answer.bars.push_back(row);
            }
            session.send(answer);
            if (session.version() < Version::historical_data_end) return;
            HistoricalDataEnd end;
            end.request_id = request.request_id;
            end.start_date = answer.start_date;
            end.end_date = answer.end_date;
            session.send(end);
        });
    tws_->on<CancelHistoricalData>([](MockSession&, const CancelHistoricalData&) {});
}

}  // namespace trademind::test
