// The rules that rows must keep among themselves, each as a query for whoever breaks it. Knows
// neither pages nor files, and not what the book says (book_audit.hpp has rules of that kind).
#pragma once

#include "storage/transaction.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace heard::storage {

/// The query gives what breaks the rule: its name, and a number or null. `#` in the sentence stands
/// for that number.
struct Rule
{
    std::string_view breaks;
    std::string_view sentence;
};

/// `?1`: only tickets after that one.
std::span<const Rule> rules_of_tickets();
std::span<const Rule> rules_of_all();
/// The `?1` open promises that want to be looked at first; the daemon is about to act on them.
const Rule& rule_of_due_promises();

/// `H-7K3M9Q: promise 17 ended ...`, from a row of a rule's query.
std::string sentence_of(Row& row, const Rule& rule);

/// A sentence for each that breaks it.
template <class... Values>
std::vector<std::string> who_breaks(Transaction& tx, const Rule& rule, const Values&... values)
{
    return tx.prepare(rule.breaks).all([&](Row& row) { return sentence_of(row, rule); }, values...);
}

} // namespace heard::storage
