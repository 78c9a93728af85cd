// Answers: news.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/news.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<NewsBulletin, TickNews, NewsProviders, NewsArticle, HistoricalNews,
                            HistoricalNewsEnd>;

}  // namespace trademind::ibkr::wire
