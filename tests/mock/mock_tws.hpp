// A TWS for tests and examples: the server's side of the protocol on a real loopback socket.
#pragma once

#include "brokers/ibkr/wire/dispatch.hpp"
#include "brokers/ibkr/wire/encode.hpp"

#include <trademind/completion.hpp>
#include <trademind/time.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::test {

using ibkr::Version;

/// One request as it came.
struct ReceivedRequest {
    int session = 0;  ///< number of the connection, from 1
    int id = 0;
    ibkr::wire::Encoding encoding{};
    std::size_t body_at = 0;
    Version version{};
    std::string payload;
};

class MockTws;

/// One client's connection, as the server sees it.
class MockSession : public std::enable_shared_from_this<MockSession> {
public:
    MockSession(MockTws& tws, boost::asio::ip::tcp::socket socket, int number);

    int number() const { return number_; }
    int client_id() const { return client_id_; }
    bool started() const { return client_id_ >= 0; }
    bool open() const { return socket_.is_open(); }
    Version version() const { return version_; }
    /// Bytes that were given to be sent so far, the greeting included.
    std::size_t bytes_sent() const { return bytes_sent_; }

    /// In the encoding of the session's version. Throws what the encoder refuses: a mistake of the
    /// test.
    template <class M> void send(const M& message)
    {
        std::string frame;
        if (auto fault = ibkr::wire::encode(frame, message, version_))
            throw std::logic_error{"MockSession::send: " + fault.describe()};
        send_bytes(frame);
    }
    /// An error message about this request or order, without a time.
    void send_error(int id, int code, std::string_view text);
    /// Whatever bytes: broken frames, several at once, half of one.
    void send_bytes(std::string bytes);
    /// A frame around a payload.
    void send_payload(std::string_view payload);
    /// The next bytes sent go in pieces of so many, one read of the client's each.
    void cut(std::size_t piece) { piece_ = piece; }
    /// What is sent while this is on leaves in one write when it ends: one read of the client's.
    void gather(bool on);
    /// What is sent from here on comes so much later, on the mock's clock.
    void delay(Duration time);
    /// Reads nothing from here on; what the client writes fills its buffers.
    void stop_reading() { reading_ = false; }
    /// Closes when all that was sent so far has been written.
    void drop();
    /// Closes at once, with a reset: what was under way is lost.
    void reset();

private:
    friend class MockTws;
    struct Step {
        std::string bytes;
        std::size_t piece = 0;
        Duration delay{};
        bool close = false;
    };

    void start();
    void read();
    void take_frames();
    void greet(std::string_view payload);
    void request(std::string_view payload);
    void next_step();
    void write_piece();
    void close();

    MockTws* tws_;
    boost::asio::ip::tcp::socket socket_;
    int number_;
    int client_id_ = -1;
    Version version_{};
    bool greeted_ = false, reading_ = true, busy_ = false, gathers_ = false;
    std::string gathered_;
    std::size_t piece_ = 0, at_ = 0, bytes_sent_ = 0;
    std::string received_;
    std::vector<char> space_ = std::vector<char>(64 * 1024);
    std::deque<Step> steps_;
    Subscription timer_;
};

/// Listens on a port of 127.0.0.1 (0: any free one) and answers as the test says; by itself it
/// greets, and answers startApi with accounts, next order id and the farms.
///
/// Lives on one executor: use it before that runs, from its handlers, or from the thread that runs
/// it. With more threads, give it a strand and post to it.
class MockTws {
public:
    using Session = MockSession;

    explicit MockTws(boost::asio::any_io_executor executor,
                     std::shared_ptr<Clock> clock = system_clock(), std::uint16_t port = 0);
    ~MockTws();
    MockTws(const MockTws&) = delete;
    MockTws& operator=(const MockTws&) = delete;

    const std::string& host() const { return host_; }
    std::uint16_t port() const { return port_; }

    // what the server is like: for connections to come
    /// Its newest version; a client that offers less gets less.
    MockTws& speak(int version);
    /// Chooses this version whatever the client offers.
    MockTws& insist(int version);
    MockTws& accounts(std::string list);
    MockTws& next_order_id(int id);
    int next_order_id() const { return next_order_id_; }
    /// Answers the start of this client id with 326 and closes.
    MockTws& refuse_client_id(int id);
    MockTws& accept_client_id(int id);
    /// Accepts and closes at once, as a forwarder does with nothing behind it.
    MockTws& hang_up(bool on);
    /// Accepts and says nothing.
    MockTws& mute(bool on);
    /// Greets, and says nothing to startApi.
    MockTws& mute_start(bool on);
    /// Closes each connection, in the middle of a frame or not, when the server has sent so many
    /// bytes on it; nothing: never.
    MockTws& close_after(std::optional<std::size_t> bytes);
    /// Closes the listener: connects are refused, the port stays ours.
    void stop_listening();
    void listen();

