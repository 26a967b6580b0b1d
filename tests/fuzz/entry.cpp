// Where libFuzzer comes in.
#include "fuzz/support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    heard::fuzz::try_one({reinterpret_cast<const char*>(bytes), size});
    return 0;
}
