# Warnings of every target that is ours.
function(trademind_warnings target)
    target_compile_options(${target} PRIVATE
        -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wold-style-cast
        # at -O3, g++ 12 takes inlined library code for dereferences of null
        -Woverloaded-virtual $<$<CONFIG:Debug>:-Wnull-dereference> -Wimplicit-fallthrough
        $<$<BOOL:${TRADEMIND_WERROR}>:-Werror>
        $<IF:$<CXX_COMPILER_ID:GNU>,-Wshadow=local,-Wshadow>
        # at -O2, g++ 12 takes "text" + string for a copy onto itself
        $<$<CXX_COMPILER_ID:GNU>:$<$<NOT:$<CONFIG:Debug>>:-Wno-restrict>>
        # g++ 12 takes Asio's frame allocator for a mismatch of new and delete
        $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>)
endfunction()
