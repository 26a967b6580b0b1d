// What a customer says to us, once, and what is wrong with it.
// Pure. Knows no form encoding and no storage.
#pragma once

#include "core/problem.hpp"
#include "core/suspicion.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace heard::core {

/// Code points in one of the three boxes, and in a staff reply. A letter of five pages; nobody
/// types more in a shop.
inline constexpr std::size_t words_max = 10'000;
/// Code points in name and contact.
inline constexpr std::size_t name_max = 200;

enum class Channel { web, invoice, email, phone, counter, api };
enum class Kind { praise, complaint, mixed, other };

std::string_view to_text(Channel channel);
std::string_view to_text(Kind kind);
std::optional<Channel> channel_from(std::string_view text);
std::optional<Kind> kind_from(std::string_view text);

/// Names one rendering of the form: the same key twice is the same submission.
using FormKey = std::array<unsigned char, 16>;

/// UTF-8, tidied. Empty boxes are empty strings.
struct Submission
{
    std::string likes{};
    std::string dislikes{};
    std::string wishes{};
    std::string name{};
    std::string contact{};
    std::string branch{};  ///< Code of a branch of the settings, or empty.
    std::string invoice{}; ///< Reference that a good link vouches for, or empty.
    bool retired_key = false;
    std::string language = "en";
    Channel channel = Channel::web;
    Suspicion suspicion = Suspicion::none; ///< Why it is set aside, if it is.
    FormKey form_key{};
};

/// Which boxes were filled says what kind it is.
Kind kind_of(const Submission& said);

/// Everything that keeps `said` from being taken in; empty when nothing does. One filled box is
/// enough.
std::vector<Problem> problems_with(const Submission& said);

/// The words of the submission in one text, for subjects and lists: dislikes first, since they wait
/// for us.
std::string all_words(const Submission& said);

/// A staff reply, a note or a customer's further message: something, and not too much.
std::optional<Problem> problem_with_words(std::string_view text, std::string_view field);
/// What may go with a verdict: nobody has to say more than that. Field: `text`.
std::optional<Problem> problem_with_remark(std::string_view text);

} // namespace heard::core
