#include "core/submission.hpp"

#include "core/names.hpp"
#include "text/utf8.hpp"

#include <utility>

namespace heard::core {

namespace {

constexpr std::array<std::string_view, 6> channel_names = {"web",   "invoice", "email",
                                                           "phone", "counter", "api"};
constexpr std::array<std::string_view, 4> kind_names = {"praise", "complaint", "mixed", "other"};

std::optional<Problem> problem_with_length(std::string_view text, std::size_t characters_max,
                                           std::string_view field)
{
    // Never fewer bytes than code points, so short texts need no counting.
    if (text.size() <= characters_max)
        return std::nullopt;
    const auto count = text::count_characters(text);
    if (count <= characters_max)
        return std::nullopt;
    return Problem{ProblemKind::invalid,
                   "problem.too_long",
                   std::string{field},
                   {{"over", std::to_string(count - characters_max)}},
                   static_cast<long long>(characters_max)};
}

} // namespace

std::string_view to_text(Channel channel)
{
    return channel_names[static_cast<std::size_t>(channel)];
}

std::string_view to_text(Kind kind)
{
    return kind_names[static_cast<std::size_t>(kind)];
}

std::optional<Channel> channel_from(std::string_view text)
{
    return from_name<Channel>(channel_names, text);
}

std::optional<Kind> kind_from(std::string_view text)
{
    return from_name<Kind>(kind_names, text);
}

Kind kind_of(const Submission& said)
{
    if (!said.likes.empty() && !said.dislikes.empty())
        return Kind::mixed;
    if (!said.likes.empty())
        return Kind::praise;
    return said.dislikes.empty() ? Kind::other : Kind::complaint;
}

std::vector<Problem> problems_with(const Submission& said)
{
    std::vector<Problem> problems;
    const auto note = [&](std::optional<Problem> problem) {
        if (problem)
            problems.push_back(std::move(*problem));
    };
    if (text::is_blank(said.likes) && text::is_blank(said.dislikes) && text::is_blank(said.wishes))
        problems.push_back({ProblemKind::invalid, "problem.nothing_said", "likes"});
    note(problem_with_length(said.likes, words_max, "likes"));
    note(problem_with_length(said.dislikes, words_max, "dislikes"));
    note(problem_with_length(said.wishes, words_max, "wishes"));
    note(problem_with_length(said.name, name_max, "name"));
    note(problem_with_length(said.contact, name_max, "contact"));
    return problems;
}

std::string all_words(const Submission& said)
{
    std::string words;
    for (const auto* box : {&said.dislikes, &said.likes, &said.wishes}) {
        if (box->empty())
            continue;
        if (!words.empty())
            words += "\n\n";
        words += *box;
    }
    return words;
}

std::optional<Problem> problem_with_words(std::string_view text, std::string_view field)
{
    if (text::is_blank(text))
        return Problem{ProblemKind::invalid, "problem.empty_text", std::string{field}};
    return problem_with_length(text, words_max, field);
}

std::optional<Problem> problem_with_remark(std::string_view text)
{
    return problem_with_length(text, words_max, "text");
}

} // namespace heard::core
