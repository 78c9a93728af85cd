// Display groups of the TWS windows.
#pragma once

#include <trademind/brokers/ibkr/messages/fields.hpp>

namespace trademind::ibkr {

/// Ids separated by "|".
struct DisplayGroupList : OfRequest {
    static constexpr AnswerInfo info{Answer::display_group_list, "DisplayGroupList",
                                     Version::protobuf_rest_3, 1};
    std::string_view groups;

    template <class M, class V> static void describe(M& m, V& v) { v("groups", 2, m.groups); }
};

struct DisplayGroupUpdated : OfRequest {
    static constexpr AnswerInfo info{Answer::display_group_updated, "DisplayGroupUpdated",
                                     Version::protobuf_rest_3, 1};
    std::string_view contract_info;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("contractInfo", 2, m.contract_info);
    }
};

struct QueryDisplayGroupsRequest : ById, NoFields {
    static constexpr RequestInfo info{Request::query_display_groups, "QueryDisplayGroupsRequest",
                                      Version::protobuf_rest_3, 1};
    using answer = Once<DisplayGroupList>;
};

struct UnsubscribeFromGroupEventsRequest : UnansweredById {
    static constexpr RequestInfo info{Request::unsubscribe_from_group_events,
                                      "UnsubscribeFromGroupEventsRequest", Version::protobuf_rest_3,
                                      1};
};

struct SubscribeToGroupEventsRequest : ById {
    static constexpr RequestInfo info{Request::subscribe_to_group_events,
                                      "SubscribeToGroupEventsRequest", Version::protobuf_rest_3, 1};
    using answer = Stream<DisplayGroupUpdated>;
    using cancel = UnsubscribeFromGroupEventsRequest;
    int group_id{};

    template <class M, class V> static void describe(M& m, V& v) { v("groupId", 2, m.group_id); }
};

/// `contract_info`: conId@EXCHANGE, "none" or "combo".
struct UpdateDisplayGroupRequest : Unanswered, Numbered<no_id> {
    static constexpr RequestInfo info{Request::update_display_group, "UpdateDisplayGroupRequest",
                                      Version::protobuf_rest_3, 1};
    std::string_view contract_info;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("contractInfo", 2, m.contract_info);
    }
};

}  // namespace trademind::ibkr
