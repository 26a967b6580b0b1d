#include "site/blank_forms.hpp"

#include "site/site.hpp"

#include <doctest/doctest.h>

namespace heard::site {

namespace {

std::shared_ptr<const desk::House> house_of(std::string business)
{
    desk::House house;
    house.business = std::move(business);
    house.branches = {{"norwalk", "Norwalk", ""}};
    return std::make_shared<const desk::House>(std::move(house));
}

Tongue in(std::shared_ptr<const desk::House> house, std::string language = "en")
{
    return {std::move(house), std::move(language), Tongue::By::header};
}

bool holds(const std::string& page, std::string_view part)
{
    return page.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("two blank forms differ in nothing but the token")
{
    BlankForms forms;
    const auto house = house_of("Dairy");
    auto first = forms.page(in(house), nullptr, "", "FIRST");
    const auto second = forms.page(in(house), nullptr, "", "OTHER");
    CHECK(holds(first, "name=\"form_token\" value=\"FIRST\""));
    CHECK(holds(second, "name=\"form_token\" value=\"OTHER\""));
    CHECK(first.replace(first.find("FIRST"), 5, "OTHER") == second);
}

TEST_CASE("each branch has its own blank form")
{
    BlankForms forms;
    const auto house = house_of("Dairy");
    CHECK_FALSE(holds(forms.page(in(house), nullptr, "", "T"), "Norwalk"));
    CHECK(holds(forms.page(in(house), nullptr, "norwalk", "T"), "Norwalk"));
    CHECK_FALSE(holds(forms.page(in(house), nullptr, "", "T"), "Norwalk"));
}

TEST_CASE("each language has its own blank form")
{
    BlankForms forms;
    desk::House plain;
    plain.business = "Dairy";
    const auto house =
        std::make_shared<const desk::House>(desk::in_languages(std::move(plain), {"en", "de"}));
    CHECK(holds(forms.page(in(house, "de"), nullptr, "", "T"), "<html lang=\"de\""));
    CHECK(holds(forms.page(in(house, "en"), nullptr, "", "T"), "<html lang=\"en\""));
    CHECK(holds(forms.page(in(house, "de"), nullptr, "", "T"), "<html lang=\"de\""));
}

TEST_CASE("new settings and a new picture are seen on the next form")
{
    BlankForms forms;
    CHECK(holds(forms.page(in(house_of("Dairy")), nullptr, "", "T"), "Dairy"));
    const auto house = house_of("Bakery");
    CHECK(holds(forms.page(in(house), nullptr, "", "T"), "Bakery"));
    CHECK_FALSE(holds(forms.page(in(house), nullptr, "", "T"), "/owner-photo"));
    const auto photo = std::make_shared<const Photo>(Photo{"image/png", "bytes", "d1"});
    CHECK(holds(forms.page(in(house), photo, "", "T"), "/owner-photo"));
}

TEST_CASE("a business whose name looks like the form's own markup changes nothing")
{
    BlankForms forms;
    const auto house = house_of("name=\"form_token\" value=\"");
    CHECK(holds(forms.page(in(house), nullptr, "", "T"), "name=\"form_token\" value=\"T\""));
}

} // namespace heard::site
