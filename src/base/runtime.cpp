// A thread that runs the library.
#include <trademind/runtime.hpp>

namespace trademind {

Runtime::Runtime() : work_{io_.get_executor()}, thread_{[this] { io_.run(); }} {}

Runtime::~Runtime()
{
    work_.reset();
    io_.stop();
    if (thread_.joinable()) thread_.join();
}

}  // namespace trademind
