// Verification of third-party programs; not for general use.
#pragma once

#include <trademind/brokers/ibkr/messages/fields.hpp>

namespace trademind::ibkr {

struct VerifyMessage {
    static constexpr AnswerInfo info{Answer::verify_message, "VerifyMessageApi",
                                     Version::protobuf_rest_3};
    std::string_view api_data;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.text_version(1);
        v("apiData", 1, m.api_data);
    }
};

struct VerifyCompleted {
    static constexpr AnswerInfo info{Answer::verify_completed, "VerifyCompleted",
                                     Version::protobuf_rest_3};
    bool is_successful{};
    std::string_view error_text;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.text_version(1);
        v.word("isSuccessful", 1, m.is_successful);
        v("errorText", 2, m.error_text);
    }
};

struct VerifyAndAuthMessage {
    static constexpr AnswerInfo info{Answer::verify_and_auth_message, "VerifyAndAuthMessageApi",
                                     Version::never};
    std::string_view api_data;
    std::string_view xyz_challenge;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.text_version(1);
        v("apiData", 1, m.api_data);
        v("xyzChallenge", 2, m.xyz_challenge);
    }
};

struct VerifyAndAuthCompleted {
    static constexpr AnswerInfo info{Answer::verify_and_auth_completed, "VerifyAndAuthCompleted",
                                     Version::never};
    bool is_successful{};
    std::string_view error_text;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.text_version(1);
        v.word("isSuccessful", 1, m.is_successful);
        v("errorText", 2, m.error_text);
    }
};

struct VerifyRequest {
    static constexpr RequestInfo info{Request::verify, "VerifyRequest", Version::protobuf_rest_3};
    using answer = Once<VerifyMessage>;
    static constexpr Key key = Key::type;
    std::string_view api_name;
    std::string_view api_version;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.text_version(1);
        v("apiName", 1, m.api_name);
        v("apiVersion", 2, m.api_version);
    }
};

struct VerifyMessageRequest {
    static constexpr RequestInfo info{Request::verify_message, "VerifyMessageRequest",
                                      Version::protobuf_rest_3};
    using answer = Once<VerifyCompleted>;
    static constexpr Key key = Key::type;
    std::string_view api_data;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.text_version(1);
        v("apiData", 1, m.api_data);
    }
};

struct VerifyAndAuthRequest {
    static constexpr RequestInfo info{Request::verify_and_auth, "VerifyAndAuthRequest",
                                      Version::never};
    using answer = Once<VerifyAndAuthMessage>;
    static constexpr Key key = Key::type;
    std::string_view api_name;
    std::string_view api_version;
    std::string_view opaque_isv_key;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.text_version(1);
        v("apiName", 1, m.api_name);
        v("apiVersion", 2, m.api_version);
        v("opaqueIsvKey", 3, m.opaque_isv_key);
    }
};

struct VerifyAndAuthMessageRequest {
    static constexpr RequestInfo info{Request::verify_and_auth_message,
                                      "VerifyAndAuthMessageRequest", Version::never};
    using answer = Once<VerifyAndAuthCompleted>;
    static constexpr Key key = Key::type;
    std::string_view api_data;
    std::string_view xyz_response;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.text_version(1);
        v("apiData", 1, m.api_data);
        v("xyzResponse", 2, m.xyz_response);
    }
};

}  // namespace trademind::ibkr
