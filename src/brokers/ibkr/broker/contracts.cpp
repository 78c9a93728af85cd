// Looking contracts up: all that fit, or the one that is meant.
#include "brokers/ibkr/broker/contracts.hpp"

#include "brokers/ibkr/translation/from_wire.hpp"
#include "brokers/ibkr/translation/to_wire.hpp"
#include "domain/market_hours.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace trademind::ibkr_broker {
namespace {

std::string candidate(const ContractDetails& found)
{
    const auto& c = found.contract;
    auto text = c.describe() + " " + c.currency;
    const auto& where = c.primary_exchange.empty() ? c.exchange : c.primary_exchange;
    if (!where.empty()) text += " on " + where;
    return text + " (id " + std::to_string(c.id) + ")";
}

/// Classes of shares have a blank in TWS's spelling, and a dot in most others.
std::string spelling_hint(const Contract& asked)
{
    auto dot = asked.symbol.rfind('.');
    bool is_class = asked.type == SecurityType::stock && dot != std::string::npos && dot > 0 &&
                    dot + 1 < asked.symbol.size();
    if (!is_class) return {};
    auto spelling = asked.symbol;
    spelling[dot] = ' ';
    return " (TWS spells a class of shares with a blank: \"" + spelling + "\")";
}

/// How long a look-up is used, and what is told of an instrument.
constexpr Duration choice_life = std::chrono::hours{24}, details_life = 2 * choice_life;
/// Look-ups that are kept; past this those that are over go.
constexpr std::size_t most_known = 4096;

/// Where the one instrument that was found trades: SMART or its listing where they are among its
/// rows, else the first.
std::string usual_exchange(const std::vector<ContractDetails>& found)
{
    for (const auto& match : found)
        if (match.contract.exchange == "SMART") return "SMART";
    for (const auto& match : found)
        if (!match.contract.exchange.empty() &&
            match.contract.exchange == match.contract.primary_exchange)
            return match.contract.exchange;
    for (const auto& match : found)
        if (!match.contract.exchange.empty()) return match.contract.exchange;
    return {};
}

}  // namespace

std::string name_in(const std::string& message, const Contract& asked)
{
    auto name = asked.describe();
    return message.find(name) == std::string::npos ? name + ": " + message : message;
}

std::string key_of(const Contract& c)
{
    std::string key{to_string(c.type)};
    auto add = [&](std::string_view part) { key.append(1, '\x1f').append(part); };
    for (std::string_view part :
         {std::string_view{c.symbol}, std::string_view{c.exchange},
          std::string_view{c.primary_exchange}, std::string_view{c.currency},
          std::string_view{c.expiry}, std::string_view{c.local_symbol},
          std::string_view{c.trading_class}, std::string_view{c.security_id_type},
          std::string_view{c.security_id}})
        add(part);
    add(c.id ? std::to_string(c.id) : "");
    add(c.strike ? std::to_string(c.strike->to_double()) : "");
    add(c.right ? to_string(*c.right) : "");
    add(c.multiplier ? std::to_string(c.multiplier->to_double()) : "");
    for (const auto& leg : c.legs)
        add(std::to_string(leg.contract_id) + '*' + std::to_string(leg.ratio) +
            std::string{to_string(leg.side)} + leg.exchange);
    return key;
}

Result<Contract> choose(const Contract& asked, const std::vector<ContractDetails>& found)
{
    // The same instrument comes once for each exchange that it can be routed to.
    std::vector<const ContractDetails*> distinct;
    for (const auto& match : found)
        if (std::ranges::none_of(
                distinct, [&](auto* known) { return known->contract.id == match.contract.id; }))
            distinct.push_back(&match);
    if (distinct.empty())
        return Error{Errc::unknown_contract, "no contract fits " + asked.describe()};
    if (distinct.size() > 1) {
        std::string list;
        for (auto* match : distinct) {
            if (list.size() > 400) {
                list += ", ...";
                break;
            }
            list += (list.empty() ? "" : ", ") + candidate(*match);
        }
        return Error{
            Errc::ambiguous_contract,
            asked.describe() + " fits " + std::to_string(distinct.size()) + " contracts: " + list};
    }
    auto one = distinct.front()->contract;
    // Where it is to be traded stays the caller's choice.
    one.exchange = asked.exchange.empty() ? usual_exchange(found) : asked.exchange;
    if (one.exchange.empty())
        return Error{Errc::unknown_contract,
                     "TWS names no exchange of " + asked.describe() + ": name one"};
    return one;
}

