// Reading and changing the settings of TWS; protobuf only.
#pragma once

#include <trademind/brokers/ibkr/messages/config_parts.hpp>

namespace trademind::ibkr {

struct ConfigResponse : OfRequest {
    static constexpr AnswerInfo info{Answer::config, "ConfigResponse", Version::oldest, 0,
                                     Version::config};
    std::optional<LockAndExitConfig> lock_and_exit;
    std::vector<MessageConfig> messages;
    std::optional<ApiConfig> api;
    std::optional<OrdersConfig> orders;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.optional("lockAndExit", 2, m.lock_and_exit, whole);
        v.list("messages", 3, m.messages, whole);
        v.optional("api", 4, m.api, whole);
        v.optional("orders", 5, m.orders, whole);
    }
};

struct UpdateConfigResponse : OfRequest {
    static constexpr AnswerInfo info{Answer::update_config, "UpdateConfigResponse", Version::oldest,
                                     0, Version::update_config};
    std::string_view status;
    std::string_view message;
    std::vector<std::string_view> changed_fields;
    std::vector<std::string_view> errors;
    std::vector<UpdateConfigWarning> warnings;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("status", 2, m.status);
        v("message", 3, m.message);
        v.values("changedFields", 4, m.changed_fields);
        v.values("errors", 5, m.errors);
        v.list("warnings", 6, m.warnings, whole);
    }
};

struct ConfigRequest : ById, NoFields {
    static constexpr RequestInfo info{Request::config, "ConfigRequest", Version::oldest, 0,
                                      Version::config};
    using answer = Once<ConfigResponse>;
};

/// Only the members that are set change. Warnings of an earlier answer are accepted by naming them.
struct UpdateConfigRequest : ById {
    static constexpr RequestInfo info{Request::update_config, "UpdateConfigRequest",
                                      Version::oldest, 0, Version::update_config};
    using answer = Once<UpdateConfigResponse>;
    std::optional<LockAndExitConfig> lock_and_exit;
    std::vector<MessageConfig> messages;
    std::optional<ApiConfig> api;
    std::optional<OrdersConfig> orders;
    std::vector<UpdateConfigWarning> accepted_warnings;
    std::optional<bool> reset_api_order_sequence;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.optional("lockAndExit", 2, m.lock_and_exit, whole);
        v.list("messages", 3, m.messages, whole);
        v.optional("api", 4, m.api, whole);
        v.optional("orders", 5, m.orders, whole);
        v.list("acceptedWarnings", 6, m.accepted_warnings, whole);
        v.setting("resetAPIOrderSequence", 7, m.reset_api_order_sequence);
    }
};

}  // namespace trademind::ibkr
