// What the load consists of: a customer's form as a browser posts it, each with a token of its own.
#pragma once

#include "auth/key.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace heard::bench {

/// The key that signs form tokens in the house of that database.
auth::Key form_key_of(const std::filesystem::path& database);

/// `count` whole requests, all different in token and words. Their forms were rendered ten seconds
/// ago: longer than the fastest person, so that the daemon has no reason to set them aside.
std::vector<std::string> submissions(const auth::Key& form_key, std::size_t count);

} // namespace heard::bench
