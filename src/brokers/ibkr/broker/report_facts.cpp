// What a report said before some news, to see whether they changed it.
#include "brokers/ibkr/broker/report_facts.hpp"

namespace trademind::ibkr_broker {

ReportFacts::ReportFacts(const OrderReport& r)
    : permanent_id{r.permanent_id},
      status{r.status},
      filled{r.filled},
      remaining{r.remaining},
      commission{r.commission},
      commission_currency{r.commission_currency},
      average_fill_price{r.average_fill_price},
      last_fill_price{r.last_fill_price},
      client_id{r.client_id},
      why_held{r.why_held},
      reject_details{r.reject_details},
      error{r.error}
{}

bool ReportFacts::still_hold(const OrderReport& r) const
{
    return permanent_id == r.permanent_id && status == r.status && filled == r.filled &&
           remaining == r.remaining && commission == r.commission &&
           commission_currency == r.commission_currency &&
           average_fill_price == r.average_fill_price && last_fill_price == r.last_fill_price &&
           client_id == r.client_id && why_held == r.why_held &&
           reject_details == r.reject_details && error == r.error;
}

}  // namespace trademind::ibkr_broker
