// Wall Street Horizon: corporate event calendars, as JSON.
#pragma once

#include <trademind/brokers/ibkr/messages/fields.hpp>

namespace trademind::ibkr {

struct WshMetaData : OfRequest {
    static constexpr AnswerInfo info{Answer::wsh_meta_data, "WshMetaData", Version::protobuf_news};
    std::string_view data_json;

    template <class M, class V> static void describe(M& m, V& v) { v("dataJson", 2, m.data_json); }
};

struct WshEventData : OfRequest {
    static constexpr AnswerInfo info{Answer::wsh_event_data, "WshEventData",
                                     Version::protobuf_news};
    std::string_view data_json;

    template <class M, class V> static void describe(M& m, V& v) { v("dataJson", 2, m.data_json); }
};

struct CancelWshMetaData : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_wsh_meta_data, "CancelWshMetaData",
                                      Version::protobuf_news};
};

/// Must be asked once before any event request.
struct WshMetaDataRequest : ById, NoFields {
    static constexpr RequestInfo info{Request::wsh_meta_data, "WshMetaDataRequest",
                                      Version::protobuf_news};
    using answer = Once<WshMetaData>;
    using cancel = CancelWshMetaData;
};

struct CancelWshEventData : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_wsh_event_data, "CancelWshEventData",
                                      Version::protobuf_news};
};

/// Events of one contract, or of a JSON filter.
struct WshEventDataRequest : ById {
    static constexpr RequestInfo info{Request::wsh_event_data, "WshEventDataRequest",
                                      Version::protobuf_news};
    using answer = Once<WshEventData>;
    using cancel = CancelWshEventData;
    std::optional<int> con_id;
    std::string_view filter;
    bool fill_watchlist{};
    bool fill_portfolio{};
    bool fill_competitors{};
    std::string_view start_date;
    std::string_view end_date;
    std::optional<int> total_limit;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.marked("conId", 2, m.con_id);
        v("filter", 3, m.filter);
        v("fillWatchlist", 4, m.fill_watchlist);
        v("fillPortfolio", 5, m.fill_portfolio);
        v("fillCompetitors", 6, m.fill_competitors);
        v("startDate", 7, m.start_date);
        v("endDate", 8, m.end_date);
        v.marked("totalLimit", 9, m.total_limit);
    }
};

}  // namespace trademind::ibkr
