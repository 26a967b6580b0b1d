// Where random bytes come from: one of the seams that tests replace.
// Knows nothing of what the bytes become.
#pragma once

#include <span>

namespace heard::auth {

/// Readies libsodium. Call it first thing in main, so that a machine without random bytes refuses
/// to start instead of failing at a sign-in. Calling it again costs nothing. Throws
/// std::runtime_error. Thread: any.
void init();

/// Thread: any.
class Entropy
{
public:
    virtual ~Entropy() = default;
    /// Fills all of `bytes`. Never blocks once the machine is up, never fails.
    virtual void fill(std::span<unsigned char> bytes) = 0;
};

/// The kernel's generator.
class SystemEntropy final : public Entropy
{
public:
    SystemEntropy() { init(); }
    void fill(std::span<unsigned char> bytes) override;
};

} // namespace heard::auth
