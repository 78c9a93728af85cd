// What the desks of a gateway share.
#pragma once

#include "gateway/errors.hpp"
#include "gateway/faults.hpp"
#include "gateway/session.hpp"

#include <trademind/broker.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace trademind::gateway {

/// The broker behind, the account, and who is connected. Lives as long as its desks, on the
/// broker's strand.
class Floor {
public:
    Floor(std::shared_ptr<Broker> broker, std::vector<std::shared_ptr<Session>>& sessions)
        : broker{std::move(broker)}, sessions{sessions}
    {}

    TimePoint now() const { return broker->clock()->now(); }
    void error(Session& to, int about, int code, std::string_view text) const
    {
        to.send_error(about, code, text, now());
    }
    void error(Session& to, int about, const Error& error, About what) const
    {
        auto answer = answer_to(error, what);
        to.send_error(about, answer.code, answer.text, now());
    }
    /// Sessions that have started.
    template <class Use> void for_each_client(Use use) const
    {
        // a session that ends leaves the list
        for (auto all = sessions; const auto& session : all)
            if (session->open() && session->started()) use(*session);
    }
    Session* find_client(int client_id) const
    {
        for (const auto& session : sessions)
            if (session->open() && session->client_id() == client_id) return session.get();
        return nullptr;
    }
    /// A callback of a call that was made for a session: not called where either has ended.
    template <class Use> auto for_session(Session& session, Use use)
    {
        return [weak = std::weak_ptr{session.shared_from_this()}, alive = std::weak_ptr{alive_},
                use = std::move(use)](auto result) mutable {
            auto client = weak.lock();
            if (client && client->open() && !alive.expired()) use(*client, std::move(result));
        };
    }
    /// A callback that does nothing once the floor has ended.
    template <class Use> auto while_alive(Use use)
    {
        return [alive = std::weak_ptr{alive_}, use = std::move(use)](auto&&... given) mutable {
            if (!alive.expired()) use(std::forward<decltype(given)>(given)...);
        };
    }

    std::shared_ptr<Broker> broker;
    std::vector<std::shared_ptr<Session>>& sessions;
    std::string account;                  ///< of the broker; empty until it is known
    std::optional<int> master_client_id;  ///< hears what all clients' orders do
    bool read_only = false;
    Faults faults;

private:
    std::shared_ptr<int> alive_ = std::make_shared<int>(0);
};

}  // namespace trademind::gateway
