#include "site/staff_page.hpp"

#include "site/frame.hpp"
#include "site/problems.hpp"

namespace heard::site {

bool may_see_numbers(const core::Staff& staff)
{
    return staff.role != core::Role::staff;
}

text::Data staff_frame(const desk::House& house, const core::Staff& staff, const std::string& title,
                       std::string_view here)
{
    auto page = frame_of(house, title);
    page.set("signed_in", staff.name);
    page.set("on_queue", here == "/staff");
    page.set("on_numbers", here == "/owner");
    page.set("sees_numbers", may_see_numbers(staff));
    return page;
}

void show_problem(text::Data& page, const desk::House& house, const core::Problem& problem)
{
    const auto sentence = sentence_of(house.words, problem);
    page.set("has_errors", true);
    page.set("problem", sentence);
    page.set("problem_field", problem.field);
    if (!problem.field.empty())
        page.set("error_" + problem.field, sentence);
}

std::string branch_name(const desk::House& house, const std::string& code)
{
    const auto* const branch = house.find_branch(code);
    return branch ? branch->name : code;
}

} // namespace heard::site
