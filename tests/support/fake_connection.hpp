// A connection without a link: it keeps what it is sent, and the test says what comes.
#pragma once

#include "brokers/ibkr/session/connection.hpp"

#include <string>
#include <vector>

namespace trademind::test {

class FakeConnection : public ibkr::session::Connection {
public:
    using SendPriority = ibkr::session::SendPriority;

    Result<> start(ibkr::session::ConnectionEvents&) override
    {
        ++started;
        return {};
    }
    void finish() override { ++finished; }
    void detach() override {}
    bool withdraw(ibkr::session::Tag) override { return false; }
    void set_gate(ibkr::session::FrameGate its) override { gate = std::move(its); }
    /// A second for each lane in front.
    Duration delay(SendPriority priority) const override
    {
        return std::chrono::seconds{static_cast<int>(priority)};
    }
    void note(const ibkr::ManagedAccounts&) override { noted.emplace_back("accounts"); }
    void note(const ibkr::NextValidId&) override { noted.emplace_back("next id"); }
    void note(const ibkr::ErrorMessage&) override { noted.emplace_back("error"); }
    void note(const ibkr::wire::Fault&) override { noted.emplace_back("fault"); }

    std::vector<std::string> frames, noted;
    std::vector<ibkr::session::Tag> tags;
    std::vector<SendPriority> priorities;
    ibkr::session::FrameGate gate;
    bool refuses = false;
    int started = 0, finished = 0;

protected:
    Result<std::string*> begin_frame(SendPriority) override
    {
        if (refuses) return Error{Errc::pacing, "full"};
        frame_.clear();
        return &frame_;
    }
    void end_frame(SendPriority priority, ibkr::session::Tag tag) override
    {
        frames.push_back(frame_);
        priorities.push_back(priority);
        tags.push_back(tag);
    }

private:
    std::string frame_;
};

}  // namespace trademind::test
