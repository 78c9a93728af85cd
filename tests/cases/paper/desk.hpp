// A paper broker with a hand-turned clock, as the commands of a case see it.
#pragma once

#include "cases/paper/command.hpp"
#include "support/manual_clock.hpp"

#include <trademind/brokers/paper.hpp>
#include <trademind/brokers/unsafe_paper.hpp>

#include <boost/asio/io_context.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trademind::cases {

/// Begins at 2026-05-04T14:00:00Z with a million dollars, no fees and no sessions.
class Desk {
public:
    Desk();
    ~Desk();
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    /// Does what the command says; false: it is none of an action's.
    bool act(const Command& command);

    struct Order {
        OrderRequest request;
        std::optional<OrderId> id;
        PermanentId permanent_id{};    ///< as it was first reported
        std::optional<Error> refusal;  ///< of placing it
        std::optional<Error> failure;  ///< of the last modify or cancel
    };
    const Order& order(const std::string& name) const;
    const std::optional<Result<OrderPreview>>& preview() const { return preview_; }
    /// Of the last exercise; nothing: it was done.
    const std::optional<Error>& exercise_fault() const { return exercise_fault_; }
    const std::vector<Notice>& notices() const { return recorder_.notices; }
    /// All that was reported, in its order; `without` an instrument: executions in the others
    /// alone.
    std::string transcript(const std::string& without = {});
    /// "Submitted:0,Filled:10".
    std::string states(OrderId id) const;
    Contract& contract(const std::string& name);
    PaperBroker& broker();

    /// Waits for an answer that comes without time passing.
    template <class T, class Call> Result<T> ask(Call call)
    {
        std::optional<Result<T>> got;
        call([&](Result<T> answer) { got = std::move(answer); });
        run();
        return got ? std::move(*got) : Result<T>{Error{Errc::timed_out, "no answer"}};
    }

private:
    class Recorder final : public BrokerObserver {
    public:
        void on_order(const OrderReport& report) override;
        void on_execution(const Execution& execution) override;
        void on_notice(const Notice& notice) override;
        std::map<OrderId, std::vector<std::string>> states;
        std::vector<Notice> notices;
        std::vector<Execution> executions;
        std::string transcript;
    };

    void run();
    void advance_to(TimePoint to);
    void restart();
    void list(const Command& command);
    void quote(const Command& command);
    void print(const Command& command);
    void bar(const Command& command);
    void fill_in(OrderRequest& request, const Command& command) const;
    OrderRequest request(const Command& command, std::size_t from) const;
    void place(const Command& command);
    void modify(const Command& command);
    void cancel(const Command& command);
    void exercise(const Command& command);
    void action(const Command& command);

    paper::Options options_;
    std::map<std::string, Contract> contracts_;
    std::map<std::string, Order> orders_;
    std::optional<Result<OrderPreview>> preview_;
    std::optional<Error> exercise_fault_;
    std::shared_ptr<test::ManualClock> clock_ = std::make_shared<test::ManualClock>();
    boost::asio::io_context io_{1};
    Recorder recorder_;
    std::shared_ptr<PaperBroker> broker_;
    Subscription observing_;
};

/// Sets what an option command says.
void set_options(paper::Options& options, const Command& command);
/// The instrument of a list command.
paper::Instrument instrument_of(const Command& command);

}  // namespace trademind::cases
