// News: bulletins, headlines, articles, providers.
#pragma once

#include <trademind/brokers/ibkr/messages/fields.hpp>

namespace trademind::ibkr {

/// Types: 1 bulletin, 2 exchange available, 3 exchange unavailable.
struct NewsBulletin {
    static constexpr AnswerInfo info{Answer::news_bulletin, "NewsBulletin", Version::protobuf_news,
                                     1};
    int message_id = -1;
    int message_type{};
    std::string_view message;
    std::string_view originating_exchange;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("newsMsgId", 1, m.message_id);
        v("newsMsgType", 2, m.message_type);
        v("newsMessage", 3, m.message);
        v("originatingExch", 4, m.originating_exchange);
    }
};

/// A headline on a market data line; milliseconds since the epoch.
struct TickNews : OfRequest {
    static constexpr AnswerInfo info{Answer::tick_news, "TickNews", Version::protobuf_news};
    std::int64_t timestamp{};
    std::string_view provider_code;
    std::string_view article_id;
    std::string_view headline;
    std::string_view extra_data;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("timestamp", 2, m.timestamp);
        v("providerCode", 3, m.provider_code);
        v("articleId", 4, m.article_id);
        v("headline", 5, m.headline);
        v("extraData", 6, m.extra_data);
    }
};

struct NewsProvider {
    std::string_view code;
    std::string_view name;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("providerCode", 1, m.code);
        v("providerName", 2, m.name);
    }
};

struct NewsProviders {
    static constexpr AnswerInfo info{Answer::news_providers, "NewsProviders",
                                     Version::protobuf_news};
    std::vector<NewsProvider> providers;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.list("newsProviders", 1, m.providers, whole);
    }
};

/// Types: 0 plain text or HTML, 1 binary in base64.
struct NewsArticle : OfRequest {
    static constexpr AnswerInfo info{Answer::news_article, "NewsArticle", Version::protobuf_news};
    int article_type{};
    std::string_view article_text;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("articleType", 2, m.article_type);
        v("articleText", 3, m.article_text);
    }
};

struct HistoricalNews : OfRequest {
    static constexpr AnswerInfo info{Answer::historical_news, "HistoricalNews",
                                     Version::protobuf_news};
    std::string_view time;
    std::string_view provider_code;
    std::string_view article_id;
    std::string_view headline;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("time", 2, m.time);
        v("providerCode", 3, m.provider_code);
        v("articleId", 4, m.article_id);
        v("headline", 5, m.headline);
    }
};

struct HistoricalNewsEnd : OfRequest {
    static constexpr AnswerInfo info{Answer::historical_news_end, "HistoricalNewsEnd",
                                     Version::protobuf_news};
    bool has_more{};

    template <class M, class V> static void describe(M& m, V& v) { v("hasMore", 2, m.has_more); }
};

struct CancelNewsBulletins : Unanswered, NoFields {
    static constexpr RequestInfo info{Request::cancel_news_bulletins, "CancelNewsBulletins",
                                      Version::protobuf_news, 1};
};

/// `all_messages` also asks for the earlier bulletins of the day.
struct NewsBulletinsRequest : ByType {
    static constexpr RequestInfo info{Request::news_bulletins, "NewsBulletinsRequest",
                                      Version::protobuf_news, 1};
    using answer = Stream<NewsBulletin>;
    using cancel = CancelNewsBulletins;
    bool all_messages{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("allMessages", 1, m.all_messages);
    }
};

struct NewsProvidersRequest : ByType, NoFields {
    static constexpr RequestInfo info{Request::news_providers, "NewsProvidersRequest",
                                      Version::protobuf_news};
    using answer = Once<NewsProviders>;
};

struct NewsArticleRequest : ById {
    static constexpr RequestInfo info{Request::news_article, "NewsArticleRequest",
                                      Version::protobuf_news};
    using answer = Once<NewsArticle>;
    std::string_view provider_code;
    std::string_view article_id;
    Tags options;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("providerCode", 2, m.provider_code);
        v("articleId", 3, m.article_id);
        v.tags("newsArticleOptions", 4, m.options);
    }
};

/// Provider codes are joined by plus signs; at most 300 results.
struct HistoricalNewsRequest : ById {
    static constexpr RequestInfo info{Request::historical_news, "HistoricalNewsRequest",
                                      Version::protobuf_news};
    using answer = Snapshot<HistoricalNewsEnd, HistoricalNews>;
    int con_id{};
    std::string_view provider_codes;
    std::string_view start_date_time;
    std::string_view end_date_time;
    int total_results{};
    Tags options;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("conId", 2, m.con_id);
        v("providerCodes", 3, m.provider_codes);
        v("startDateTime", 4, m.start_date_time);
        v("endDateTime", 5, m.end_date_time);
        v("totalResults", 6, m.total_results);
        v.tags("historicalNewsOptions", 7, m.options);
    }
};

}  // namespace trademind::ibkr
