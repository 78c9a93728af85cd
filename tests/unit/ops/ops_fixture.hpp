// A router with its operations, in front of a scripted broker.
#pragma once

#include "support/function_services.hpp"
#include "unit/execution/router_fixture.hpp"

#include <trademind/execution/operations.hpp>

#include <memory>

namespace trademind::test {

class OpsFixture : public RouterFixture {
protected:
    void made(const RouterOptions& options) override
    {
        operations = watch_operations(router, config, options);
    }

    std::shared_ptr<void> operations;
};

}  // namespace trademind::test
