// The link printed on an invoice: `KID.REF.MAC`, what stands behind `/F/` in the address.
// Pure. Knows neither settings nor invoices: a good link says only that we printed that reference.
#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace heard::auth {

/// Bytes that a key's secret has at least: as many as the signature.
constexpr std::size_t invoice_secret_min = 32;

struct InvoiceKey
{
    std::string id;       ///< 1 to 4 of `A-Z0-9`.
    std::string secret;   ///< Raw bytes.
    bool retired = false; ///< Still opens the form; what comes in with it is flagged.
};

struct InvoiceLink
{
    std::string reference; ///< Upper-case, as it was signed.
    std::string key_id;
    bool retired = false;
    std::string text; ///< The link as it was made.
};

/// What is wrong with a key, in one line for the operator; nothing if it is good.
std::optional<std::string> problem_with(const InvoiceKey& key);

/// The link's text, all upper-case. `reference` is folded up; an error says what a reference may
/// hold. The key must be a good one.
std::expected<std::string, std::string> make_invoice_link(const InvoiceKey& key,
                                                          std::string_view reference);

/// What the link says, if one of the keys signed it. In the MAC letter case, `O/0` and `I/L/1` are
/// forgiven; in the reference only letter case, because `INV-O` and `INV-0` may be two invoices.
/// Checking spends nothing.
std::optional<InvoiceLink> check_invoice_link(std::span<const InvoiceKey> keys,
                                              std::string_view text);

/// The same for what somebody typed from paper: dots may be missing or be something else, spaces
/// may stand anywhere, the shop's address may stand in front, and in the reference too an O may be
/// a 0, an I or L a 1. Nothing is guessed: of all readings it is the one that a key of ours signed.
std::optional<InvoiceLink> read_typed_invoice_link(std::span<const InvoiceKey> keys,
                                                   std::string_view typed);

} // namespace heard::auth
