#include "site/staff_urgency.hpp"

#include <array>

namespace heard::site {

Urgency urgency_of(time::Instant due_at, time::Instant now)
{
    constexpr auto soon = std::chrono::hours{4};
    if (due_at < now)
        return Urgency::late;
    return due_at - now <= soon ? Urgency::soon : Urgency::calm;
}

std::string_view to_text(Urgency urgency)
{
    constexpr std::array<std::string_view, 3> names = {"calm", "soon", "late"};
    return names[static_cast<std::size_t>(urgency)];
}

} // namespace heard::site
