#include "text/plural.hpp"

namespace heard::text {

namespace {

PluralForm form_in_french(unsigned long long n)
{
    return n <= 1 ? one : other;
}

PluralForm form_in_polish(unsigned long long n)
{
    if (n == 1)
        return one;
    const bool teen = n % 100 >= 12 && n % 100 <= 14;
    return n % 10 >= 2 && n % 10 <= 4 && !teen ? few : many;
}

PluralForm form_in_arabic(unsigned long long n)
{
    if (n <= 2)
        return static_cast<PluralForm>(n); // zero, one, two.
    if (n % 100 >= 3 && n % 100 <= 10)
        return few;
    return n % 100 >= 11 ? many : other;
}

} // namespace

PluralForm plural_form(std::string_view language, unsigned long long n)
{
    const auto base = language.substr(0, language.find('-'));
    if (base == "fr")
        return form_in_french(n);
    if (base == "pl")
        return form_in_polish(n);
    if (base == "ar")
        return form_in_arabic(n);
    return n == 1 ? one : other;
}

} // namespace heard::text
