// What a report said before some news, to see whether they changed it.
#include "brokers/ibkr/broker/report_facts.hpp"

namespace trademind::ibkr_broker {

ReportFacts::ReportFacts(const OrderReport& r)
    : permanent_id_{r.permanent_id},
      status_{r.status},
      filled_{r.filled},
      remaining_{r.remaining},
      commission_{r.commission},
      commission_currency_{r.commission_currency},
      average_fill_price_{r.average_fill_price},
      last_fill_price_{r.last_fill_price},
      client_id_{r.client_id},
      why_held_{r.why_held},
      reject_details_{r.reject_details},
      error_{r.error}
{}

bool ReportFacts::still_hold(const OrderReport& r) const
{
    return permanent_id_ == r.permanent_id && status_ == r.status && filled_ == r.filled &&
           remaining_ == r.remaining && commission_ == r.commission &&
           commission_currency_ == r.commission_currency &&
           average_fill_price_ == r.average_fill_price && last_fill_price_ == r.last_fill_price &&
           client_id_ == r.client_id && why_held_ == r.why_held &&
           reject_details_ == r.reject_details && error_ == r.error;
}

}  // namespace trademind::ibkr_broker
