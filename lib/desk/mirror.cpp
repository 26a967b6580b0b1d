#include "desk/mirror.hpp"

#include "core/digest.hpp"
#include "core/repeated_reply.hpp"
#include "storage/sentence.hpp"
#include "storage/ticket.hpp"

#include <iterator>

namespace heard::desk {

namespace {

/// Eight bytes of a digest: two of a million sentences are taken for one once in 40 million houses.
std::int64_t digest_of(const core::Sentence& sentence)
{
    const auto digest = core::digest_of(sentence.words);
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof number; ++i)
        number = number << 8U | digest[i];
    return static_cast<std::int64_t>(number);
}

std::string newest_for(storage::Transaction& tx, const core::Staff& reader,
                       const std::vector<core::TicketId>& tickets)
{
    for (const auto id : tickets) {
        const auto ticket = storage::find_ticket(tx, id);
        if (ticket && core::may_see(reader, ticket->branch))
            return ticket->reference;
    }
    return {};
}

} // namespace

std::vector<Repeated> repeated_in(storage::Transaction& tx, const core::Staff& reader,
                                  core::TicketId besides, std::string_view text)
{
    std::vector<Repeated> repeated;
    for (const auto& sentence : core::sentences_of(text)) {
        const auto earlier = storage::said_before(tx, digest_of(sentence), besides,
                                                  tx.now() - core::replies_remembered);
        if (!earlier.empty())
            repeated.push_back({sentence.begin, sentence.size, std::ssize(earlier),
                                newest_for(tx, reader, earlier)});
    }
    return repeated;
}

void remember_reply(storage::Transaction& tx, core::TicketId ticket, int entry,
                    std::string_view text)
{
    std::vector<std::int64_t> digests;
    for (const auto& sentence : core::sentences_of(text))
        digests.push_back(digest_of(sentence));
    storage::remember_sentences(tx, {ticket, entry, tx.now() - core::replies_remembered}, digests);
}

} // namespace heard::desk
