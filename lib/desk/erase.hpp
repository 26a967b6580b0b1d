// A customer has what they wrote erased. What we answered, and what we promised, stays.
#pragma once

#include "desk/customer.hpp"

namespace heard::desk {

/// Their words, photos, name and contact go, also from letters that wait and from the bytes of
/// those that went; the open promise is released, and nobody is told of it any more. Whatever they
/// write afterwards is a new matter with a promise of its own, and can be erased in turn. Where
/// nothing is left to erase, nothing changes. Problems: not_found and gone (the link).
std::expected<Done, core::Problem> erase_words(storage::Transaction& tx, const House& house,
                                               std::string_view status_token);

} // namespace heard::desk
