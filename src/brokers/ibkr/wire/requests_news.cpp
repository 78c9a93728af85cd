// Requests: news.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/news.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<CancelNewsBulletins, NewsBulletinsRequest, NewsProvidersRequest,
                            NewsArticleRequest, HistoricalNewsRequest>;

}  // namespace trademind::ibkr::wire
