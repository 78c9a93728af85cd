// Placing, changing and cancelling orders.
#include "brokers/ibkr/broker/orders.hpp"

#include "brokers/ibkr/broker/order_terms.hpp"
#include "brokers/ibkr/broker/rules.hpp"
#include "brokers/ibkr/translation/to_wire.hpp"
#include "domain/unknown_words.hpp"

#include <trademind/brokers/ibkr/messages/place_order.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>

#include <algorithm>

namespace trademind::ibkr_broker {
namespace {

/// How long the echo of a change has time to show it, until the list of open orders is asked for.
constexpr Duration echo_patience = std::chrono::milliseconds{500};
/// An order id that was used before.
constexpr int id_is_taken = 103;
/// Ids that are tried for one order.
constexpr int most_ids_tried = 5;

/// 321 has many reasons; the words name this one.
bool says_read_only(const Error& error)
{
    return error.message.find("Read-Only") != std::string::npos;
}

Error read_only(const Error& error)
{
    return {Errc::read_only,
            error.message + " (TWS: Configuration, API, Settings, Read-Only API must be off)"};
}

}  // namespace

Orders::Orders(Desk& desk, Contracts& contracts)
    : desk_{desk},
      contracts_{contracts},
      table_{desk.options.client_id},
      updates_{desk, table_},
      fates_{desk, table_},
      previews_{desk},
      reconciliation_{desk, table_, updates_},
      messages_{desk, table_, updates_, reconciliation_, previews_},
      acknowledgements_{desk, table_,
                        [this](OrderRecord& order) {
                            updates_.apply(order, order.machine.not_acknowledged(desk_.now()));
                        },
                        [this] { updates_.doubt(); }}
{}

ValidationRules Orders::rules_for(const Contract& contract) const
{
    return ibkr_broker::rules_for(contract, contracts_, desk_);
}

Result<void> Orders::validate(const OrderRequest& order, bool is_judged) const
{
    if (is_judged) return {};
    auto fault = fault_of(order, rules_for(order.contract));
    return fault ? Result<void>{fault->error()} : Result<void>{};
}

Result<void> Orders::validate_new(const OrderRequest& order, bool is_judged)
{
    if (is_judged) return {};
    auto rules = rules_for(order.contract);
    rules.has_parent = !order.parent_id || table_.find(*order.parent_id) != nullptr;
    auto fault = fault_of(order, rules);
    return fault ? Result<void>{fault->error()} : Result<void>{};
}

Result<void> Orders::ready() const
{
    if (auto usable = desk_.usable(); !usable) return usable;
    if (!open_for_orders_)
        return Error{Errc::not_reconciled,
                     "the open orders at TWS are not known yet: no order is sent before"};
    return {};
}

Result<std::string_view> Orders::account_for(const OrderRequest& order) const
{
    if (is_for_group(order)) return std::string_view{};
    if (order.account.empty()) return desk_.account();
    if (auto known = desk_.has_account(order.account); !known) return known.error();
    return order.account;
}

void Orders::place(OrderRequest&& order, Handed handed, Completion<OrderReport> done)
{
    if (auto usable = ready(); !usable) return done(usable.error());
    if (auto sound = validate_new(order, handed.is_judged); !sound) return done(sound.error());
    if (auto account = account_for(order); !account) return done(account.error());
    bool can_go = !desk_.options.qualify_orders && !order.contract.exchange.empty();
    if (can_go || Contracts::is_qualified(order.contract))
        return send_new(std::move(order), handed.leaves_until, std::move(done));
    auto waiting = std::make_shared<Completion<OrderReport>>(std::move(done));
    auto contract = order.contract;
    contracts_.qualify(contract,
                       life_.guard([this, waiting, until = handed.leaves_until,
                                    order = std::move(order)](Result<Contract> qualified) mutable {
                           if (waiting->abandoned()) return;
                           if (!qualified) return (*waiting)(qualified.error());
                           // The connection may have broken meanwhile.
                           if (auto usable = ready(); !usable) return (*waiting)(usable.error());
                           Contracts::complete(order.contract, *qualified);
                           // Now its tick and lot are known.
                           if (auto sound = validate_new(order); !sound)
                               return (*waiting)(sound.error());
                           send_new(std::move(order), until, std::move(*waiting));
                       }));
}

void Orders::send_new(OrderRequest&& order, TradingState leaves_until, Completion<OrderReport> done)
{
    table_.drop_ended(desk_.clock.uptime());
    if (!order.client_order_id.empty()) {
        auto* known = table_.find_client_order_id(order.client_order_id);
        bool refused = known && known->machine.report().status == OrderStatus::rejected;
        auto taken = [&](const std::string& whose) {
            return Error{Errc::duplicate_order, "client order id " + order.client_order_id +
                                                    " is order " + to_string(known->id()) + whose};
        };
        if (known && !refused) {
            // Another client's order is no answer to ours. Client 0 is TWS's own.
            auto owner = known->machine.report().client_id;
            if (table_.is_foreign(*known) && owner != 0 && owner != OrderReport::no_client_id)
                return done(taken(" of client " + std::to_string(owner)));
            if (known->machine.has_terms() && !same_order(known->machine.original(), order))
                return done(taken(", another one"));
            // Placed before: the answer is what became of it.
            if (known->machine.waits_for_place())
                known->place.push_back(std::move(done));
            else
                updates_.answer_place(done, *known);
            return;
        }
    }
    auto id = desk_.core.order_ids().next();
    if (!id) return done(id.error());
    auto tag = tag_for(*id, leaves_until, desk_.gate);
    if (!tag) return done(tag.error());
    if (auto sent = transmit(*id, order, *tag); !sent) return done(sent.error());
    bool held = !order.transmit;
    auto& tracked = table_.add(*id, std::move(order), desk_.now());
    tracked.tag = *tag;
    updates_.count_change();
    desk_.events.on_order(tracked.machine.report());
    if (held) {
        // TWS says nothing of an order that it only keeps.
        updates_.apply(tracked, tracked.machine.settle(desk_.now()));
        return updates_.answer_place(done, tracked);
    }
    // Who gives up while the frame waits for pacing does not want it sent later.
    done.on_cancel(life_.guard([this, number = *id] { withdraw(number); }));
    tracked.place.push_back(std::move(done));
    acknowledgements_.wait_for(*id);
}

bool Orders::try_another_id(OrderRecord& order, const ErrorNews& news)
{
    // Of an order of which nothing else was heard 103 proves that it does not exist: the id belongs
    // to another one, of a day or a client that no list tells of.
    if (news.code != id_is_taken || order.machine.acknowledged() ||
        !order.machine.waits_for_place() || order.outlived || order.ids_taken >= most_ids_tried)
        return false;
    ++order.ids_taken;
    updates_.apply(order, order.machine.on_id_taken(news, desk_.now()));
    desk_.core.ask(
        ibkr::IdsRequest{}, desk_.options.request_timeout, [](const ibkr::NextValidId&) {},
        life_.guard([this, &order, news](const Result<void>& end) {
            if (end)
                send_again(order, news);
            else
                updates_.apply(order, order.machine.on_error(news, desk_.now()));
        }));
    return true;
}

void Orders::send_again(OrderRecord& order, const ErrorNews& news)
{
    if (!order.machine.waits_for_place() || order.machine.acknowledged()) return;
    auto refuse = [&](const Error& why) {
        updates_.apply(order, order.machine.never_sent(why, desk_.now()));
    };
    if (!order.awaits_place())
        return refuse(Error{Errc::cancelled, "given up before it left for TWS again"});
    // TWS's own next id may be a used one: the steps grow
    auto& ids = desk_.core.order_ids();
    for (std::int64_t skipped = 1, n = 1; n < order.ids_taken; ++n, skipped *= 10)
        ids.saw(ids.last() + skipped * 9);
    auto id = ids.next();
    if (!id) return refuse(id.error());
    auto tag = tag_for(*id, leaves_until(order.tag), desk_.gate);
    if (!tag) return refuse(tag.error());
    order.tag = *tag;
    auto sent = transmit(*id, order.machine.report().order, order.tag);
    if (!sent) return updates_.apply(order, order.machine.on_error(news, desk_.now()));
    table_.renumber(order, *id);
    updates_.apply(order, order.machine.renumber(*id, desk_.now()));
    acknowledgements_.wait_for(*id);
}

Result<void> Orders::transmit(OrderId id, const OrderRequest& order, FrameTag tag)
{
    Texts texts;
    auto account = account_for(order);
    if (!account) return account.error();
    ibkr::PlaceOrderRequest request{.order_id = static_cast<int>(to_number(id)),
                                    .contract = to_wire(order.contract, texts),
                                    .order = to_wire(order, *account),
                                    .attached_orders = {}};
    add_to_contract(request.contract, order);
    return desk_.core.command(request, tag);
}

void Orders::withdraw(OrderId id)
{
    auto* order = table_.find_own(to_number(id));
    if (!order || order->machine.acknowledged() || order->tag == 0) return;
    if (!desk_.core.withdraw(order->tag)) return;
    updates_.apply(
        *order, order->machine.never_sent(Error{Errc::cancelled, "given up before it left for TWS"},
                                          desk_.now()));
}

void Orders::withdraw_change(OrderId id, const Error& why)
{
    auto* order = table_.find(id);
    if (order && order->change_tag != 0 && desk_.core.withdraw(order->change_tag))
        updates_.apply(*order, order->machine.modify_not_sent(why, desk_.now()));
}

void Orders::modify(OrderId id, OrderRequest order, Handed handed, Completion<OrderReport> done)
{
    auto* known = table_.find(id);
    if (known)
        if (auto word = unsendable_field_of(known->machine.report().order))
            return done(Error{Errc::not_modifiable,
                              "order " + to_string(id) +
                                  " is of a type that this library cannot send: " + *word});
    if (auto usable = ready(); !usable) return done(usable.error());
    if (!known) return done(Error{Errc::unknown_order, "no order " + to_string(id)});
    const auto& report = known->machine.report();
    if (to_number(id) == 0)
        return done(Error{Errc::not_modifiable, "the order was entered by hand and is not bound"});
    if (table_.is_foreign(*known))
        return done(Error{Errc::not_modifiable, "order " + to_string(id) + " is of client " +
                                                    std::to_string(report.client_id)});
    if (is_done(report.status))
        return done(Error{Errc::not_modifiable, "order " + to_string(id) + " is " +
                                                    std::string{to_string(report.status)}});
    // A change that nobody waits for any more may never be answered: a new one takes its place.
    if (known->machine.waits_for_modify() && known->awaits_modify())
        return done(
            Error{Errc::not_modifiable, "another change of this order is not answered yet"});
    // TWS compares with what it holds: same contract, side, account and reference.
    if (order.side != report.order.side)
        return done(Error{Errc::not_modifiable, "side: cannot be changed"});
    order.contract = report.order.contract;
    order.client_order_id = report.order.client_order_id;
    if (order.account.empty()) order.account = report.order.account;
    if (!order.parent_id) order.parent_id = report.order.parent_id;
    if (auto sound = validate(order, handed.is_judged); !sound) return done(sound.error());
    auto tag = change_tag_for(id, handed.leaves_until, desk_.gate);
    if (!tag) return done(tag.error());
    if (auto sent = transmit(id, order, *tag); !sent) return done(sent.error());
    known->change_tag = *tag;
    done.on_cancel(life_.guard([this, id] {
        withdraw_change(id, Error{Errc::cancelled, "given up before it left for TWS"});
    }));
    known->modify.clear();
    known->modify.push_back(std::move(done));
    updates_.apply(*known, known->machine.modify_sent(std::move(order), desk_.now()));
    wait_for_change(*known);
}

void Orders::wait_for_change(OrderRecord& order)
{
    order.change_timer.reset();
    if (!order.machine.modify_is_hard_to_see()) return;
    order.change_timer = desk_.clock.after(
        echo_patience + desk_.core.would_wait(ibkr::Request::place_order), desk_.strand,
        life_.guard([this, &order, modify = order.machine.modifies()] {
            if (order.machine.modify_is_hard_to_see() && modify == order.machine.modifies())
                look_for_change(order, modify);
        }));
}

void Orders::look_for_change(OrderRecord& order, unsigned modify)
{
    // TWS reads what it is sent in turn: a list that is asked for now is of the time after.
    auto listed = life_.guard([this, &order, modify](const Result<void>& end) {
        if (end && modify == order.machine.modifies())
            updates_.apply(order, order.machine.modify_listed(desk_.now()));
    });
    auto patience = desk_.options.request_timeout;
    auto ignore = [](const ibkr::OpenOrdersEnd&) {};
    // For client 0 its own list would bind what was entered by hand.
    if (desk_.options.client_id == 0)
        desk_.core.ask(ibkr::AllOpenOrdersRequest{}, patience, ignore, std::move(listed));
    else
        desk_.core.ask(ibkr::OpenOrdersRequest{}, patience, ignore, std::move(listed));
}

void Orders::cancel(OrderId id, Completion<OrderReport> done)
{
    if (auto usable = desk_.usable(); !usable) return done(usable.error());
    auto* known = table_.find(id);
    if (!known) return done(Error{Errc::unknown_order, "no order " + to_string(id)});
    const auto& report = known->machine.report();
    if (to_number(id) == 0)
        return done(Error{Errc::not_cancellable, "the order was entered by hand and is not bound"});
    if (is_done(report.status))
        return done(Error{Errc::not_cancellable, "order " + to_string(id) + " is " +
                                                     std::string{to_string(report.status)}});
    if (table_.is_foreign(*known))
        return done(Error{Errc::not_cancellable, "order " + to_string(id) + " is of client " +
                                                     std::to_string(report.client_id)});
    // Whoever gave up on a cancel may ask again: the first may never have been acted upon.
    bool asked = known->machine.waits_for_cancel() && known->awaits_cancel();
    // cancels overtake what waits for pacing: a change, or the order itself, must not follow one
    withdraw_change(id, Error{Errc::not_modifiable, "a cancel overtook it before it left for TWS"});
    if (!known->machine.acknowledged() && known->tag != 0 && desk_.core.withdraw(known->tag)) {
        updates_.apply(
            *known, known->machine.never_sent(
                        Error{Errc::cancelled, "cancelled before it left for TWS"}, desk_.now()));
        return updates_.answer(done, *known);
    }
    if (!asked) {
        ibkr::CancelOrderRequest request;
        request.order_id = static_cast<int>(to_number(id));
        if (auto sent = desk_.core.command(request); !sent) return done(sent.error());
    }
    known->cancel.push_back(std::move(done));
    if (!asked) updates_.apply(*known, known->machine.cancel_sent(desk_.now()));
}

void Orders::preview(OrderRequest order, Completion<OrderPreview> done)
{
    if (auto usable = desk_.usable(); !usable) return done(usable.error());
    if (auto sound = validate(order); !sound) return done(sound.error());
    auto account = account_for(order);
    if (!account) return done(account.error());
    auto waiting = std::make_shared<Completion<OrderPreview>>(std::move(done));
    auto contract = order.contract;
    contracts_.qualify(contract,
                       life_.guard([this, waiting, account = std::string{*account},
                                    order = std::move(order)](Result<Contract> qualified) mutable {
                           if (!qualified) return (*waiting)(qualified.error());
                           Contracts::complete(order.contract, *qualified);
                           if (auto sound = validate(order); !sound)
                               return (*waiting)(sound.error());
                           previews_.ask(order, account, std::move(*waiting));
                       }));
}

bool Orders::refuse_read_only(const Error& error)
{
    if (!says_read_only(error)) return false;
    bool any = false;
    table_.each([&](OrderRecord& order) {
        if (order.machine.acknowledged() || is_done(order.machine.report().status)) return;
        // It went to another session, which may have been allowed to trade.
        if (order.outlived) return;
        any = true;
        ErrorNews news{321, read_only(error), {}};
        updates_.apply(order, order.machine.on_error(news, desk_.now()));
    });
    return any;
}

bool Orders::on_error(const ibkr::ErrorMessage& message)
{
    ErrorNews news{message.error_code,
                   make_tws_error(message.error_code, std::string{message.error_message}),
                   std::string{message.advanced_order_reject_json}};
    if (message.about() == ibkr::ErrorMessage::no_request) return refuse_read_only(news.error);
    if (says_read_only(news.error)) news.error = read_only(news.error);
    if (previews_.on_error(message.about(), news)) return true;
    auto* order = table_.find_own(message.about());
    if (!order) return false;
    news.is_covered =
        !order->outlived || desk_.days_since(order->machine.report().submitted_at) == 0;
    if (try_another_id(*order, news)) return true;
    auto effects = order->machine.on_error(news, desk_.now());
    bool explained = effects.explained;
    updates_.apply(*order, std::move(effects));
    if (!explained) desk_.events.on_notice(Notice{news.error, order->id()});
    return true;
}

bool Orders::not_sent(FrameTag tag, const Error& why)
{
    if (!is_order_frame(tag)) return false;
    auto* order = table_.find_own(order_number(tag));
    if (!order) return previews_.fail(order_number(tag), why);
    if (is_change(tag))
        updates_.apply(*order, order->machine.modify_not_sent(why, desk_.now()));
    else if (!order->machine.acknowledged())
        updates_.apply(*order, order->machine.never_sent(why, desk_.now()));
    return true;
}

void Orders::connection_lost(const ibkr::session::Disconnect& loss)
{
    bool asked_for = !loss.why.code;
    Error why{asked_for ? Errc::cancelled : Errc::connection_lost,
              asked_for ? "disconnected before TWS answered"
                        : "the connection broke before TWS answered: " + loss.why.message};
    previews_.fail_all(why);
    for (auto tag : loss.not_sent)
        not_sent(tag, {Errc::not_connected, "the connection broke before it left"});
    acknowledgements_.clear();
    table_.each([&](OrderRecord& order) {
        order.outlived = true;
        order.settle_timer.reset();
        updates_.apply(order, order.machine.connection_lost(why, desk_.now()));
    });
}

}  // namespace trademind::ibkr_broker
