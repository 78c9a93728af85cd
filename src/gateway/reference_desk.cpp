// Answers from the catalogue and the broker's contracts.
#include "gateway/reference_desk.hpp"

#include "gateway/contract_messages.hpp"

#include <algorithm>
#include <chrono>
#include <list>
#include <string>
#include <utility>

namespace trademind::gateway {
namespace {

using namespace std::chrono;

constexpr std::size_t most_samples = 16;
constexpr int most_scanner_rows = 50;
/// The rule of US stocks; others are a cent at any price, too.
constexpr int rule_of_stocks = 26;

constexpr std::string_view scanner_xml =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<ScanParameterResponse><InstrumentList><Instrument><name>US Stocks</name><type>STK</type>"
    "</Instrument></InstrumentList><LocationTree><Location><displayName>US Stocks</displayName>"
    "<locationCode>STK.US.MAJOR</locationCode></Location></LocationTree><ScanTypeList>"
    "<ScanType><displayName>Most Active</displayName><scanCode>MOST_ACTIVE</scanCode></ScanType>"
    "<ScanType><displayName>Top Gainers</displayName><scanCode>TOP_PERC_GAIN</scanCode>"
    "</ScanType></ScanTypeList></ScanParameterResponse>";

}  // namespace

void ReferenceDesk::on(Session& client, const ibkr::ContractDataRequest& request)
{
    int id = request.request_id;
    auto then = [this, id](Session& to, Result<std::vector<ContractDetails>> found) {
        if (!found) return floor_.error(to, id, found.error(), About::contract);
        for (const auto& details : *found) {
            std::list<std::string> texts;
            to.send(contract_data(details, id, texts));
        }
        ibkr::ContractDataEnd end;
        end.request_id = id;
        to.send(end);
    };
    floor_.broker->find_contracts(contract_of(request.contract),
                                  floor_.for_session(client, std::move(then)));
}

void ReferenceDesk::on(Session& client, const ibkr::MatchingSymbolsRequest& request)
{
    ibkr::SymbolSamples answer;
    answer.request_id = request.request_id;
    std::list<std::string> texts;
    for (const auto* details : catalogue_.search(request.pattern, most_samples)) {
        auto& sample = answer.descriptions.emplace_back();
        sample.contract = contract_message(details->contract, texts);
        sample.contract.description = details->long_name;
        sample.derivative_sec_types = catalogue_.derivatives_of(*details);
    }
    client.send(answer);
}

void ReferenceDesk::on(Session& client, const ibkr::OptionParametersRequest& request)
{
    int id = request.request_id;
    for (const auto& chain :
         catalogue_.chains_of(request.underlying_symbol, request.underlying_con_id)) {
        ibkr::OptionParameters answer;
        answer.request_id = id;
        answer.exchange = chain.exchange;
        answer.underlying_con_id = static_cast<int>(chain.underlying_id);
        answer.trading_class = chain.trading_class;
        answer.multiplier = chain.multiplier;
        for (const auto& expiry : chain.expirations) answer.expirations.push_back(expiry);
        for (const auto& strike : chain.strikes) answer.strikes.push_back(strike.to_double());
        client.send(answer);
    }
    ibkr::OptionParametersEnd end;
    end.request_id = id;
    client.send(end);
}

void ReferenceDesk::on(Session& client, const ibkr::MarketRuleRequest& request)
{
    if (request.market_rule_id != rule_of_stocks)
        return floor_.error(client, ibkr::ErrorMessage::no_request, code_bad_request,
                            "Error validating request.-'gateway' : cause - Unknown market rule " +
                                std::to_string(request.market_rule_id));
    ibkr::MarketRule answer;
    answer.market_rule_id = request.market_rule_id;
    answer.price_increments.emplace_back();
    answer.price_increments.back().increment = 0.01;
    client.send(answer);
}

void ReferenceDesk::on(Session& client, const ibkr::ScannerParametersRequest&)
{
    ibkr::ScannerParameters answer;
    answer.xml = scanner_xml;
    client.send(answer);
}

void ReferenceDesk::on(Session& client, const ibkr::ScannerSubscriptionRequest& request)
{
    ibkr::ScannerData answer;
    answer.request_id = request.request_id;
    int most = request.subscription.number_of_rows.value_or(most_scanner_rows);
    most = most <= 0 ? most_scanner_rows : std::min(most, most_scanner_rows);
    std::list<std::string> texts;
    for (const auto& details : catalogue_.all()) {
        if (details.contract.type != SecurityType::stock) continue;
        if (static_cast<int>(answer.rows.size()) >= most) break;
        auto& row = answer.rows.emplace_back();
        row.rank = static_cast<int>(answer.rows.size()) - 1;
        row.contract = contract_message(details.contract, texts);
        row.market_name = details.market_name;
    }
    client.send(answer);
}

void ReferenceDesk::on(Session& client, const ibkr::NewsProvidersRequest&)
{
    client.send(ibkr::NewsProviders{});
}

void ReferenceDesk::on(Session& client, const ibkr::HistoricalNewsRequest& request)
{
    ibkr::HistoricalNewsEnd end;
    end.request_id = request.request_id;
    client.send(end);
}

void ReferenceDesk::on(Session& client, const ibkr::MarketDepthExchangesRequest&)
{
    ibkr::MarketDepthExchanges answer;
    auto& exchange = answer.descriptions.emplace_back();
    exchange.exchange = "SMART";
    exchange.sec_type = "STK";
    exchange.service_data_type = "Deep2";
    exchange.aggregated_group = 1;
    client.send(answer);
}

void ReferenceDesk::on(Session& client, const ibkr::SmartComponentsRequest& request)
{
    ibkr::SmartComponents answer;
    answer.request_id = request.request_id;
    auto& component = answer.components.emplace_back();
    component.bit_number = 1;
    component.exchange = "SIM";
    component.exchange_letter = "S";
    client.send(answer);
}

void ReferenceDesk::on(Session& client, const ibkr::SoftDollarTiersRequest& request)
{
    ibkr::SoftDollarTiers answer;
    answer.request_id = request.request_id;
    client.send(answer);
}

void ReferenceDesk::on(Session& client, const ibkr::FamilyCodesRequest&)
{
    ibkr::FamilyCodes answer;
    answer.family_codes.emplace_back().account_id = floor_.account;
    client.send(answer);
}

void ReferenceDesk::on(Session& client, const ibkr::UserInfoRequest& request)
{
    ibkr::UserInfo answer;
    answer.request_id = request.request_id;
    client.send(answer);
}

void ReferenceDesk::on(Session& client, const ibkr::QueryDisplayGroupsRequest& request)
{
    ibkr::DisplayGroupList answer;
    answer.request_id = request.request_id;
    answer.groups = "1";
    client.send(answer);
}

void ReferenceDesk::on(Session& client, const ibkr::CurrentTimeRequest&)
{
    ibkr::CurrentTime answer;
    answer.current_time = floor<seconds>(floor_.now()).time_since_epoch().count();
    client.send(answer);
}

void ReferenceDesk::on(Session& client, const ibkr::CurrentTimeInMillisRequest&)
{
    ibkr::CurrentTimeInMillis answer;
    answer.current_time_in_millis = floor<milliseconds>(floor_.now()).time_since_epoch().count();
    client.send(answer);
}

}  // namespace trademind::gateway
