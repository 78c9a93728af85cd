// Historical bars.
#include "brokers/ibkr/broker/history.hpp"

#include "base/time_zone.hpp"
#include "brokers/ibkr/broker/from_wire.hpp"
#include "brokers/ibkr/broker/to_wire.hpp"

#include <trademind/brokers/ibkr/messages/history_requests.hpp>

#include <memory>

namespace trademind::ibkr_broker {

void History::get(HistoryRequest request, Completion<std::vector<Bar>> done)
{
    if (auto usable = desk_.usable(); !usable) return done(usable.error());
    auto waiting = std::make_shared<Completion<std::vector<Bar>>>(std::move(done));
    auto contract = request.contract;
    contracts_.qualify(contract, life_.guard([this, waiting, request = std::move(request)](
                                                 Result<Contract> qualified) mutable {
        if (waiting->abandoned()) return;
        if (!qualified) return (*waiting)(qualified.error());
        request.contract.id = qualified->id;
        ask(request, waiting);
    }));
}

void History::ask(const HistoryRequest& asked,
                  std::shared_ptr<Completion<std::vector<Bar>>> waiting)
{
    Texts texts;
    ibkr::HistoricalDataRequest request;
    request.contract = to_wire(asked.contract, texts);
    if (asked.end) request.end_date_time = texts.keep(format_tws_time(*asked.end));
    request.duration = asked.duration;
    request.bar_size_setting = asked.bar_size;
    request.what_to_show = asked.what_to_show;
    request.use_rth = asked.regular_hours;
    request.format_date = 2;  // epoch seconds: no zone to guess
    auto bars = std::make_shared<std::vector<Bar>>();
    auto route = desk_.core.ask(
        request, Duration{},
        [this, bars](const auto& message) {
            if constexpr (requires { message.bars; })
                for (const auto& bar : message.bars)
                    if (auto read = from_wire(bar, desk_.options.time_zone)) bars->push_back(*read);
        },
        [bars, waiting](Result<void> end) {
            if (end)
                (*waiting)(std::move(*bars));
            else
                (*waiting)(end.error());
        });
    waiting->on_cancel(life_.guard([this, route] { desk_.core.cancel(route); }));
}

}  // namespace trademind::ibkr_broker
