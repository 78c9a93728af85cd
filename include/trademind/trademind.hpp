// Everything a program needs, in one header.
#pragma once

#include <trademind/account.hpp>
#include <trademind/bracket.hpp>
#include <trademind/broker.hpp>
#include <trademind/contract.hpp>
#include <trademind/decimal.hpp>
#include <trademind/execution/factory.hpp>
#include <trademind/market.hpp>
#include <trademind/observer.hpp>
#include <trademind/order.hpp>
#include <trademind/order_report.hpp>
#include <trademind/quote_quality.hpp>
#include <trademind/result.hpp>
#include <trademind/run_to_end.hpp>
#include <trademind/runtime.hpp>
#include <trademind/stream.hpp>
#include <trademind/time.hpp>

#include <boost/asio/io_context.hpp>
