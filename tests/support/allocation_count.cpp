// Replaces operator new by one that counts.
#include "support/allocation_count.hpp"

#include <cstdlib>
#include <new>

namespace {

thread_local std::size_t allocations = 0;

void* counted(std::size_t size) noexcept
{
    ++allocations;
    return std::malloc(size == 0 ? 1 : size);
}

void* counted_or_throw(std::size_t size)
{
    if (void* memory = counted(size)) return memory;
    throw std::bad_alloc{};
}

}  // namespace

std::size_t trademind::test::allocations_so_far() noexcept
{
    return allocations;
}

// every form that does not align, so that AddressSanitizer sees memory return the way it came
void* operator new(std::size_t size)
{
    return counted_or_throw(size);
}
void* operator new[](std::size_t size)
{
    return counted_or_throw(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    return counted(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept
{
    return counted(size);
}
void operator delete(void* memory) noexcept
{
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept
{
    std::free(memory);
}
void operator delete[](void* memory) noexcept
{
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept
{
    std::free(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept
{
    std::free(memory);
}
