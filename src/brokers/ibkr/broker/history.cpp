// Historical bars: planned, paced, put together.
#include "brokers/ibkr/broker/history.hpp"

#include "base/log.hpp"
#include "base/time_zone.hpp"
#include "brokers/ibkr/translation/from_wire.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace trademind::ibkr_broker {
namespace {

/// Fields that the report of bars left out quotes.
constexpr std::size_t most_reasons = 5;

}  // namespace

void History::get(HistoryRequest request, Completion<std::vector<Bar>> done)
{
    if (auto usable = desk_.usable(); !usable) return done(usable.error());
    auto waiting = std::make_shared<Completion<std::vector<Bar>>>(std::move(done));
    auto contract = request.contract;
    contracts_.qualify(contract, life_.guard([this, waiting, request = std::move(request)](
                                                 Result<Contract> qualified) mutable {
        if (waiting->abandoned()) return;
        if (!qualified) return (*waiting)(qualified.error());
        Contracts::complete(request.contract, *qualified);
        start(std::move(request), waiting);
    }));
}

void History::start(HistoryRequest request, std::shared_ptr<Completion<std::vector<Bar>>> done)
{
    auto steps = plan_history(request, desk_.now());
    if (!steps) return (*done)(steps.error());
    auto job = std::make_shared<Job>();
    job->request = std::move(request);
    job->steps = std::move(*steps);
    job->done = std::move(done);
    job->done->on_cancel(life_.guard([this, weak = std::weak_ptr{job}] {
        auto given_up = weak.lock();
        if (!given_up) return;
        std::erase(queue_, given_up);
        if (auto route = std::exchange(given_up->route, std::nullopt)) desk_.core.cancel(*route);
        pump();
    }));
    queue_.push_back(std::move(job));
    pump();
}

ibkr::HistoricalDataRequest History::request_of(const Job& job, Texts& texts)
{
    const auto& asked = job.request;
    const auto& step = job.steps[job.next];
    ibkr::HistoricalDataRequest request;
    request.contract = to_wire(asked.contract, texts);
    if (step.end) request.end_date_time = texts.keep(format_tws_time(*step.end));
    request.duration = texts.keep(step.span.text());
    request.bar_size_setting = asked.bar_size;
    request.what_to_show = asked.what_to_show;
    request.use_rth = asked.regular_hours;
    request.format_date = 2;  // epoch seconds: no zone to guess
    return request;
}

void History::on_loss()
{
    timer_.reset();
    for (auto& job : std::exchange(queue_, {}))
        (*job->done)(Error{Errc::not_connected, "the connection broke before it was asked"});
}

void History::pump()
{
    // What is asked may end at once, and that comes here again.
    if (pumping_ || !desk_.core.has_session()) return;
    pumping_ = true;
    timer_.reset();
    while (!queue_.empty()) {
        auto job = queue_.front();
        Texts texts;
        auto wait = desk_.core.history_wait(request_of(*job, texts));
        if (wait > Duration{}) {
            timer_ = desk_.clock.after(wait, desk_.strand, life_.guard([this] { pump(); }));
            break;
        }
        queue_.pop_front();
        ask(job);
    }
    pumping_ = false;
}

void History::ask(const JobPointer& job)
{
    Texts texts;
    auto bars = std::make_shared<std::vector<Bar>>();
    auto unread = std::make_shared<UnreadBars>();
    auto ended = std::make_shared<bool>(false);
    auto route = desk_.core.ask(
        request_of(*job, texts), desk_.options.request_timeout,
        [bars, unread, zone = desk_.options.time_zone](const auto& message) {
            if constexpr (requires { message.bars; })
                for (const auto& bar : message.bars) {
                    if (auto read = from_wire(bar, zone, unread->why))
                        bars->push_back(*read);
                    else
                        ++unread->count;
                }
        },
        life_.guard([this, job, bars, unread, ended](Result<void> end) {
            *ended = true;
            job->route.reset();
            if (unread->count > 0) report(*unread, bars->size(), job->request.contract);
            answered(job, end ? Result<std::vector<Bar>>{std::move(*bars)}
                              : Result<std::vector<Bar>>{end.error()});
        }));
    if (!*ended) job->route = route;
}

void History::report(const UnreadBars& unread, std::size_t read, const Contract& contract)
{
    auto why = unread.why;
    if (why.size() > most_reasons) why.resize(most_reasons);
    auto text = fmt::format("history of {}: {} of {} bars are left out: {} cannot be read",
                            contract.describe(), unread.count, unread.count + read, list_of(why));
    log::warning("{}", text);
    desk_.events.on_notice(Notice{Error{Errc::protocol, std::move(text)}});
}

void History::answered(const JobPointer& job, Result<std::vector<Bar>> bars)
{
    bool split = job->steps.size() > 1;
    // Nights and holidays have no bars: TWS calls that an error.
    bool nothing = !bars && bars.error().code.value() == 162 &&
                   bars.error().message.find("no data") != std::string::npos;
    if (!bars && !(split && nothing)) {
        (*job->done)(bars.error());
    } else {
        job->parts.push_back(bars ? std::move(*bars) : std::vector<Bar>{});
        if (++job->next < job->steps.size() && !job->done->abandoned())
            queue_.push_back(job);
        else
            (*job->done)(merge_bars(std::move(job->parts)));
    }
    pump();
}

}  // namespace trademind::ibkr_broker
