// Names of orders on their way through a broker and back.
#include "gateway/owner.hpp"

#include <gtest/gtest.h>

#include <string>

namespace trademind::gateway {
namespace {

TEST(OrderTags, come_back_as_they_were)
{
    for (const auto& key : {OrderKey{7, 12}, OrderKey{0, 1}, OrderKey{2'147'483'647, -4}})
        for (std::string reference : {"", "entry", "a/b", "with blanks in it"}) {
            auto tag = parse_tag(tag_of(key, reference));
            ASSERT_TRUE(tag) << reference;
            EXPECT_EQ(tag->key, key);
            EXPECT_EQ(tag->reference, reference);
        }
}

TEST(OrderTags, leave_out_a_reference_that_a_client_order_id_cannot_carry)
{
    for (const auto& reference : {std::string(500, 'x'), std::string{"a\nb"}, std::string{"x "}}) {
        auto tag = parse_tag(tag_of({7, 12}, reference));
        ASSERT_TRUE(tag);
        EXPECT_EQ(tag->key, (OrderKey{7, 12}));
        EXPECT_EQ(tag->reference, "");
    }
}

TEST(OrderTags, are_not_seen_in_other_names)
{
    for (const char* id : {"", "gateway/", "gateway/7", "gateway/7/", "gateway/x/1", "gateway/7/1x",
                           "7/12", "gateway/99999999999/1"})
        EXPECT_FALSE(parse_tag(id)) << id;
}

}  // namespace
}  // namespace trademind::gateway
