// Historical bars: planned, paced, put together.
#pragma once

#include "brokers/ibkr/broker/contracts.hpp"
#include "brokers/ibkr/broker/desk.hpp"
#include "brokers/ibkr/broker/history_plan.hpp"
#include "brokers/ibkr/translation/to_wire.hpp"

#include <trademind/brokers/ibkr/messages/history_requests.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace trademind::ibkr_broker {

/// Ranges that TWS does not answer at once are split, and no request breaks a rule of pacing: they
/// wait for their turn, in the order in which they were made. TWS has `request_timeout` for each
/// answer; the turn itself is waited for as long as it takes, or as the call's own deadline says.
class History {
public:
    History(Desk& desk, Contracts& contracts) : desk_{desk}, contracts_{contracts} {}

    /// Bars from a market without any in the range are no error where the range was split.
    void get(HistoryRequest, Completion<std::vector<Bar>>);
    /// The session is gone, and what was asked of it has ended: so does what waits for its turn.
    void on_loss();

private:
    /// One call, and how far it is.
    struct Job {
        HistoryRequest request;
        std::vector<HistoryStep> steps;
        std::size_t next = 0;
        std::vector<std::vector<Bar>> parts;
        std::shared_ptr<Completion<std::vector<Bar>>> done;
        std::optional<ibkr::RouteId> route;
    };
    using JobPointer = std::shared_ptr<Job>;
    /// Bars of one answer that could not be read.
    struct UnreadBars {
        std::size_t count = 0;
        UnknownWords why;
    };

    void start(HistoryRequest, std::shared_ptr<Completion<std::vector<Bar>>>);
    void pump();
    void ask(const JobPointer&);
    void answered(const JobPointer&, Result<std::vector<Bar>>);
    void report(const UnreadBars&, std::size_t read, const Contract&);
    static ibkr::HistoricalDataRequest request_of(const Job&, Texts&);

    Desk& desk_;
    Contracts& contracts_;
    Life life_;
    std::deque<JobPointer> queue_;
    Subscription timer_;
    bool pumping_ = false;
};

}  // namespace trademind::ibkr_broker
