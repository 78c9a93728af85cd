// Which request an answer belongs to: by request id, or by type where the protocol has no id.
#pragma once

#include "brokers/ibkr/client/history_turns.hpp"
#include "brokers/ibkr/client/ids.hpp"
#include "brokers/ibkr/session/connectivity.hpp"

#include <trademind/brokers/ibkr/client/route.hpp>
#include <trademind/subscription.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace trademind::ibkr {

using detail::RouteId;

/// What routes need of the floor below: a frame to go out, or why it cannot.
using SendFrame = std::function<Result<>(const detail::Prepared&, RouteId)>;

/// Whether a stream of this kind stands still while that farm is broken.
bool hangs_on(Request, session::FarmKind);

/// A stream, and how much it has told so far.
struct StreamMark {
    RouteId number = 0;
    std::uint64_t told = 0;
};

/// All requests under way.
///
/// Requests found by type that end with a marker go one at a time: the next waits for the marker of
/// the one before, because nothing else tells their answers apart. A cancelled one stays until its
/// marker has come, so that its late rows are not taken for the next one's, but no longer than ten
/// seconds: TWS may never answer. Request ids are not used again for a long time: late rows
/// of a cancelled id are dropped as unknown.
///
/// Not thread-safe: on the client's strand. Handlers may add and cancel requests.
class Routes {
public:
    /// Who asked: the broker may end before the client that shares its connection.
    enum class Owner { client, broker };

    /// Ids for requests that are asked again. Without `uptime` requests of the past do not wait for
    /// their turn by IBKR's rules.
    Routes(SendFrame send, RequestIds& ids, CallAfter after, HistoryTurns::Uptime uptime = {});

    /// How long a request would wait for its turn if it were made now.
    Duration history_wait(const detail::Prepared&) const;

    /// Takes over the request and sends it, now or in its turn, or ends it at once with the reason.
    /// `deadline` zero: none.
    RouteId add(detail::Prepared, std::unique_ptr<detail::Route>, Duration deadline = {},
                Owner = Owner::client);
    /// Forgets it without a word to its handler; TWS is told to stop.
    void cancel(RouteId);
    /// The same for all of that owner's.
    void cancel(Owner);
    /// The same after `why` was told to the handler.
    void fail(RouteId, const Error& why);

    /// Returns true when somebody took it.
    bool deliver_by_id(int request_id, const detail::Incoming&);
    bool deliver_by_type(const detail::Incoming&);
    /// A message of that id could not be read: what collects an answer ends with `why`, a stream
    /// goes on.
    void deliver_unreadable(int request_id, Answer, const Error& why);
    /// Commissions have no request id, but belong to the executions asked for.
    void deliver_to_all(const detail::Incoming&);
    /// What was delivered since the last call arrived together: calls on_read_end of those streams.
    void on_read_end();
    /// ERR_MSG of a request, or of none (-1). False when it concerns nobody here.
    bool deliver_error(int id, int code, const Error&);

    /// The socket is gone. Requests end with `why`; streams stay, to be asked for again.
    void connection_lost(const Error& why);
    /// Frames that never left: those requests end as not connected rather than as lost.
    void not_sent(RouteId, const Error& why);
    /// Asks for streams again, under new ids: for all when TWS lost them (1101), after a reconnect
    /// for those that this session has not been asked for.
    enum class Lost { all, with_the_socket };
    void restore(Lost, Version server);
    /// How often each data stream that hangs on the farm (on any, where none is named) has told
    /// something.
    std::vector<StreamMark> marks(std::optional<session::FarmKind>) const;
    /// The same of one stream, by its id on the wire.
    std::optional<StreamMark> mark(int request_id) const;
    /// Those of the marked streams that have told nothing since.
    std::vector<StreamMark> silent(std::vector<StreamMark>) const;
    /// Asks again, under new ids, for those streams that have told nothing since they were marked.
    void ask_again_where_silent(const std::vector<StreamMark>&);
    /// Everything ends: the client does.
    void close(const Error& why);

    /// Market data lines that TWS counts for what is open; from any thread.
    std::size_t lines() const { return lines_.load(std::memory_order_relaxed); }
    bool uses(int request_id) const { return by_id_.contains(request_id); }
    std::size_t size() const { return by_id_.size() + by_type_.size(); }

private:
    struct Entry {
        RouteId number = 0;
        detail::Prepared request;
        std::unique_ptr<detail::Route> route;  // empty: cancelled, waits for its marker
        Subscription deadline;
        Owner owner = Owner::client;
        bool sent = false, delivered = false, over = false, cancelled = false;
        bool in_read = false;    // is in in_read_
        std::uint64_t told = 0;  // messages
        std::unique_ptr<HistoryTicket> turn;
    };
    using EntryPointer = std::shared_ptr<Entry>;

    EntryPointer find(RouteId) const;
    bool waits_its_turn(const Entry&) const;
    bool shared(const Entry&) const;
    bool pass_on(const EntryPointer&, const detail::Incoming&);
    bool send(Entry&);
    void end(const EntryPointer&, Result<void>);
    void remove(const EntryPointer&);
    static bool takes_line(const Entry&);
    void call_turns();
    std::vector<EntryPointer> waiting_for_turn() const;
    void send_in_turn();
    void send_next();
    void tell_tws(const Entry&);
    bool renew(const EntryPointer&, Version server);
    static bool accepts(const Entry&, Answer);

    SendFrame send_;
    RequestIds& ids_;
    CallAfter after_;
    HistoryTurns turns_;
    RouteId last_ = 0;
    std::atomic<std::size_t> lines_{0};
    std::unordered_map<int, EntryPointer> by_id_;
    std::vector<EntryPointer> by_type_;  // in the order in which they were asked
    std::unordered_map<RouteId, EntryPointer> by_number_;
    std::vector<EntryPointer> in_read_;  // streams with messages since the last on_read_end
    bool open_ = true;                   // there is a session to send in
};

/// Whether an error message ends a request that has, or has not, been answered in part.
enum class ErrorMeaning { ends, notice, ignore };
ErrorMeaning meaning_for_request(int code, std::string_view text, bool stream, bool delivered);

}  // namespace trademind::ibkr
