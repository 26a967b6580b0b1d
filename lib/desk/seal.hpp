// What all letters of the house have in common once their words are written: sender, Message-ID,
// and the bytes that go into the outbox.
#pragma once

#include "desk/house.hpp"
#include "storage/letter.hpp"

#include <string>
#include <string_view>

namespace heard::desk::letters {

/// The letter that opens a ticket's conversation has this Message-ID, whether it was written or
/// not: all others refer to it, so that a mail program shows them together.
std::string root_id(const House& house, const core::Ticket& ticket);

/// Fills in what every letter has and writes the bytes. The same cause (`row.key`) gives the same
/// Message-ID, in every run of the program until the house is restored.
storage::NewLetter sealed(const House& house, storage::NewLetter row, mail::Letter letter);

} // namespace heard::desk::letters
