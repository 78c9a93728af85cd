// Scripts of trouble.
#include <trademind/gateway.hpp>

#include <gmock/gmock.h>

namespace trademind {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(FaultScript, has_a_time_and_a_fault_a_line)
{
    auto steps = parse_fault_script(
        "# a lost upstream\n"
        "2.5 lose_upstream\n"
        "\n"
        "  10\trestore_upstream   # back\r\n"
        "10 double_execution");
    ASSERT_TRUE(steps) << steps.error().describe();
    EXPECT_THAT(*steps, ElementsAre(GatewayStep{2500ms, GatewayFault::lose_upstream},
                                    GatewayStep{10s, GatewayFault::restore_upstream},
                                    GatewayStep{10s, GatewayFault::double_execution}));
    EXPECT_THAT(*parse_fault_script(""), IsEmpty());
}

TEST(FaultScript, says_where_it_cannot_be_read)
{
    auto fault = [](std::string_view text) {
        auto steps = parse_fault_script(text, "f");
        return steps ? std::string{} : steps.error().message;
    };
    EXPECT_THAT(fault("1 lose_upstream\nsoon lose_upstream"), HasSubstr("f:2:1: 'soon'"));
    EXPECT_THAT(fault("-1 lose_upstream"), HasSubstr("f:1:1: '-1'"));
    EXPECT_THAT(fault("1e99 lose_upstream"), HasSubstr("f:1:1:"));
    EXPECT_THAT(fault("1 explode"), HasSubstr("f:1:3: 'explode' is no fault"));
    EXPECT_THAT(fault("1"), HasSubstr("is no fault"));
    EXPECT_THAT(fault("1 lose_upstream now"), HasSubstr("f:1:17: 'now' is too much"));
}

TEST(GatewayFaults, have_names_that_read_back)
{
    int count = 0;
    for (int n = 0; n < 100; ++n) {
        auto fault = static_cast<GatewayFault>(n);
        auto name = to_string(fault);
        if (name == "unknown") continue;
        ++count;
        EXPECT_EQ(parse_gateway_fault(name), fault) << name;
    }
    EXPECT_EQ(count, static_cast<int>(GatewayFault::roll_back_ids) + 1) << "each has one";
    EXPECT_FALSE(parse_gateway_fault("unknown"));
}

}  // namespace
}  // namespace trademind
