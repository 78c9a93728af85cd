// Verification of third-party programs; not for general use.
#pragma once

#include <trademind/brokers/ibkr/messages/fields.hpp>

namespace trademind::ibkr {

struct VerifyMessage {
    static constexpr AnswerInfo info{Answer::verify_message, "VerifyMessageApi",
                                     Version::protobuf_rest_3, 1};
    std::string_view api_data;

    template <class M, class V> static void describe(M& m, V& v) { v("apiData", 1, m.api_data); }
};

struct VerifyCompleted {
    static constexpr AnswerInfo info{Answer::verify_completed, "VerifyCompleted",
                                     Version::protobuf_rest_3, 1};
    bool is_successful{};
    std::string_view error_text;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.word("isSuccessful", 1, m.is_successful);
        v("errorText", 2, m.error_text);
    }
};

struct VerifyAndAuthMessage {
    static constexpr AnswerInfo info{Answer::verify_and_auth_message, "VerifyAndAuthMessageApi",
                                     Version::never, 1};
    std::string_view api_data;
    std::string_view xyz_challenge;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("apiData", 1, m.api_data);
        v("xyzChallenge", 2, m.xyz_challenge);
    }
};

struct VerifyAndAuthCompleted {
    static constexpr AnswerInfo info{Answer::verify_and_auth_completed, "VerifyAndAuthCompleted",
                                     Version::never, 1};
    bool is_successful{};
    std::string_view error_text;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.word("isSuccessful", 1, m.is_successful);
        v("errorText", 2, m.error_text);
    }
};

struct VerifyRequest : ByType {
    static constexpr RequestInfo info{Request::verify, "VerifyRequest", Version::protobuf_rest_3,
                                      1};
    using answer = Once<VerifyMessage>;
    std::string_view api_name;
    std::string_view api_version;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("apiName", 1, m.api_name);
        v("apiVersion", 2, m.api_version);
    }
};

struct VerifyMessageRequest : ByType {
    static constexpr RequestInfo info{Request::verify_message, "VerifyMessageRequest",
                                      Version::protobuf_rest_3, 1};
    using answer = Once<VerifyCompleted>;
    std::string_view api_data;

    template <class M, class V> static void describe(M& m, V& v) { v("apiData", 1, m.api_data); }
};

struct VerifyAndAuthRequest : ByType {
    static constexpr RequestInfo info{Request::verify_and_auth, "VerifyAndAuthRequest",
                                      Version::never, 1};
    using answer = Once<VerifyAndAuthMessage>;
    std::string_view api_name;
    std::string_view api_version;
    std::string_view opaque_isv_key;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("apiName", 1, m.api_name);
        v("apiVersion", 2, m.api_version);
        v("opaqueIsvKey", 3, m.opaque_isv_key);
    }
};

struct VerifyAndAuthMessageRequest : ByType {
    static constexpr RequestInfo info{Request::verify_and_auth_message,
                                      "VerifyAndAuthMessageRequest", Version::never, 1};
    using answer = Once<VerifyAndAuthCompleted>;
    std::string_view api_data;
    std::string_view xyz_response;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("apiData", 1, m.api_data);
        v("xyzResponse", 2, m.xyz_response);
    }
};

}  // namespace trademind::ibkr
