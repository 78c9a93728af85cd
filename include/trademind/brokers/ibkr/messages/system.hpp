// The session itself: start, ids, accounts, errors, times, log level.
#pragma once

#include <trademind/brokers/ibkr/messages/fields.hpp>

namespace trademind::ibkr {

/// A refusal, a warning or news of the session. `id` is a request's or an order's, or absent.
struct ErrorMessage {
    static constexpr AnswerInfo info{Answer::error, "ErrorMessage", Version::protobuf_place_order};
    static constexpr int no_request = -1;

    std::optional<int> id;
    std::int64_t error_time{};  ///< milliseconds since the epoch; 0 when the server sent none
    int error_code{};
    std::string_view error_message;
    std::string_view advanced_order_reject_json;

    /// The id that the message is about; -1 when it is about none.
    int about() const { return id.value_or(no_request); }

    template <class M, class V> static void describe(M& m, V& v)
    {
        if (v.before(Version::error_time)) v.text_version(2);
        v("id", 1, m.id);
        if constexpr (!V::is_text) v("errorTime", 2, m.error_time);
        v("errorCode", 3, m.error_code);
        v("errorMsg", 4, m.error_message);
        v.json_text("advancedOrderRejectJson", 5, m.advanced_order_reject_json);
        if constexpr (V::is_text)
            if (v.since(Version::error_time)) v.text("errorTime", m.error_time);
    }
};

/// The accounts of the login, separated by commas; a comma may end the list.
struct ManagedAccounts {
    static constexpr AnswerInfo info{Answer::managed_accounts, "ManagedAccounts",
                                     Version::protobuf_accounts_positions, 1};
    std::string_view accounts_list;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("accountsList", 1, m.accounts_list);
    }
};

/// The lowest id that this client may give to a new order.
struct NextValidId {
    static constexpr AnswerInfo info{Answer::next_valid_id, "NextValidId", Version::protobuf_rest_3,
                                     1};
    int order_id{};

    template <class M, class V> static void describe(M& m, V& v) { v("orderId", 1, m.order_id); }
};

/// Seconds since the epoch.
struct CurrentTime {
    static constexpr AnswerInfo info{Answer::current_time, "CurrentTime", Version::protobuf_rest_3,
                                     1};
    std::int64_t current_time{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("currentTime", 1, m.current_time);
    }
};

/// Milliseconds since the epoch.
struct CurrentTimeInMillis {
    static constexpr AnswerInfo info{Answer::current_time_in_millis, "CurrentTimeInMillis",
                                     Version::protobuf_rest_3, 0, Version::current_time_in_millis};
    std::int64_t current_time_in_millis{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("currentTimeInMillis", 1, m.current_time_in_millis);
    }
};

struct UserInfo : OfRequest {
    static constexpr AnswerInfo info{Answer::user_info, "UserInfo", Version::protobuf_rest_2};
    std::string_view white_branding_id;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("whiteBrandingId", 2, m.white_branding_id);
    }
};

/// First message after the handshake; the server answers unasked with accounts and next id.
struct StartApiRequest : ByType {
    static constexpr RequestInfo info{Request::start_api, "StartApiRequest",
                                      Version::protobuf_rest_3, 2};
    using answer = Stream<ManagedAccounts, NextValidId>;
    int client_id{};
    std::string_view optional_capabilities;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("clientId", 1, m.client_id);
        v("optionalCapabilities", 2, m.optional_capabilities);
    }
};

/// Asks for the next valid order id; the number is ignored by servers.
struct IdsRequest : ByType {
    static constexpr RequestInfo info{Request::ids, "IdsRequest", Version::protobuf_rest_3, 1};
    using answer = Once<NextValidId>;
    int number_of_ids = 1;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("numIds", 1, m.number_of_ids);
    }
};

struct ManagedAccountsRequest : ByType, NoFields {
    static constexpr RequestInfo info{Request::managed_accounts, "ManagedAccountsRequest",
                                      Version::protobuf_accounts_positions, 1};
    using answer = Once<ManagedAccounts>;
};

struct CurrentTimeRequest : ByType, NoFields {
    static constexpr RequestInfo info{Request::current_time, "CurrentTimeRequest",
                                      Version::protobuf_rest_3, 1};
    using answer = Once<CurrentTime>;
};

struct CurrentTimeInMillisRequest : ByType, NoFields {
    static constexpr RequestInfo info{Request::current_time_in_millis, "CurrentTimeInMillisRequest",
                                      Version::protobuf_rest_3, 0, Version::current_time_in_millis};
    using answer = Once<CurrentTimeInMillis>;
};

struct UserInfoRequest : ById, NoFields {
    static constexpr RequestInfo info{Request::user_info, "UserInfoRequest",
                                      Version::protobuf_rest_2};
    using answer = Once<UserInfo>;
};

/// How much TWS writes into its own log about this client: 1 system to 5 detail.
struct SetServerLogLevelRequest : Unanswered {
    static constexpr RequestInfo info{Request::set_server_log_level, "SetServerLogLevelRequest",
                                      Version::protobuf_rest_3, 1};
    int log_level = 2;

    template <class M, class V> static void describe(M& m, V& v) { v("logLevel", 1, m.log_level); }
};

}  // namespace trademind::ibkr
