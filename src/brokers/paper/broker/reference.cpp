// What can be looked up: history and contracts.
#include "brokers/paper/broker/core.hpp"
#include "brokers/paper/market/bars.hpp"

#include <boost/asio/bind_executor.hpp>

namespace trademind::paper {

void Core::history(HistoryRequest request, Completion<std::vector<Bar>> done)
{
    catch_up();
    if (options.tape) {
        auto instrument = engine.instruments().find(request.contract);
        if (!instrument) return done(unlisted(request.contract));
        request.contract = engine.instruments().contract(*instrument);
        return done(make_bars(*options.tape, request, engine.now(), engine.hours_of(*instrument)));
    }
    if (!options.quotes_from)
        return done(Error{Errc::not_supported,
                          "history needs a tape or another broker's data: pushed quotes are not "
                          "kept"});
    auto shared = std::make_shared<Completion<std::vector<Bar>>>(std::move(done));
    options.quotes_from->get_historical_data(
        std::move(request),
        asio::bind_executor(broker.get_executor(), [shared](Result<std::vector<Bar>> bars) {
            (*shared)(std::move(bars));
        }));
}

void Core::find_contracts(Contract pattern, Completion<std::vector<ContractDetails>> done)
{
    catch_up();
    auto found = engine.instruments().matching(pattern);
    if (!found.empty()) return done(std::move(found));
    if (!options.quotes_from) return done(unlisted(pattern));
    auto shared = std::make_shared<Completion<std::vector<ContractDetails>>>(std::move(done));
    options.quotes_from->find_contracts(
        std::move(pattern),
        asio::bind_executor(broker.get_executor(),
                            [shared](Result<std::vector<ContractDetails>> details) {
                                (*shared)(std::move(details));
                            }));
}

}  // namespace trademind::paper
