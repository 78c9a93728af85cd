// Records that wait, in their order, and the outcomes that callers take.
#include "execution/journal/record_jobs.hpp"

#include <gtest/gtest.h>

namespace trademind::journal {
namespace {

std::uint64_t add(RecordJobs& jobs, bool awaited = false)
{
    return jobs.add({"note", [](Store&) { return Result<>{}; }}, {}, awaited);
}

TEST(RecordJobs, a_batch_that_failed_goes_back_in_front)
{
    RecordJobs jobs;
    auto first = add(jobs), second = add(jobs);
    auto batch = jobs.take();
    auto third = add(jobs);
    EXPECT_FALSE(jobs.withdraw(first)) << "it is being written";
    jobs.put_back(std::move(batch));
    ASSERT_EQ(jobs.size(), 3U);
    EXPECT_EQ(jobs.waiting()[0].number, first);
    EXPECT_EQ(jobs.waiting()[1].number, second);
    EXPECT_EQ(jobs.waiting()[2].number, third);
    EXPECT_TRUE(jobs.withdraw(second));
    EXPECT_EQ(jobs.size(), 2U);
    EXPECT_FALSE(jobs.is_written(first));
}

TEST(RecordJobs, keeps_a_refusal_for_the_caller_that_waits_and_for_no_other)
{
    RecordJobs jobs;
    auto noted = add(jobs), awaited = add(jobs, true);
    auto batch = jobs.take();
    RecordJobs::Refused refused{{noted, Error{Errc::input_output, "a"}},
                                {awaited, Error{Errc::input_output, "b"}}};
    jobs.keep(refused, batch);
    jobs.written(batch);
    EXPECT_TRUE(jobs.is_written(awaited));
    EXPECT_EQ(jobs.writes(), 2);
    EXPECT_FALSE(jobs.take_refusal(noted));
    EXPECT_EQ(jobs.take_refusal(awaited)->message, "b");
    EXPECT_FALSE(jobs.take_refusal(awaited)) << "taken";
}

}  // namespace
}  // namespace trademind::journal
