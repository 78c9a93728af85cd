// Codes that clients get for a broker's errors.
#include "gateway/errors.hpp"

#include <gmock/gmock.h>

namespace trademind::gateway {
namespace {

using testing::HasSubstr;

TEST(AnswerTo, keeps_the_code_and_the_words_of_TWS)
{
    auto answer = answer_to(make_tws_error(110, "The price does not conform"), About::order);
    EXPECT_EQ(answer.code, 110);
    EXPECT_EQ(answer.text, "The price does not conform");
}

TEST(AnswerTo, names_the_codes_that_clients_look_for)
{
    struct Case {
        Errc error;
        About about;
        int code;
    };
    for (const auto& c :
         {Case{Errc::unknown_contract, About::contract, 200},
          Case{Errc::buying_power, About::order, 201},
          Case{Errc::trading_halted, About::order, 201},
          Case{Errc::invalid_order, About::order, 321},
          Case{Errc::not_supported, About::order, 321},
          Case{Errc::unknown_order, About::cancel, 10147},
          Case{Errc::not_cancellable, About::cancel, 10148},
          Case{Errc::not_modifiable, About::modify, 104},
          Case{Errc::not_supported, About::history, 162}, Case{Errc::no_price, About::quotes, 354},
          Case{Errc::timed_out, About::request, 321}}) {
        auto answer = answer_to(Error{c.error, "because"}, c.about);
        EXPECT_EQ(answer.code, c.code) << answer.text;
        EXPECT_THAT(answer.text, HasSubstr("because"));
    }
}

}  // namespace
}  // namespace trademind::gateway