    /// Called for each such request; replaces the handler before.
    template <class M> MockTws& on(std::function<void(Session&, const M&)> handler)
    {
        handlers_[id_of<M>()] = typed<M>(std::move(handler));
        return *this;
    }
    /// The same, undecoded.
    template <class M>
    MockTws& on_raw(std::function<void(Session&, const ReceivedRequest&)> handler)
    {
        handlers_[id_of<M>()] = std::move(handler);
        return *this;
    }
    /// Called for the next such request only, before what `on` says; they queue. Those that never
    /// came are told by unmet().
    template <class M> MockTws& once(std::function<void(Session&, const M&)> handler)
    {
        once_[id_of<M>()].push_back({std::string{M::info.name}, typed<M>(std::move(handler))});
        return *this;
    }
    /// Names of the requests that `once` waits for.
    std::vector<std::string> unmet() const;
    /// Called for every request instead of all else, startApi included.
    MockTws& on_every(std::function<void(Session&, const ReceivedRequest&)> handler);
    /// Called for every request without another handler.
    MockTws& on_other(std::function<void(Session&, const ReceivedRequest&)> handler);
    /// Called after accounts, next id and farms were sent.
    MockTws& on_started(std::function<void(Session&)> handler);
    /// Called when a connection has ended, from whichever side.
    MockTws& on_closed(std::function<void(Session&)> handler);

    /// To the newest session; throws when there is none.
    template <class M> void send(const M& message) { session().send(message); }
    /// An error, a warning or news of the session.
    void send_error(int id, int code, std::string_view text);
    /// The newest connection that is open and has started.
    Session& session();
    bool has_session() const;
    /// The open connection of a client id, or of that number; nullptr when there is none.
    Session* find_session(int client_id);
    Session* find_session_number(int number);
    /// Drops all connections.
    void drop_all();

    /// All requests so far, startApi included.
    const std::deque<ReceivedRequest>& received() const { return received_; }
    /// All requests of one kind. Texts are views into what this object keeps.
    template <class M> std::vector<M> received_of() const
    {
        std::vector<M> all;
        for (const auto& request : received_)
            if (request.id == id_of<M>()) all.push_back(decode<M>(request));
        return all;
    }
    template <class M> std::size_t count() const { return received_of<M>().size(); }
    /// Texts are views into the request's payload. Throws what the decoder refuses.
    template <class M> static M decode(const ReceivedRequest& request)
    {
        M message;
        ibkr::wire::Surplus surplus;
        if (auto fault = ibkr::wire::decode(std::string_view{request.payload}, request.body_at,
                                            request.version, request.encoding, message, surplus))
            throw std::runtime_error{"MockTws cannot read a request: " + fault.describe()};
        if (surplus.trailing_fields != 0)
            throw std::runtime_error{std::string{M::info.name} + " has surplus fields"};
        return message;
    }
    int connections() const { return connections_; }
    const std::shared_ptr<Clock>& clock() const { return clock_; }
    boost::asio::any_io_executor get_executor() { return executor_; }

private:
    friend class MockSession;
    using Handler = std::function<void(Session&, const ReceivedRequest&)>;
    struct Once {
        std::string name;
        Handler handler;
    };

    template <class M> static constexpr int id_of() { return static_cast<int>(M::info.id); }
    template <class M> static Handler typed(std::function<void(Session&, const M&)> handler)
    {
        return [handler = std::move(handler)](Session& session, const ReceivedRequest& request) {
            handler(session, decode<M>(request));
        };
    }

    void accept();
    void start_api(Session& session, const ReceivedRequest& request);
    void handle(Session& session, ReceivedRequest request);
    int choose(int oldest, int newest) const;

    boost::asio::any_io_executor executor_;
    std::shared_ptr<Clock> clock_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::string host_ = "127.0.0.1";
    std::uint16_t port_;
    int newest_ = 200, insisted_ = 0, connections_ = 0, next_order_id_ = 1;
    std::string accounts_ = "DU1234567";
    std::set<int> refused_ids_;
    bool hang_up_ = false, mute_ = false, mute_start_ = false;
    std::optional<std::size_t> close_after_;
    std::map<int, Handler> handlers_;
    std::map<int, std::deque<Once>> once_;
    Handler every_, other_;
    std::function<void(Session&)> started_, closed_;
    std::deque<ReceivedRequest> received_;
    std::vector<std::shared_ptr<Session>> sessions_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace trademind::test
