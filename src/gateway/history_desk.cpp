// Answers to requests for history.
#include "gateway/history_desk.hpp"

#include "base/time_zone.hpp"
#include "domain/history_text.hpp"
#include "gateway/contract_messages.hpp"
#include "gateway/order_messages.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <list>
#include <map>
#include <string>
#include <utility>

namespace trademind::gateway {
namespace {

using namespace std::chrono;

constexpr int as_epoch = 2;

/// A time as the client asked for it: dates of days stay dates.
std::string bar_time(TimePoint time, Duration size, int format)
{
    if (size >= days{1}) return fmt::format("{:%Y%m%d}", floor<seconds>(time));
    if (format == as_epoch) return std::to_string(floor<seconds>(time).time_since_epoch().count());
    return zoned_time(time);
}

ibkr::HistoricalBar bar_message(const Bar& bar, std::string_view date)
{
    ibkr::HistoricalBar out;
    out.date = date;
    out.open = bar.open.to_double();
    out.high = bar.high.to_double();
    out.low = bar.low.to_double();
    out.close = bar.close.to_double();
    // -1: this kind of bar has none
    out.volume = bar.volume.value_or(Decimal{-1});
    out.wap = bar.weighted_average.value_or(bar.volume ? bar.close : Decimal{-1});
    out.count = bar.volume ? bar.trade_count : -1;
    return out;
}

HistoryRequest request_of(const ibkr::HistoricalDataRequest& request)
{
    HistoryRequest out{contract_of(request.contract)};
    out.bar_size = request.bar_size_setting;
    out.duration = request.duration;
    out.what_to_show = request.what_to_show;
    out.regular_hours = request.use_rth;
    return out;
}

}  // namespace

void HistoryDesk::on(Session& client, const ibkr::HistoricalDataRequest& request)
{
    int id = request.request_id;
    auto wanted = request_of(request);
    auto invalid = [&](const std::string& what) {
        floor_.error(client, id, code_bad_request,
                     "Error validating request.-'gateway' : cause - " + what);
    };
    if (streams_.contains(id))
        return floor_.error(client, id, code_duplicate_ticker_id, "Duplicate ticker id");
    if (!parse_bar_size(wanted.bar_size))
        return invalid(
            "Historical data bar size setting is invalid. Legal ones are: 1 secs, 5 "
            "secs, ... 1 month");
    if (!parse_history_span(wanted.duration))
        return invalid("Historical data duration is invalid: " + wanted.duration);
    if (!parse_bar_price(wanted.what_to_show))
        return floor_.error(client, id, code_history_error,
                            "Historical Market Data Service error message:No historical market "
                            "data of " +
                                wanted.what_to_show);
    if (!request.end_date_time.empty()) {
        wanted.end = parse_tws_time(request.end_date_time, "America/New_York");
        if (!wanted.end)
            return floor_.error(client, id, 10314,
                                "End Date/Time: The date, time, or time-zone entered is invalid.");
        if (request.keep_up_to_date) return invalid("End date not supported with keepUpToDate");
    }
    if (request.keep_up_to_date && streams_.size() >= most_streams)
        return floor_.error(client, id, code_history_error, "Too many open historical requests");
    auto then = [this, id, wanted, format = request.format_date, keeps = request.keep_up_to_date](
                    Session& to, Result<std::vector<Bar>> bars) {
        if (!bars) return floor_.error(to, id, bars.error(), About::history);
        answer(to, id, wanted, format, *bars);
        if (keeps) keep_up(to, id, wanted, format);
    };
    // what is not known is told at once, and not looked for in the market
    auto find = [this, id, wanted, then](Session& to, Result<std::vector<ContractDetails>> found) {
        if (!found) return floor_.error(to, id, found.error(), About::contract);
        store_.bars(wanted, floor_.for_session(to, then));
    };
    floor_.broker->find_contracts(wanted.contract, floor_.for_session(client, std::move(find)));
}

void HistoryDesk::answer(Session& to, int id, const HistoryRequest& wanted, int format,
                         const std::vector<Bar>& bars)
{
    auto size = *parse_bar_size(wanted.bar_size);
    auto end = wanted.end.value_or(floor_.now());
    auto last = zoned_time(end);
    auto first = zoned_time(end - parse_history_span(wanted.duration)->length());
    std::list<std::string> dates;
    ibkr::HistoricalData message;
    message.request_id = id;
    message.start_date = first;
    message.end_date = last;
    for (const auto& bar : bars)
        message.bars.push_back(
            bar_message(bar, dates.emplace_back(bar_time(bar.time, size, format))));
    to.send(message);
    if (to.version() < Version::historical_data_end) return;
    ibkr::HistoricalDataEnd over;
    over.request_id = id;
    over.start_date = first;
    over.end_date = last;
    to.send(over);
}

void HistoryDesk::keep_up(Session& client, int id, const HistoryRequest& wanted, int format)
{
    auto feed = store_.feed(wanted.contract);
    if (!feed)
        return floor_.error(client, id, code_history_error, "Too many instruments are followed");
    auto size = *parse_bar_size(wanted.bar_size);
    auto kind = *parse_bar_price(wanted.what_to_show);
    auto session = client.weak_from_this();
    streams_[id] = feed->listen([session, id, size, kind, format, weak = std::weak_ptr{feed}](
                                    BarPrice told, const Bar& bar) {
        auto to = session.lock();
        auto source = weak.lock();
        if (told != kind || !to || !source || to->is_congested()) return;
        auto start = bar.time - bar.time.time_since_epoch() % size;
        auto bars = source->bars(kind, size, start, bar.time + BarFeed::length);
        if (bars.empty()) return;
        auto date = bar_time(bars.back().time, size, format);
        ibkr::HistoricalDataUpdate update;
        update.request_id = id;
        update.bar = bar_message(bars.back(), date);
        to->send(update);
    });
}

void HistoryDesk::on(Session& client, const ibkr::CancelHistoricalData& request)
{
    if (streams_.erase(request.request_id) == 0)
        floor_.error(client, request.request_id, code_history_error,
                     "Historical Market Data Service error message:API historical data query "
                     "cancelled: " +
                         std::to_string(request.request_id));
}

void HistoryDesk::on(Session& client, const ibkr::RealTimeBarsRequest& request)
{
    int id = request.request_id;
    auto kind = parse_bar_price(request.what_to_show);
    if (streams_.contains(id))
        return floor_.error(client, id, code_duplicate_ticker_id, "Duplicate ticker id");
    if (!kind)
        return floor_.error(client, id, code_bad_request,
                            "Error validating request.-'gateway' : cause - Invalid whatToShow: " +
                                std::string{request.what_to_show});
    auto feed =
        streams_.size() < most_streams ? store_.feed(contract_of(request.contract)) : nullptr;
    if (!feed) return floor_.error(client, id, 420, "Too many real time bars are followed");
    if (feed->failed()) return floor_.error(client, id, *feed->failed(), About::quotes);
    auto session = client.weak_from_this();
    streams_[id] = feed->listen([session, id, kind](BarPrice told, const Bar& bar) {
        auto to = session.lock();
        if (told != *kind || !to || to->is_congested()) return;
        ibkr::RealTimeBar message;
        message.request_id = id;
        message.time = floor<seconds>(bar.time).time_since_epoch().count();
        message.open = bar.open.to_double();
        message.high = bar.high.to_double();
        message.low = bar.low.to_double();
        message.close = bar.close.to_double();
        message.volume = bar.volume.value_or(Decimal{});
        message.wap = bar.weighted_average.value_or(bar.close);
        message.count = bar.trade_count;
        to->send(message);
    });
}

void HistoryDesk::on(Session& client, const ibkr::CancelRealTimeBars& request)
{
    if (streams_.erase(request.request_id) == 0)
        floor_.error(client, request.request_id, 300,
                     "Can't find EId with tickerId:" + std::to_string(request.request_id));
}

void HistoryDesk::on(Session& client, const ibkr::HeadTimestampRequest& request)
{
    // the first day of the year that the made-up past reaches in full
    year_month_day first{floor<days>(floor_.now() - BarStore::longest_past)};
    TimePoint when = sys_days{(first.year() + years{1}) / January / 2} + hours{14} + minutes{30};
    auto then = [this, id = request.request_id, when, format = request.format_date](
                    Session& to, Result<std::vector<ContractDetails>> found) {
        if (!found) return floor_.error(to, id, found.error(), About::contract);
        auto text = format == as_epoch
                        ? std::to_string(floor<seconds>(when).time_since_epoch().count())
                        : format_tws_time(when);
        ibkr::HeadTimestamp answer;
        answer.request_id = id;
        answer.head_timestamp = text;
        to.send(answer);
    };
    floor_.broker->find_contracts(contract_of(request.contract),
                                  floor_.for_session(client, std::move(then)));
}

void HistoryDesk::on(Session& client, const ibkr::HistogramDataRequest& request)
{
    // "3 days" of minutes, by price
    HistoryRequest wanted{contract_of(request.contract)};
    auto period = std::string{request.time_period};
    auto blank = period.find(' ');
    wanted.duration =
        blank == std::string::npos
            ? "1 D"
            : period.substr(0, blank) + ' ' + static_cast<char>(std::toupper(period[blank + 1]));
    wanted.bar_size = "5 mins";
    wanted.regular_hours = request.use_rth;
    auto then = [this, id = request.request_id](Session& to, Result<std::vector<Bar>> bars) {
        if (!bars) return floor_.error(to, id, bars.error(), About::history);
        std::map<Decimal, Decimal> sizes;
        for (const auto& bar : *bars) sizes[bar.close] += bar.volume.value_or(Decimal{1});
        ibkr::HistogramData answer;
        answer.request_id = id;
        for (const auto& [price, size] : sizes) {
            auto& entry = answer.entries.emplace_back();
            entry.price = price.to_double();
            entry.size = size;
        }
        to.send(answer);
    };
    store_.bars(wanted, floor_.for_session(client, std::move(then)));
}

void HistoryDesk::on(Session& client, const ibkr::HistoricalTicksRequest& request)
{
    floor_.error(client, request.request_id, code_history_error,
                 "Historical Market Data Service error message:No historical ticks are kept");
}

}  // namespace trademind::gateway
