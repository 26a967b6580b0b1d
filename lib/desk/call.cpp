#include "desk/call.hpp"

#include "storage/book.hpp"
#include "storage/ticket.hpp"
#include "text/utf8.hpp"

#include <algorithm>

namespace heard::desk {

namespace {

using core::Problem;
using core::ProblemKind;

// As on a link that is printed on an invoice (auth/invoice_link).
constexpr std::size_t invoice_max = 32;

bool is_invoice_character(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

std::string in_capitals(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
}

std::optional<Problem> problem_with(const House& house, const Call& call)
{
    const auto& said = call.said;
    if (said.channel != core::Channel::phone && said.channel != core::Channel::counter)
        return Problem{ProblemKind::invalid, "problem.no_such_channel", "channel"};
    const auto branch = branch_of_calls(house, call.staff);
    if (!branch.empty() && !said.branch.empty() && said.branch != branch)
        return Problem{ProblemKind::invalid, "problem.other_branch", "branch"};
    if (said.invoice.size() > invoice_max ||
        !std::ranges::all_of(said.invoice, is_invoice_character))
        return Problem{ProblemKind::invalid, "problem.bad_invoice", "invoice"};
    return std::nullopt;
}

/// Every submission has a line in the book; who wrote it down stands there once.
bool is_in_book(storage::Transaction& tx, core::TicketId ticket)
{
    const auto book = storage::book_of(tx, ticket);
    return std::ranges::any_of(
        book, [](const storage::BookLine& line) { return line.what == "written down"; });
}

} // namespace

std::string branch_of_calls(const House& house, const core::Staff& staff)
{
    const auto* const branch = house.find_branch(staff.branch);
    return branch ? branch->code : std::string{};
}

std::expected<Receipt, Problem> take_call(storage::Transaction& tx, const House& house,
                                          const Call& call)
{
    auto written = call;
    auto& said = written.said;
    said.invoice = in_capitals(std::move(said.invoice));
    if (auto problem = problem_with(house, written))
        return std::unexpected{std::move(*problem)};
    if (said.branch.empty())
        said.branch = branch_of_calls(house, call.staff);
    said.suspicion = core::Suspicion::none; // A colleague has heard them.
    said.form_key = own_form_key(house, said);
    auto receipt = submit(tx, house, said);
    if (receipt && !is_in_book(tx, receipt->ticket))
        storage::write_book(tx, {"written down", receipt->ticket, {}, call.staff.id});
    return receipt;
}

} // namespace heard::desk