ibkr::RouteId Contracts::search(const Contract& pattern, Duration deadline, Found found)
{
    Texts texts;
    ibkr::ContractDataRequest request;
    request.contract = to_wire(pattern, texts);
    auto matches = std::make_shared<std::vector<ContractDetails>>();
    return desk_.core.ask(
        request, deadline,
        [this, matches](const auto& message) {
            if constexpr (requires { from_wire(message).contract; }) {
                matches->push_back(from_wire(message));
                const auto& contract = matches->back().contract;
                if (!contract.unknown_words.empty())
                    desk_.unread.fields("contract", contract.describe(), contract.unknown_words);
            }
        },
        [matches, found = std::move(found), pattern](Result<void> end) {
            auto name = pattern.describe() + spelling_hint(pattern);
            if (!end) {
                auto why = end.error();
                if (why == Errc::unknown_contract)
                    why.message = name_in(why.message, pattern) + spelling_hint(pattern);
                return found(std::move(why));
            }
            if (matches->empty())
                return found(Error{Errc::unknown_contract, "no contract fits " + name});
            found(std::move(*matches));
        });
}

Result<Contract> Contracts::learn(const Contract& asked, const std::vector<ContractDetails>& found)
{
    auto chosen = choose(asked, found);
    if (!chosen) return chosen;
    auto now = desk_.now();
    if (known_.size() >= most_known)
        std::erase_if(known_, [&](const auto& k) { return now - k.second.at >= choice_life; });
    if (details_.size() >= most_known)
        std::erase_if(details_, [&](const auto& k) { return now - k.second.at >= details_life; });
    known_.insert_or_assign(key_of(asked), Choice{*chosen, now});
    // of the rows that differ by their exchange any: what they tell is the instrument's
    const auto& one = found.front();
    if (chosen->id != 0)
        details_.insert_or_assign(chosen->id, KnownContract{one, now, calendar_of(*chosen, &one)});
    return chosen;
}

bool Contracts::is_qualified(const Contract& contract)
{
    if (contract.type == SecurityType::combo)
        return !contract.exchange.empty() &&
               std::ranges::none_of(contract.legs,
                                    [](const ComboLeg& leg) { return leg.exchange.empty(); });
    return (contract.id != 0 && !contract.exchange.empty()) || contract.type == SecurityType::news;
}

const KnownContract* Contracts::find(std::int64_t id) const
{
    auto at = details_.find(id);
    bool usable = at != details_.end() && desk_.now() - at->second.at < details_life;
    return usable ? &at->second : nullptr;
}

void Contracts::qualify(const Contract& contract, Qualified done)
{
    if (is_qualified(contract)) return done(contract);
    if (contract.type == SecurityType::combo)
        return qualify_leg(std::make_shared<Contract>(contract), 0, std::move(done));
    auto key = key_of(contract);
    if (auto at = known_.find(key); at != known_.end() && desk_.now() - at->second.at < choice_life)
        return done(at->second.contract);
    auto& waiting = waiting_[key];
    waiting.push_back(std::move(done));
    if (waiting.size() > 1) return;
    search(contract, desk_.options.request_timeout,
           life_.guard([this, key, contract](Result<std::vector<ContractDetails>> found) {
               auto chosen = found ? learn(contract, *found) : Result<Contract>{found.error()};
               auto asked = waiting_.extract(key);
               for (auto& tell : asked.mapped()) tell(chosen);
           }));
}

void Contracts::qualify_leg(std::shared_ptr<Contract> combo, std::size_t number, Qualified done)
{
    auto& legs = combo->legs;
    while (number < legs.size() && !legs[number].exchange.empty()) ++number;
    if (number == legs.size()) {
        bool one_place = !legs.empty() && std::ranges::all_of(legs, [&](const ComboLeg& leg) {
            return leg.exchange == legs.front().exchange;
        });
        if (combo->exchange.empty() && one_place) combo->exchange = legs.front().exchange;
        if (!combo->exchange.empty()) return done(*combo);
        return done(Error{Errc::unknown_contract,
                          combo->describe() + " names no exchange, and its legs have several"});
    }
    // a combo that SMART routes has legs that it routes
    qualify(contract_by_id(legs[number].contract_id, ""),
            life_.guard([this, combo, number, done = std::move(done)](Result<Contract> leg) {
                if (!leg) return done(leg.error());
                combo->legs[number].exchange = leg->exchange;
                qualify_leg(combo, number + 1, done);
            }));
}

}  // namespace trademind::ibkr_broker
