// The codes that a refusal may have.
#pragma once

#include <trademind/result.hpp>

namespace trademind::test {

inline error_code ours(Errc code)
{
    return Error{code, ""}.code;
}
inline error_code tws(int code)
{
    return make_tws_error(code, "").code;
}

}  // namespace trademind::test
