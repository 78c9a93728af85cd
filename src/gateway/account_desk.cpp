// What a client asks of its account.
#include "gateway/account_desk.hpp"

#include "base/time_zone.hpp"
#include "gateway/account_values.hpp"
#include "gateway/contract_messages.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <list>
#include <utility>

namespace trademind::gateway {
namespace {

using namespace std::chrono;

/// TWS renews summaries and accounts so often.
constexpr Duration renewed_every = minutes{3};
constexpr Duration soon = milliseconds{200};
constexpr Duration pnl_every = seconds{1};

std::optional<double> number(const std::optional<Decimal>& d)
{
    return d ? std::optional{d->to_double()} : std::nullopt;
}

std::set<std::string> words_of(std::string_view list)
{
    std::set<std::string> words;
    while (!list.empty()) {
        auto comma = list.find(',');
        auto word = list.substr(0, comma);
        while (word.starts_with(' ')) word.remove_prefix(1);
        if (!word.empty()) words.emplace(word);
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
    return words;
}

std::string clock_text(TimePoint now)
{
    return fmt::format("{:%H:%M}", floor<minutes>(now + new_york().offset_at(now)));
}

}  // namespace

template <class Use> Subscription AccountDesk::again(Session& client, Duration pause, Use use)
{
    auto session = client.weak_from_this();
    return floor_.broker->clock()->after(pause, floor_.broker->get_executor(),
                                         [session, use = std::move(use)] {
                                             auto to = session.lock();
                                             if (to && to->open()) use(*to);
                                         });
}

bool AccountDesk::is_ours(Session& client, int request_id, std::string_view account) const
{
    if (account.empty() || account == "All" || account == floor_.account) return true;
    floor_.error(client, request_id, code_bad_request,
                 "Error validating request.-'gateway' : cause - Invalid account code: " +
                     std::string{account});
    return false;
}

void AccountDesk::on(Session& client, const ibkr::ManagedAccountsRequest&)
{
    ibkr::ManagedAccounts answer;
    answer.accounts_list = floor_.account;
    client.send(answer);
}

void AccountDesk::on(Session& client, const ibkr::AccountDataRequest& request)
{
    account_timer_.reset();
    follows_account_ = renews_soon_ = false;
    if (!request.subscribe) return;
    follows_account_ = true;
    if (is_ours(client, ibkr::ErrorMessage::no_request, request.account)) send_account(client);
}

void AccountDesk::send_account(Session& client)
{
    renews_soon_ = false;
    auto with_account = [this](Session& to, Result<Account> account) {
        if (!account)
            return floor_.error(to, ibkr::ErrorMessage::no_request, account.error(),
                                About::request);
        for (const auto& row : rows_of(*account)) {
            ibkr::AccountValue message;
            message.key = row.key;
            message.value = row.value;
            message.currency = row.currency;
            message.account = floor_.account;
            to.send(message);
        }
        auto with_positions = [this](Session& reader, Result<std::vector<Position>> positions) {
            if (positions)
                for (const auto& position : *positions) {
                    std::list<std::string> texts;
                    ibkr::PortfolioValue message;
                    message.contract = contract_message(position.contract, texts);
                    message.contract.exchange = "";
                    message.position = position.quantity;
                    message.market_price = number(position.market_price);
                    message.market_value = number(position.market_value);
                    message.average_cost = number(position.known_average_cost());
                    message.unrealized_pnl = number(position.unrealized_pnl);
                    message.realized_pnl = number(position.realized_pnl);
                    message.account = floor_.account;
                    reader.send(message);
                }
            auto time = clock_text(floor_.now());
            ibkr::AccountUpdateTime update;
            update.time_stamp = time;
            reader.send(update);
            ibkr::AccountDataEnd end;
            end.account = floor_.account;
            reader.send(end);
            if (follows_account_ && !renews_soon_)
                account_timer_ =
                    again(reader, renewed_every, [this](Session& later) { send_account(later); });
        };
        floor_.broker->get_positions(floor_.for_session(to, std::move(with_positions)));
    };
    floor_.broker->get_account(floor_.for_session(client, std::move(with_account)));
}

void AccountDesk::on(Session& client, const ibkr::PositionsRequest&)
{
    positions_ = true;
    auto then = [this](Session& to, Result<std::vector<Position>> positions) {
        if (!positions)
            return floor_.error(to, ibkr::ErrorMessage::no_request, positions.error(),
                                About::request);
        for (const auto& position : *positions) on_position(to, position);
        to.send(ibkr::PositionEnd{});
    };
    floor_.broker->get_positions(floor_.for_session(client, std::move(then)));
}

void AccountDesk::renew_soon(Session& client)
{
    // TWS tells the account when a position has changed, too
    if (!follows_account_ || std::exchange(renews_soon_, true)) return;
    account_timer_ = again(client, soon, [this](Session& later) { send_account(later); });
}

void AccountDesk::on_position(Session& client, const Position& position)
{
    std::list<std::string> texts;
    auto contract = contract_message(position.contract, texts);
    contract.exchange = "";
    if (positions_) {
        ibkr::Position message;
        message.account = floor_.account;
        message.contract = contract;
        message.position = position.quantity;
        message.average_cost = number(position.known_average_cost()).value_or(0.0);
        client.send(message);
    }
    for (int id : positions_multi_) {
        ibkr::PositionMulti message;
        message.request_id = id;
        message.account = floor_.account;
        message.contract = contract;
        message.position = position.quantity;
        message.average_cost = number(position.known_average_cost()).value_or(0.0);
        client.send(message);
    }
}

void AccountDesk::on(Session& client, const ibkr::PositionsMultiRequest& request)
{
    int id = request.request_id;
    if (!is_ours(client, id, request.account)) return;
    auto then = [this, id](Session& to, Result<std::vector<Position>> positions) {
        if (!positions) return floor_.error(to, id, positions.error(), About::request);
        bool plain = std::exchange(positions_, false);
        auto others = std::exchange(positions_multi_, std::set{id});
        for (const auto& position : *positions) on_position(to, position);
        positions_ = plain;
        positions_multi_.merge(others);
        ibkr::PositionMultiEnd end;
        end.request_id = id;
        to.send(end);
    };
    floor_.broker->get_positions(floor_.for_session(client, std::move(then)));
}

void AccountDesk::on(Session&, const ibkr::CancelPositionsMulti& request)
{
    positions_multi_.erase(request.request_id);
}

void AccountDesk::on(Session& client, const ibkr::AccountSummaryRequest& request)
{
    int id = request.request_id;
    if (!is_ours(client, id, request.group)) return;
    constexpr std::size_t most_summaries = 2;
    if (!summaries_.contains(id) && summaries_.size() >= most_summaries)
        return floor_.error(client, id, 322,
                            "Error processing request.-'gateway' : cause - Maximum number of "
                            "account summary requests exceeded");
    auto& summary = summaries_[id];
    summary.tags = words_of(request.tags);
    send_summary(client, id, true);
}

void AccountDesk::send_summary(Session& client, int id, bool first)
{
    auto then = [this, id, first](Session& to, Result<Account> account) {
        auto summary = summaries_.find(id);
        if (summary == summaries_.end()) return;
        if (!account) return floor_.error(to, id, account.error(), About::request);
        const auto& tags = summary->second.tags;
        bool by_currency = false;
        for (const auto& tag : tags) by_currency |= tag.starts_with("$LEDGER");
        auto is_of_ledger = [](const AccountRow& row) {
            return row.key == "CashBalance" || row.key == "TotalCashBalance" ||
                   row.key == "ExchangeRate" || row.key == "Currency";
        };
        for (const auto& row : rows_of(*account)) {
            if (!tags.contains(row.key) && !(by_currency && is_of_ledger(row))) continue;
            ibkr::AccountSummary message;
            message.request_id = id;
            message.account = floor_.account;
            message.tag = row.key;
            message.value = row.value;
            message.currency = row.currency;
            to.send(message);
        }
        if (first) {
            ibkr::AccountSummaryEnd end;
            end.request_id = id;
            to.send(end);
        }
        summary->second.timer = again(
            to, renewed_every, [this, id](Session& later) { send_summary(later, id, false); });
    };
    floor_.broker->get_account(floor_.for_session(client, std::move(then)));
}

void AccountDesk::on(Session&, const ibkr::CancelAccountSummary& request)
{
    summaries_.erase(request.request_id);
}

void AccountDesk::on(Session& client, const ibkr::AccountUpdatesMultiRequest& request)
{
    int id = request.request_id;
    if (!is_ours(client, id, request.account)) return;
    auto then = [this, id](Session& to, Result<Account> account) {
        if (!account) return floor_.error(to, id, account.error(), About::request);
        for (const auto& row : rows_of(*account)) {
            ibkr::AccountUpdateMulti message;
            message.request_id = id;
            message.account = floor_.account;
            message.key = row.key;
            message.value = row.value;
            message.currency = row.currency;
            to.send(message);
        }
        ibkr::AccountUpdateMultiEnd end;
        end.request_id = id;
        to.send(end);
    };
    floor_.broker->get_account(floor_.for_session(client, std::move(then)));
}

void AccountDesk::on(Session&, const ibkr::CancelAccountUpdatesMulti&) {}

void AccountDesk::on(Session& client, const ibkr::PnLRequest& request)
{
    int id = request.request_id;
    if (!is_ours(client, id, request.account)) return;
    pnl_[id];
    send_pnl(client, id);
}

void AccountDesk::send_pnl(Session& client, int id)
{
    auto then = [this, id](Session& to, Result<Account> account) {
        auto stream = pnl_.find(id);
        if (stream == pnl_.end()) return;
        if (account) {
            ibkr::PnL message;
            message.request_id = id;
            message.daily_pnl = number(account->daily_pnl);
            message.unrealized_pnl = number(account->unrealized_pnl);
            message.realized_pnl = number(account->realized_pnl);
            to.send(message);
        }
        stream->second = again(to, pnl_every, [this, id](Session& later) { send_pnl(later, id); });
    };
    floor_.broker->get_account(floor_.for_session(client, std::move(then)));
}

void AccountDesk::on(Session&, const ibkr::CancelPnL& request)
{
    pnl_.erase(request.request_id);
}

void AccountDesk::on(Session& client, const ibkr::PnLSingleRequest& request)
{
    int id = request.request_id;
    if (!is_ours(client, id, request.account)) return;
    pnl_[id];
    send_pnl_single(client, id, request.con_id);
}

void AccountDesk::send_pnl_single(Session& client, int id, std::int64_t contract_id)
{
    auto then = [this, id, contract_id](Session& to, Result<std::vector<Position>> positions) {
        auto stream = pnl_.find(id);
        if (stream == pnl_.end()) return;
        for (const auto& position : positions ? *positions : std::vector<Position>{}) {
            if (position.contract.id != contract_id) continue;
            ibkr::PnLSingle message;
            message.request_id = id;
            message.position = position.quantity;
            message.daily_pnl = number(position.unrealized_pnl);
            message.unrealized_pnl = number(position.unrealized_pnl);
            message.realized_pnl = number(position.realized_pnl);
            message.value = number(position.market_value);
            to.send(message);
        }
        stream->second = again(to, pnl_every, [this, id, contract_id](Session& later) {
            send_pnl_single(later, id, contract_id);
        });
    };
    floor_.broker->get_positions(floor_.for_session(client, std::move(then)));
}

void AccountDesk::on(Session&, const ibkr::CancelPnLSingle& request)
{
    pnl_.erase(request.request_id);
}

}  // namespace trademind::gateway
