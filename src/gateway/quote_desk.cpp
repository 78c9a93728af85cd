// Streams of quotes.
#include "gateway/quote_desk.hpp"

#include "gateway/contract_messages.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace trademind::gateway {
namespace {

/// TWS ends a snapshot after so long, whatever came.
constexpr Duration longest_snapshot = std::chrono::seconds{11};
constexpr int most_depth_rows = 20;

std::int64_t seconds_of(TimePoint time)
{
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

double double_of(const std::optional<Decimal>& d)
{
    return d ? d->to_double() : 0.0;
}

}  // namespace

struct QuoteDesk::QuoteStream {
    QuoteStream(int request_id, bool delayed) : ticks{request_id, delayed} {}
    QuoteTicks ticks;
    Quote latest;
    bool held_back = false, is_snapshot = false;
    Subscription quotes, deadline;
};

struct QuoteDesk::DepthStream {
    int request_id{};
    std::size_t rows{};
    bool is_smart{};
    /// By side: 0 ask, 1 bid.
    std::array<std::vector<std::pair<Decimal, Decimal>>, 2> told;
    Subscription quotes;
};

struct QuoteDesk::TickStream {
    int request_id{};
    ibkr::TickByTick::Type type{};
    Quote told;
    Subscription quotes;
};

bool QuoteDesk::may_add(Session& client, int request_id) const
{
    if (quotes_.contains(request_id) || depths_.contains(request_id) ||
        ticks_.contains(request_id)) {
        floor_.error(client, request_id, code_duplicate_ticker_id, "Duplicate ticker id");
        return false;
    }
    if (streams() >= most_streams) {
        floor_.error(client, request_id, 101, "Max number of tickers has been reached.");
        return false;
    }
    return true;
}

bool QuoteDesk::may_tell(const Session& client) const
{
    return !client.is_congested() && !floor_.faults.quotes_stand();
}

void QuoteDesk::forget()
{
    quotes_.clear();
    depths_.clear();
    ticks_.clear();
}

void QuoteDesk::on(Session& client, const ibkr::MarketDataTypeRequest& request)
{
    if (request.market_data_type < 1 || request.market_data_type > 4)
        return floor_.error(client, ibkr::ErrorMessage::no_request, code_bad_request,
                            "Error validating request.-'gateway' : cause - Invalid market data "
                            "type: " +
                                std::to_string(request.market_data_type));
    data_type_ = request.market_data_type;
}

void QuoteDesk::on(Session& client, const ibkr::MarketDataRequest& request)
{
    int id = request.request_id;
    if (!may_add(client, id)) return;
    if (request.regulatory_snapshot)
        return floor_.error(client, id, 10170, "No permissions for regulatory snapshot");
    bool delayed = data_type_ >= 3;
    auto stream = std::make_shared<QuoteStream>(id, delayed);
    stream->is_snapshot = request.snapshot;
    quotes_[id] = stream;
    ibkr::MarketDataType type;
    type.request_id = id;
    type.market_data_type = delayed ? 3 : 1;
    client.send(type);
    ibkr::TickRequestParameters parameters;
    parameters.request_id = id;
    parameters.min_tick = Decimal::from_raw(Decimal::one / 100);
    parameters.bbo_exchange = "9c0001";
    parameters.snapshot_permissions = 3;
    client.send(parameters);
    auto session = client.weak_from_this();
    auto weak = std::weak_ptr{stream};
    stream->quotes = floor_.broker->watch(
        contract_of(request.contract),
        [this, session, weak](const Quote& quote) {
            auto to = session.lock();
            auto held = weak.lock();
            if (!to || !held) return;
            auto close = held->latest.close;
            held->latest = quote;
            if (!quote.close) held->latest.close = close ? close : store_.previous_close(quote);
            send(*to, *held);
        },
        [this, session, id](const Error& error) {
            auto to = session.lock();
            if (!to || quotes_.erase(id) == 0) return;
            floor_.error(*to, id, error, About::quotes);
        });
    auto check = [this, id](Session& to, const Result<std::vector<ContractDetails>>& found) {
        if (found || found.error() != Errc::unknown_contract || quotes_.erase(id) == 0) return;
        floor_.error(to, id, found.error(), About::quotes);
    };
    floor_.broker->find_contracts(contract_of(request.contract),
                                  floor_.for_session(client, std::move(check)));
    if (!request.snapshot || !quotes_.contains(id)) return;
    stream->deadline = floor_.broker->clock()->after(
        longest_snapshot, floor_.broker->get_executor(), [this, session, id] {
            if (auto to = session.lock()) end_snapshot(*to, id);
        });
}

void QuoteDesk::send(Session& client, QuoteStream& stream)
{
    stream.held_back = !may_tell(client);
    if (stream.held_back) return;
    stream.ticks.send(client, stream.latest);
    if (!stream.is_snapshot || !stream.ticks.is_whole()) return;
    auto at = std::ranges::find_if(quotes_, [&](auto& s) { return s.second.get() == &stream; });
    if (at != quotes_.end()) end_snapshot(client, at->first);
}

void QuoteDesk::end_snapshot(Session& client, int request_id)
{
    auto at = quotes_.find(request_id);
    if (at == quotes_.end()) return;
    auto stream = std::move(at->second);
    quotes_.erase(at);
    ibkr::TickSnapshotEnd end;
    end.request_id = request_id;
    client.send(end);
    // the stream may be in the middle of telling a quote
    boost::asio::post(floor_.broker->get_executor(), [stream = std::move(stream)] {});
}

void QuoteDesk::drained(Session& client)
{
    for (auto all = quotes_; auto& [id, stream] : all)
        if (stream->held_back) send(client, *stream);
}

void QuoteDesk::on(Session& client, const ibkr::CancelMarketData& request)
{
    if (quotes_.erase(request.request_id) == 0)
        floor_.error(client, request.request_id, 300,
                     "Can't find EId with tickerId:" + std::to_string(request.request_id));
}

template <class Stream>
void QuoteDesk::follow(Session& client, Streams<Stream>& streams, int id,
                       std::shared_ptr<Stream> stream, const ibkr::Contract& contract)
{
    streams[id] = stream;
    auto session = client.weak_from_this();
    stream->quotes = floor_.broker->watch(
        contract_of(contract),
        [this, session, weak = std::weak_ptr{stream}](const Quote& quote) {
            auto to = session.lock();
            auto held = weak.lock();
            if (to && held && may_tell(*to)) send(*to, *held, quote);
        },
        [this, session, id, &streams](const Error& error) {
            auto to = session.lock();
            if (to && streams.erase(id) != 0) floor_.error(*to, id, error, About::quotes);
        });
}

void QuoteDesk::on(Session& client, const ibkr::MarketDepthRequest& request)
{
    int id = request.request_id;
    if (!may_add(client, id)) return;
    auto stream = std::make_shared<DepthStream>();
    stream->request_id = id;
    stream->rows = static_cast<std::size_t>(
        std::clamp(request.number_of_rows <= 0 ? 5 : request.number_of_rows, 1, most_depth_rows));
    stream->is_smart = request.is_smart_depth;
    follow(client, depths_, id, std::move(stream), request.contract);
}

/// The top of the book is the market's; the levels behind it are made up, a tick apart.
void QuoteDesk::send(Session& client, DepthStream& stream, const Quote& quote)
{
    const Decimal tick = Decimal::from_raw(Decimal::one / 100);
    for (int side : {0, 1}) {
        const auto& price = side == 1 ? quote.bid : quote.ask;
        const auto& size = side == 1 ? quote.bid_size : quote.ask_size;
        std::vector<std::pair<Decimal, Decimal>> levels;
        for (std::size_t n = 0; price && n < stream.rows; ++n) {
            auto away = tick * Decimal{static_cast<std::int64_t>(n)};
            levels.emplace_back(
                side == 1 ? *price - away : *price + away,
                size.value_or(Decimal{1}) + Decimal{static_cast<std::int64_t>(100 * n)});
        }
        auto& told = stream.told[static_cast<std::size_t>(side)];
        for (std::size_t n = 0; n < std::max(levels.size(), told.size()); ++n) {
            bool is_gone = n >= levels.size(), is_new = n >= told.size();
            if (!is_gone && !is_new && levels[n] == told[n]) continue;
            ibkr::MarketDepthL2 level;
            level.request_id = stream.request_id;
            level.row.position = static_cast<int>(is_gone ? levels.size() : n);
            level.row.operation = is_new ? 0 : is_gone ? 2 : 1;
            level.row.side = side;
            level.row.price = is_gone ? 0.0 : levels[n].first.to_double();
            level.row.size = is_gone ? Decimal{} : levels[n].second;
            level.row.market_maker = "SIM";
            level.row.is_smart_depth = stream.is_smart;
            client.send(level);
        }
        told = std::move(levels);
    }
}

void QuoteDesk::on(Session& client, const ibkr::CancelMarketDepth& request)
{
    if (depths_.erase(request.request_id) == 0)
        floor_.error(client, request.request_id, 310,
                     "Can't find the subscribed market depth with tickerId:" +
                         std::to_string(request.request_id));
}

void QuoteDesk::on(Session& client, const ibkr::TickByTickRequest& request)
{
    int id = request.request_id;
    if (!may_add(client, id)) return;
    using Type = ibkr::TickByTick::Type;
    auto type = request.tick_type == "Last"       ? Type::last
                : request.tick_type == "AllLast"  ? Type::all_last
                : request.tick_type == "BidAsk"   ? Type::bid_ask
                : request.tick_type == "MidPoint" ? Type::midpoint
                                                  : Type::none;
    if (type == Type::none)
        return floor_.error(client, id, code_bad_request,
                            "Error validating request.-'gateway' : cause - Invalid tick type: " +
                                std::string{request.tick_type});
    auto stream = std::make_shared<TickStream>();
    stream->request_id = id;
    stream->type = type;
    follow(client, ticks_, id, std::move(stream), request.contract);
}

void QuoteDesk::send(Session& client, TickStream& stream, const Quote& quote)
{
    using Type = ibkr::TickByTick::Type;
    auto told = std::exchange(stream.told, quote);
    ibkr::TickByTick tick;
    tick.request_id = stream.request_id;
    tick.tick_type = stream.type;
    auto time = seconds_of(quote.time);
    if (stream.type == Type::last || stream.type == Type::all_last) {
        bool is_print = quote.last && (told.last != quote.last || told.volume != quote.volume ||
                                       told.last_time != quote.last_time);
        if (!is_print) return;
        auto& last = tick.last.emplace();
        last.time = time;
        last.price = quote.last->to_double();
        last.size = quote.last_size.value_or(Decimal{});
        last.exchange = "SIM";
    } else if (told.bid == quote.bid && told.ask == quote.ask && told.bid_size == quote.bid_size &&
               told.ask_size == quote.ask_size) {
        return;
    } else if (stream.type == Type::bid_ask) {
        if (!quote.bid || !quote.ask) return;
        auto& both = tick.bid_ask.emplace();
        both.time = time;
        both.bid_price = double_of(quote.bid);
        both.ask_price = double_of(quote.ask);
        both.bid_size = quote.bid_size.value_or(Decimal{});
        both.ask_size = quote.ask_size.value_or(Decimal{});
    } else {
        auto midpoint = quote.midpoint();
        if (!midpoint) return;
        auto& mid = tick.midpoint.emplace();
        mid.time = time;
        mid.price = midpoint->to_double();
    }
    client.send(tick);
}

void QuoteDesk::on(Session& client, const ibkr::CancelTickByTick& request)
{
    if (ticks_.erase(request.request_id) == 0)
        floor_.error(client, request.request_id, 10190,
                     "Can't find the tick-by-tick request with tickerId:" +
                         std::to_string(request.request_id));
}

}  // namespace trademind::gateway
