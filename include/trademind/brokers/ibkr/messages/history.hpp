// Historical bars and what belongs to them: schedule, first timestamp, histogram, live bars.
#pragma once

#include <trademind/brokers/ibkr/messages/contract.hpp>

namespace trademind::ibkr {

struct HistoricalBar {
    std::string_view date;  ///< yyyymmdd, a date-time with zone, or epoch seconds, as asked for
    std::optional<double> open = 0.0, high = 0.0, low = 0.0, close = 0.0;
    std::optional<Decimal> volume, wap;
    int count{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("date", 1, m.date);
        v.marked("open", 2, m.open);
        v.marked("high", 3, m.high);
        v.marked("low", 4, m.low);
        v.marked("close", 5, m.close);
        v("volume", 6, m.volume);
        v("WAP", 7, m.wap);
        v("barCount", 8, m.count);
    }
};

/// The bars of one answer. Before server 196 it also carries the range and ends the request.
struct HistoricalData : OfRequest {
    static constexpr AnswerInfo info{Answer::historical_data, "HistoricalData",
                                     Version::protobuf_historical_data};
    std::string_view start_date, end_date;  ///< before server 196 only
    std::vector<HistoricalBar> bars;

    template <class M, class V> static void describe(M& m, V& v)
    {
        if constexpr (V::is_text) {
            if (v.before(Version::historical_data_end)) {
                v.text("startDateStr", m.start_date);
                v.text("endDateStr", m.end_date);
            }
        } else {
            v.json("startDateStr", m.start_date);
            v.json("endDateStr", m.end_date);
        }
        v.list("historicalDataBars", 2, m.bars, whole);
    }
};

struct HistoricalDataEnd : OfRequest {
    static constexpr AnswerInfo info{Answer::historical_data_end, "HistoricalDataEnd",
                                     Version::protobuf_historical_data, 0,
                                     Version::historical_data_end};
    std::string_view start_date, end_date;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("startDateStr", 2, m.start_date);
        v("endDateStr", 3, m.end_date);
    }
};

/// The unfinished last bar of a history that is kept up to date.
struct HistoricalDataUpdate : OfRequest {
    static constexpr AnswerInfo info{Answer::historical_data_update, "HistoricalDataUpdate",
                                     Version::protobuf_historical_data};
    HistoricalBar bar;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.required("historicalDataBar", 2, m.bar, [](auto& b, auto& w) {
            w.text("barCount", b.count);
            w.text("date", b.date);
            w.text_marked("open", b.open);
            w.text_marked("close", b.close);
            w.text_marked("high", b.high);
            w.text_marked("low", b.low);
            w.text("WAP", b.wap);
            w.text("volume", b.volume);
        });
    }
};

struct HistoricalSession {
    std::string_view start_date_time, end_date_time, ref_date;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("startDateTime", 1, m.start_date_time);
        v("endDateTime", 2, m.end_date_time);
        v("refDate", 3, m.ref_date);
    }
};

/// Answer to a history request for SCHEDULE.
struct HistoricalSchedule : OfRequest {
    static constexpr AnswerInfo info{Answer::historical_schedule, "HistoricalSchedule",
                                     Version::protobuf_rest_1};
    std::string_view start_date_time, end_date_time, time_zone;
    std::vector<HistoricalSession> sessions;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("startDateTime", 2, m.start_date_time);
        v("endDateTime", 3, m.end_date_time);
        v("timeZone", 4, m.time_zone);
        v.list("historicalSessions", 5, m.sessions, whole);
    }
};

/// A five-second bar; `time` is its start in seconds since the epoch.
struct RealTimeBar : OfRequest {
    static constexpr AnswerInfo info{Answer::real_time_bar, "RealTimeBarTick",
                                     Version::protobuf_historical_data, 3};
    std::int64_t time{};
    std::optional<double> open = 0.0, high = 0.0, low = 0.0, close = 0.0;
    std::optional<Decimal> volume, wap;
    int count{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("time", 2, m.time);
        v.marked("open", 3, m.open);
        v.marked("high", 4, m.high);
        v.marked("low", 5, m.low);
        v.marked("close", 6, m.close);
        v("volume", 7, m.volume);
        v("WAP", 8, m.wap);
        v("count", 9, m.count);
    }
};

struct HeadTimestamp : OfRequest {
    static constexpr AnswerInfo info{Answer::head_timestamp, "HeadTimestamp",
                                     Version::protobuf_historical_data};
    std::string_view head_timestamp;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("headTimestamp", 2, m.head_timestamp);
    }
};

struct HistogramEntry {
    std::optional<double> price = 0.0;
    std::optional<Decimal> size = Decimal{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.marked("price", 1, m.price);
        v.size("size", 2, m.size);
    }
};

struct HistogramData : OfRequest {
    static constexpr AnswerInfo info{Answer::histogram_data, "HistogramData",
                                     Version::protobuf_historical_data};
    std::vector<HistogramEntry> entries;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.list("histogramDataEntries", 2, m.entries, whole);
    }
};

}  // namespace trademind::ibkr
