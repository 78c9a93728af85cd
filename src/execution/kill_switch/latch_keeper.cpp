// Keeping a latch beyond the program: in the kill file and in the journal, away from the strand.
#include "execution/kill_switch/latch_keeper.hpp"

#include "base/log.hpp"
#include "execution/kill_switch/kill_file.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace trademind {
namespace {

/// Between two attempts to write a kill file.
constexpr Duration retry_after = std::chrono::seconds{5};

/// The latch is kept, but not as it should be.
Result<> file_of(const std::filesystem::path& file, const KillLatch& latch)
{
    auto written = kill::write_kill_file(file, latch);
    if (!written) return written.error();
    if (*written == Replaced::empty)
        return Error{Errc::input_output,
                     file.string() + ": no room: the kill file is empty, and halts the next start"};
    return {};
}

}  // namespace

LatchKeeper::~LatchKeeper()
{
    if (in_file_) return;
    if (auto result = file_of(context_.state.config.kill_switch.file, latch_); !result)
        log::error("kill file: {}", result.error().message);
}

void LatchKeeper::keep(const KillLatch& latch, std::function<void()> done)
{
    // who waits for an older latch waits for this one
    finish();
    latch_ = latch;
    done_ = std::move(done);
    auto number = ++number_;
    const auto& config = context_.state.config;
    bool has_file = !config.kill_switch.file.empty();
    outstanding_ = has_file ? 2 : 1;
    in_file_ = !has_file;
    deadline_ = context_.after(patience, [this] {
        log::error("the latch is not kept yet: the disk is slow");
        finish();
    });
    if (has_file) write_file(number);
    auto answer = [this, number](const Result<>& result) {
        written(number, Keeper::journal, result);
    };
    auto kept = [strand = context_.inner->get_executor(),
                 answer = context_.guarded(answer)]() mutable {
        asio::post(strand, [answer]() mutable { answer(Result<>{}); });
    };
    bool has_journal = !config.journal.file.empty();
    if (!has_journal) return written(number, Keeper::journal, Result<>{});
    if (auto queued = context_.journal.latch_later(latch, std::move(kept)); !queued)
        written(number, Keeper::journal, queued);
}

void LatchKeeper::write_file(unsigned number)
{
    auto answer = context_.guarded(
        [this, number](const Result<>& result) { written(number, Keeper::file, result); });
    background_.post([strand = context_.inner->get_executor(), latch = latch_,
                      file = context_.state.config.kill_switch.file, answer]() mutable {
        auto result = file_of(file, latch);
        asio::post(strand, [answer, result]() mutable { answer(result); });
    });
}

void LatchKeeper::written(unsigned number, Keeper keeper, const Result<>& result)
{
    if (number != number_) return;
    --outstanding_;
    in_file_ = in_file_ || (keeper == Keeper::file && result);
    bool has_journal = !context_.state.config.journal.file.empty();
    if (result) {
        // without a journal the file alone keeps it
        if (keeper == Keeper::file || has_journal) finish();
        if (outstanding_ <= 0) finish();
        return;
    }
    log::error("{}: {}", keeper == Keeper::file ? "kill file" : "the latch is not in the journal",
               result.error().message);
    if (keeper == Keeper::journal) {
        context_.record(result);
    } else {
        auto what = "the kill file is not as it should be: " + result.error().message;
        context_.report(&ExecutionObserver::on_discrepancy,
                        Discrepancy{AlertRule::kill_switch, "kill file", what,
                                    result.error().message, "written"});
        retry_ = context_.after(retry_after, [this, number] {
            if (number != number_) return;
            ++outstanding_;
            write_file(number);
        });
    }
    if (outstanding_ <= 0) finish();
}

void LatchKeeper::finish()
{
    deadline_.reset();
    if (auto done = std::exchange(done_, {})) done();
}

void LatchKeeper::remove_file(std::function<void(Result<>)> done)
{
    ++number_;
    in_file_ = true;
    retry_.reset();
    finish();
    const auto& file = context_.state.config.kill_switch.file;
    if (file.empty()) return done(Result<>{});
    auto answer = context_.guarded(std::move(done));
    background_.post([strand = context_.inner->get_executor(), file, answer]() mutable {
        auto result = kill::remove_kill_file(file);
        asio::post(strand, [answer, result]() mutable { answer(result); });
    });
}

void LatchKeeper::keep_now(const KillLatch& latch)
{
    if (const auto& file = context_.state.config.kill_switch.file; !file.empty())
        if (auto result = file_of(file, latch); !result)
            log::error("kill file: {}", result.error().message);
    if (auto queued = context_.journal.latch_later(latch, {}); !queued)
        log::error("the latch is not in the journal: {}", queued.error().message);
}

}  // namespace trademind
