#include "site/staff_page.hpp"

#include "site/frame.hpp"

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
    page.set("on_call", here == "/staff/call");
    page.set("on_kind_words", here == "/staff/kind-words");
    page.set("on_numbers", here == "/owner");
    page.set("sees_numbers", may_see_numbers(staff));
    return page;
}

std::string branch_name(const desk::House& house, const std::string& code)
{
    const auto* const branch = house.find_branch(code);
    return branch ? branch->name : code;
}

} // namespace heard::site
