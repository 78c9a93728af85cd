// Financial advisors: account groups and aliases, as XML.
#pragma once

#include <trademind/brokers/ibkr/messages/fields.hpp>

namespace trademind::ibkr {

struct ReceiveFa {
    static constexpr AnswerInfo info{Answer::receive_fa, "ReceiveFA", Version::protobuf_rest_1, 1};
    int fa_data_type{};
    std::string_view xml;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("faDataType", 1, m.fa_data_type);
        v("xml", 2, m.xml);
    }
};

struct ReplaceFaEnd : OfRequest {
    static constexpr AnswerInfo info{Answer::replace_fa_end, "ReplaceFAEnd",
                                     Version::protobuf_rest_1};
    std::string_view text;

    template <class M, class V> static void describe(M& m, V& v) { v("text", 2, m.text); }
};

/// 1 groups, 3 aliases; 2 (profiles) ended with server 176.
struct FaRequest : ByType {
    static constexpr RequestInfo info{Request::request_fa, "FARequest", Version::protobuf_rest_1,
                                      1};
    using answer = Once<ReceiveFa>;
    int fa_data_type{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("faDataType", 1, m.fa_data_type);
        bool profiles = m.fa_data_type == 2;
        if constexpr (V::is_text) v.ended(Version::fa_profile_gone, "faDataType", profiles);
    }
};

struct FaReplace {
    static constexpr RequestInfo info{Request::replace_fa, "FAReplace", Version::protobuf_rest_1,
                                      1};
    using answer = Once<ReplaceFaEnd>;
    static constexpr Key key = Key::request_id;
    int request_id = no_id;
    int fa_data_type{};
    std::string_view xml;

    template <class M, class V> static void describe(M& m, V& v)
    {
        if constexpr (!V::is_text) v("reqId", 1, m.request_id);
        v("faDataType", 2, m.fa_data_type);
        v("xml", 3, m.xml);
        if constexpr (V::is_text) v.text("reqId", m.request_id);
        bool profiles = m.fa_data_type == 2;
        if constexpr (V::is_text) v.ended(Version::fa_profile_gone, "faDataType", profiles);
    }
};

}  // namespace trademind::ibkr
