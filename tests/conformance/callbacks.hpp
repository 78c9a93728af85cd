// What the official client tells its caller for an answer, made from our message.
#pragma once

#include "conformance/codec.hpp"

namespace trademind::conformance {

struct Callback {
    std::string name;
    Value args;
    /// Values that the official decoder drops or keeps by the mere presence of something that our
    /// message does not tell from its default.
    std::vector<std::string> droppable = {};
};
using Callbacks = std::vector<Callback>;

struct AnswerContext {
    int id = 0;
    Version server{};
    Encoding encoding{};
    bool is_protobuf() const { return encoding == Encoding::protobuf; }
};

/// The callbacks for an answer, in order. Pure regrouping: every value is the one our
/// decoder read, or what the official client is known to make of it.
Callbacks callbacks_of(Value message, const AnswerContext& context);

// By domain; each takes the whole message.
Callbacks tick_price_callbacks(Value message, const AnswerContext& context);
Callbacks tick_by_tick_callbacks(Value message, const AnswerContext& context);
Callbacks depth_callbacks(Value message, const AnswerContext& context);
Callbacks historical_data_callbacks(Value message, const AnswerContext& context);
Callbacks open_order_callbacks(Value message, const AnswerContext& context);
Callbacks completed_order_callbacks(Value message, const AnswerContext& context);
Callbacks execution_callbacks(Value message, const AnswerContext& context);
Callbacks contract_details_callbacks(Value message, const AnswerContext& context);
Callbacks bond_details_callbacks(Value message, const AnswerContext& context);
Callbacks scanner_callbacks(Value message, const AnswerContext& context);
Callbacks option_parameters_callbacks(Value message, const AnswerContext& context);
Callbacks smart_components_callbacks(Value message, const AnswerContext& context);
Callbacks symbol_samples_callbacks(Value message, const AnswerContext& context);
Callbacks error_callbacks(Value message, const AnswerContext& context);

/// A contract as the official struct has it.
void shape_contract(Value& contract, const AnswerContext& context);
/// A double as the official client turns it into text: six decimals.
std::string six_decimals(double x);

}  // namespace trademind::conformance
