// Messages compiled: bars and ticks of the past, news, events.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/history.hpp>
#include <trademind/brokers/ibkr/messages/history_requests.hpp>
#include <trademind/brokers/ibkr/messages/news.hpp>
#include <trademind/brokers/ibkr/messages/ticks.hpp>
#include <trademind/brokers/ibkr/messages/wsh.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<
    HistoricalData, HistoricalDataEnd, HistoricalDataUpdate, HistoricalSchedule, RealTimeBar,
    HeadTimestamp, HistogramData, NewsBulletin, TickNews, NewsProviders, NewsArticle,
    HistoricalNews, HistoricalNewsEnd, HistoricalTicks, HistoricalTicksBidAsk, HistoricalTicksLast,
    TickByTick, WshMetaData, WshEventData, HistoricalDataRequest, CancelHistoricalData,
    RealTimeBarsRequest, CancelRealTimeBars, HeadTimestampRequest, CancelHeadTimestamp,
    HistogramDataRequest, CancelHistogramData, CancelNewsBulletins, NewsBulletinsRequest,
    NewsProvidersRequest, NewsArticleRequest, HistoricalNewsRequest, CancelHistoricalTicks,
    HistoricalTicksRequest, CancelTickByTick, TickByTickRequest, CancelWshMetaData,
    WshMetaDataRequest, CancelWshEventData, WshEventDataRequest>;

}  // namespace trademind::ibkr::wire
