// Passwords of staff: Argon2id (RFC 9106) through libsodium.
// Slow on purpose, about a tenth of a second and 64 MiB a call: never on the I/O thread, never many
// at once.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace heard::auth {

/// Characters, counted as code points. Length is the only rule: rules on symbols make people write
/// passwords down.
constexpr std::size_t password_characters_min = 10;
/// Bytes: nobody types more, and it bounds the work of one sign-in.
constexpr std::size_t password_bytes_max = 1024;

/// The key of the phrase that says why a new password will not do (`password.too_short`,
/// `password.too_long`).
std::optional<std::string_view> problem_with_password(std::string_view password);

/// The text to store: algorithm, cost, salt and hash in one. Throws std::bad_alloc when 64 MiB are
/// not to be had. Thread: any but I/O; blocks.
std::string hash_password(std::string_view password);

/// Whether the password is the one that was hashed. Throws std::bad_alloc, so that a full machine
/// is not taken for a wrong password. Thread: any but I/O; blocks.
bool verify_password(const std::string& hash, std::string_view password);

/// Takes as long as verify_password and verifies nothing: for names that nobody has, so that the
/// time of a refused sign-in does not tell which names exist. Thread: any but I/O; blocks.
void verify_nobody(std::string_view password);

/// True if the hash was made at another cost than today's: hash again at the next good sign-in.
bool needs_rehash(const std::string& hash);

} // namespace heard::auth
