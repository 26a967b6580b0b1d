#include "site/problems.hpp"

#include "site/frame.hpp"
#include "site/language.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace heard::site {

namespace {

/// Statuses with words of their own: `refusal.<status>` in web/words.
constexpr int spoken_statuses[] = {400, 401, 403, 404, 405, 408, 409, 410, 413, 422, 429, 503};

/// What the server says to programs is, for people, one of the few things that can go wrong.
int spoken_status(int status)
{
    if (std::ranges::find(spoken_statuses, status) != std::end(spoken_statuses))
        return status;
    return status < 500 ? 400 : 500;
}

text::Data data_of(const desk::House& house, int status)
{
    const auto key = "refusal." + std::to_string(spoken_status(status));
    auto data = frame_of(house, house.words.say(key + ".title"));
    data.set("sentence", house.words.say(key + ".text"));
    data.set("home", "/");
    return data;
}

http::Response page_of(const desk::House& house, int status, const text::Data& data)
{
    auto response = http::page(status, text::render("pages/problem.html", house.words, data));
    add_language(response, house);
    if (status == 503)
        response.headers.push_back({"Retry-After", std::to_string(retry_after_seconds)});
    return response;
}

} // namespace

int status_of(core::ProblemKind kind)
{
    switch (kind) {
    case core::ProblemKind::invalid:
        return 422;
    case core::ProblemKind::not_found:
        return 404;
    case core::ProblemKind::gone:
        return 410;
    case core::ProblemKind::conflict:
        return 409;
    case core::ProblemKind::forbidden:
        return 403;
    case core::ProblemKind::too_many:
        return 429;
    case core::ProblemKind::unavailable:
        return 503;
    }
    return 500;
}

void add_problems(text::Data& data, const text::Words& words,
                  const std::vector<core::Problem>& problems)
{
    if (problems.empty())
        return;
    text::DataList errors;
    for (const auto& problem : problems) {
        const auto sentence = sentence_of(words, problem);
        text::Data error{"sentence", sentence};
        if (!problem.field.empty()) {
            error.set("field", problem.field);
            data.set("error_" + problem.field, sentence);
        }
        const auto label = "field." + problem.field;
        // With more than one of them it must be clear which is about what.
        if (problems.size() > 1 && words.has(label))
            error.set("sentence", words.say("page.labelled",
                                            {{"label", words.say(label)}, {"sentence", sentence}}));
        errors.push_back(std::move(error));
    }
    data.set("has_errors", text::Data{true});
    data.set("errors", text::Data{std::move(errors)});
}

http::Response problem_page(const desk::House& house, int status)
{
    return page_of(house, status, data_of(house, status));
}

http::Response lost_page(const Tongue& tongue, int status, bool by_link)
{
    const auto& house = tongue.house();
    auto data = data_of(house, status);
    data.set("home", "/" + tongue.query());
    if (by_link)
        add_language_links(data, house);
    auto response = page_of(house, status, data);
    add_vary(response, tongue);
    return response;
}

http::Response problem_page(const desk::House& house, int status, const Kept& kept)
{
    auto data = data_of(house, status);
    if (!kept.empty()) {
        data.set("has_kept", true);
        data.set("kept", kept.text + (kept.done.empty() ? "" : "\n\n" + kept.done));
        data.set("way", kept.way);
        data.set("way_words", house.words.say(kept.way_words));
    }
    return page_of(house, status, data);
}

http::Response problem_page(const desk::House& house, const core::Problem& problem)
{
    const auto status = status_of(problem.kind);
    auto data = data_of(house, status);
    data.set("sentence", sentence_of(house.words, problem));
    return page_of(house, status, data);
}

} // namespace heard::site
