// Requests for history, live bars, first timestamps and histograms.
#pragma once

#include <trademind/brokers/ibkr/messages/history.hpp>

namespace trademind::ibkr {

struct CancelHistoricalData : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_historical_data, "CancelHistoricalData",
                                      Version::protobuf_historical_data, 1};
};

/// Bars up to a time; kept up to date when `keep_up_to_date` and no end is given.
struct HistoricalDataRequest : ById {
    static constexpr RequestInfo info{Request::historical_data, "HistoricalDataRequest",
                                      Version::protobuf_historical_data};
    using answer = ImageThenStream<HistoricalDataEnd, HistoricalData, HistoricalDataUpdate,
                                   HistoricalSchedule>;
    using cancel = CancelHistoricalData;
    Contract contract;
    std::string_view end_date_time, bar_size_setting, duration;
    bool use_rth{};
    std::string_view what_to_show;
    int format_date = 1;
    bool keep_up_to_date{};
    Tags chart_options;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.nested("contract", 2, m.contract, requested_contract_expired);
        v("endDateTime", 3, m.end_date_time);
        v("barSizeSetting", 4, m.bar_size_setting);
        v("duration", 5, m.duration);
        v("useRTH", 6, m.use_rth);
        v("whatToShow", 7, m.what_to_show);
        v("formatDate", 8, m.format_date);
        if constexpr (V::is_text) requested_legs(m.contract, v);
        v("keepUpToDate", 9, m.keep_up_to_date);
        v.tags("chartOptions", 10, m.chart_options);
    }
};

struct CancelRealTimeBars : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_real_time_bars, "CancelRealTimeBars",
                                      Version::protobuf_historical_data, 1};
};

struct RealTimeBarsRequest : ById {
    static constexpr RequestInfo info{Request::real_time_bars, "RealTimeBarsRequest",
                                      Version::protobuf_historical_data, 3};
    using answer = Stream<RealTimeBar>;
    using cancel = CancelRealTimeBars;
    Contract contract;
    int bar_size = 5;  ///< seconds
    std::string_view what_to_show;
    bool use_rth{};
    Tags options;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.nested("contract", 2, m.contract, requested_contract);
        v("barSize", 3, m.bar_size);
        v("whatToShow", 4, m.what_to_show);
        v("useRTH", 5, m.use_rth);
        v.tags("realTimeBarsOptions", 6, m.options);
    }
};

struct CancelHeadTimestamp : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_head_timestamp, "CancelHeadTimestamp",
                                      Version::protobuf_historical_data};
};

/// The time of the first data of a contract; cancel it after the answer, which frees the id.
struct HeadTimestampRequest : ById {
    static constexpr RequestInfo info{Request::head_timestamp, "HeadTimestampRequest",
                                      Version::protobuf_historical_data};
    using answer = Once<HeadTimestamp>;
    using cancel = CancelHeadTimestamp;
    Contract contract;
    bool use_rth{};
    std::string_view what_to_show;
    int format_date = 1;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.nested("contract", 2, m.contract, requested_contract_expired);
        v("useRTH", 3, m.use_rth);
        v("whatToShow", 4, m.what_to_show);
        v("formatDate", 5, m.format_date);
    }
};

struct CancelHistogramData : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_histogram_data, "CancelHistogramData",
                                      Version::protobuf_historical_data};
};

struct HistogramDataRequest : ById {
    static constexpr RequestInfo info{Request::histogram_data, "HistogramDataRequest",
                                      Version::protobuf_historical_data};
    using answer = Once<HistogramData>;
    using cancel = CancelHistogramData;
    Contract contract;
    bool use_rth{};
    std::string_view time_period;  ///< for example "3 days"

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.nested("contract", 2, m.contract, requested_contract_expired);
        v("useRTH", 3, m.use_rth);
        v("timePeriod", 4, m.time_period);
    }
};

}  // namespace trademind::ibkr
