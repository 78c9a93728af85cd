// Which request an answer belongs to: by request id, or by type where the protocol has no id.
#include "brokers/ibkr/client/routes.hpp"

#include <algorithm>
#include <utility>

namespace trademind::ibkr {
namespace {

/// How long an abandoned request without an id keeps the next of its kind waiting.
constexpr Duration marker_patience = std::chrono::seconds{10};

}  // namespace

Routes::Routes(SendFrame send, RequestIds& ids, CallAfter after, HistoryTurns::Uptime uptime)
    : send_{std::move(send)},
      ids_{ids},
      after_{std::move(after)},
      turns_{std::move(uptime), after_, [this] { send_in_turn(); }}
{}

RouteId Routes::add(detail::Prepared request, std::unique_ptr<detail::Route> route,
                    Duration deadline, Owner owner)
{
    auto entry = std::make_shared<Entry>();
    entry->number = ++last_;
    entry->request = std::move(request);
    entry->route = std::move(route);
    entry->owner = owner;
    entry->turn = turns_.ticket(entry->request);
    if (deadline > Duration{})
        entry->deadline = after_(deadline, [this, number = entry->number] {
            fail(number, Error{Errc::timed_out, "TWS did not answer in time"});
        });
    by_number_.emplace(entry->number, entry);
    if (takes_line(*entry)) ++lines_;
    if (entry->request.key == Key::request_id)
        by_id_.emplace(entry->request.id, entry);
    else
        by_type_.push_back(entry);
    if (entry->request.fault.code)
        end(entry, entry->request.fault);
    else if (entry->turn && turns_.wait(*entry->turn) > Duration{})
        call_turns();
    else if (!waits_its_turn(*entry))
        send(*entry);
    return entry->number;
}

bool Routes::send(Entry& entry)
{
    auto queued = send_(entry.request, entry.number);
    entry.sent = queued.has_value();
    if (!entry.sent) {
        if (auto self = find(entry.number)) end(self, queued.error());
        return false;
    }
    if (entry.turn) turns_.enter(*entry.turn);
    return true;
}

Duration Routes::history_wait(const detail::Prepared& request) const
{
    auto ticket = turns_.ticket(request);
    return ticket ? turns_.wait(*ticket) : Duration{};
}

std::vector<Routes::EntryPointer> Routes::waiting_for_turn() const
{
    std::vector<EntryPointer> waiting;
    for (const auto& [number, entry] : by_number_)
        if (entry->turn && !entry->sent && entry->route) waiting.push_back(entry);
    std::ranges::sort(waiting, {}, &Entry::number);
    return waiting;
}

void Routes::call_turns()
{
    turns_.reset();
    auto next = Duration::max();
    for (const auto& entry : waiting_for_turn()) next = std::min(next, turns_.wait(*entry->turn));
    if (open_ && next < Duration::max()) turns_.call(next);
}

void Routes::send_in_turn()
{
    if (!open_) return;
    for (const auto& entry : waiting_for_turn())
        if (!entry->over && turns_.wait(*entry->turn) <= Duration{}) send(*entry);
    call_turns();
}

bool Routes::takes_line(const Entry& entry)
{
    // Snapshots take one while they last.
    return entry.request.request == Request::market_data ||
           entry.request.request == Request::real_time_bars;
}

bool Routes::accepts(const Entry& entry, Answer id)
{
    return std::ranges::find(entry.request.answers, id) != entry.request.answers.end();
}

bool Routes::waits_its_turn(const Entry& entry) const
{
    if (!entry.request.exclusive || entry.request.answers.empty()) return false;
    // Requests that end with the same message cannot be told apart.
    Answer last = entry.request.answers.front();
    return std::ranges::any_of(by_type_, [&](const EntryPointer& other) {
        return other.get() != &entry && other->sent && other->request.exclusive &&
               other->request.answers.front() == last;
    });
}

void Routes::send_next()
{
    // Sending may end an entry and so change the list: look for one at a time.
    for (;;) {
        auto next = std::ranges::find_if(by_type_, [&](const EntryPointer& entry) {
            return !entry->sent && !entry->over && entry->route && !waits_its_turn(*entry);
        });
        if (next == by_type_.end()) return;
        auto entry = *next;
        if (!send(*entry)) continue;
    }
}

Routes::EntryPointer Routes::find(RouteId number) const
{
    auto at = by_number_.find(number);
    return at == by_number_.end() ? nullptr : at->second;
}

void Routes::remove(const EntryPointer& entry)
{
    if (!std::exchange(entry->over, true) && takes_line(*entry)) --lines_;
    if (entry->turn && turns_.leave(*entry->turn)) call_turns();
    entry->deadline.reset();
    by_number_.erase(entry->number);
    if (auto at = by_id_.find(entry->request.id);
        entry->request.key == Key::request_id && at != by_id_.end() && at->second == entry)
        by_id_.erase(at);
    std::erase(by_type_, entry);
}

void Routes::end(const EntryPointer& entry, Result<void> result)
{
    auto route = std::move(entry->route);
    remove(entry);
    if (route) route->on_end(std::move(result));
    send_next();
}

void Routes::tell_tws(const Entry& entry)
{
    if (!entry.sent || !entry.request.write_cancel) return;
    detail::Prepared cancel;
    cancel.frame = entry.request.write_cancel(entry.request);
    cancel.server = entry.request.server;
    cancel.request = entry.request.request;
    if (!cancel.frame.empty()) send_(cancel, 0);
}

bool Routes::shared(const Entry& entry) const
{
    // Of a stream that is found by type TWS knows only one, however many listen.
    return entry.request.key == Key::type &&
           std::ranges::any_of(by_type_, [&](const EntryPointer& other) {
               return other.get() != &entry && other->route && other->sent &&
                      other->request.request == entry.request.request;
           });
}

void Routes::cancel(RouteId number)
{
    auto entry = find(number);
    if (!entry) return;
    auto route = std::move(entry->route);
    entry->cancelled = true;
    if (!shared(*entry)) tell_tws(*entry);
    if (entry->request.exclusive && entry->sent) {
        by_number_.erase(number);
        entry->deadline.reset();
        auto forget = [this, weak = std::weak_ptr{entry}] {
            auto waiting = weak.lock();
            if (!waiting || waiting->over) return;
            remove(waiting);
            send_next();
        };
        entry->deadline = after_(marker_patience, forget);
        return;  // until its marker comes
    }
    remove(entry);
    send_next();
}

void Routes::cancel(Owner owner)
{
    std::vector<RouteId> theirs;
    for (const auto& [number, entry] : by_number_)
        if (entry->owner == owner) theirs.push_back(number);
    std::ranges::sort(theirs);
    for (auto number : theirs) cancel(number);
}

void Routes::fail(RouteId number, const Error& why)
{
    auto entry = find(number);
    if (!entry) return;
    auto route = std::move(entry->route);
    cancel(number);
    if (route) route->on_end(why);
}

bool Routes::pass_on(const EntryPointer& entry, const detail::Incoming& in)
{
    entry->delivered = true;
    ++entry->told;
    // The handler may cancel its own request: it must outlive the call.
    auto route = std::move(entry->route);
    bool complete = route->on_answer(in);
    if (entry->over) return true;
    if (entry->cancelled) {
        // The marker that it waits for may be this message.
        if (complete) end(entry, {});
        return true;
    }
    entry->route = std::move(route);
    if (entry->request.streams && !std::exchange(entry->in_read, true)) in_read_.push_back(entry);
    if (!complete) return false;
    // What TWS would go on with is told to stop.
    if ((entry->request.streams || entry->request.cancel_after) && !shared(*entry))
        tell_tws(*entry);
    end(entry, {});
    return true;
}

bool Routes::deliver_by_id(int request_id, const detail::Incoming& in)
{
    auto at = by_id_.find(request_id);
    if (at == by_id_.end()) return false;
    auto entry = at->second;
    if (!entry->route || !accepts(*entry, in.id)) return false;
    pass_on(entry, in);
    return true;
}

bool Routes::deliver_by_type(const detail::Incoming& in)
{
    // Chosen before any is told: handlers may add and cancel, and what one makes room for is sent
    // only now and has not been answered. Few are under way at a time.
    std::vector<EntryPointer> takers;
    for (const auto& entry : by_type_)
        if (entry->sent && accepts(*entry, in.id)) takers.push_back(entry);
    for (const auto& entry : takers) {
        if (entry->over) continue;
        if (entry->route) {
            pass_on(entry, in);
        } else if (in.id == entry->request.answers.front()) {
            // Cancelled before: its marker makes room for the next.
            remove(entry);
            send_next();
        }
    }
    return !takers.empty();
}

void Routes::deliver_to_all(const detail::Incoming& in)
{
    std::vector<EntryPointer> takers;
    for (auto& [id, entry] : by_id_)
        if (entry->route && accepts(*entry, in.id)) takers.push_back(entry);
    for (auto& entry : takers)
        if (!entry->over) pass_on(entry, in);
}

void Routes::on_read_end()
{
    // Handlers may add and cancel requests, but no message comes meanwhile.
    for (std::size_t n = 0; n < in_read_.size(); ++n) {
        auto entry = in_read_[n];
        entry->in_read = false;
        auto route = std::move(entry->route);
        if (!route) continue;
        route->on_read_end();
        if (!entry->over && !entry->cancelled) entry->route = std::move(route);
    }
    in_read_.clear();
}

void Routes::not_sent(RouteId number, const Error& why)
{
    auto entry = find(number);
    if (entry && !entry->request.streams) end(entry, why);
}

void Routes::connection_lost(const Error& why)
{
    open_ = false;
    turns_.reset();
    std::vector<EntryPointer> all;
    for (auto& [id, entry] : by_id_) all.push_back(entry);
    all.insert(all.end(), by_type_.begin(), by_type_.end());
    std::ranges::sort(all, {}, &Entry::number);
    for (auto& entry : all) entry->sent = false;
    for (auto& entry : all) {
        if (entry->over || (entry->request.streams && entry->route)) continue;
        auto route = std::move(entry->route);
        remove(entry);
        if (route) route->on_end(why);
    }
}

void Routes::restore(Lost lost, Version server)
{
    open_ = true;
    std::vector<EntryPointer> streams;
    for (auto& [number, entry] : by_number_)
        if (entry->request.streams && entry->route && (lost == Lost::all || !entry->sent))
            streams.push_back(entry);
    std::ranges::sort(streams, {}, &Entry::number);
    for (auto& entry : streams) {
        if (!entry->over && renew(entry, server) && entry->route) entry->route->on_restored();
    }
}

void Routes::close(const Error& why)
{
    while (!by_number_.empty()) {
        auto entry = by_number_.begin()->second;
        auto route = std::move(entry->route);
        remove(entry);
        if (route) route->on_end(why);
    }
    by_type_.clear();
}

}  // namespace trademind::ibkr
