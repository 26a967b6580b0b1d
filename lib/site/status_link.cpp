#include "site/status_link.hpp"
#include "desk/merge.hpp"

#include "site/customer_form.hpp"
#include "site/problems.hpp"

#include <utility>

namespace heard::site {

std::string token_of(const http::Request& request)
{
    return std::string{request.param("token")};
}

http::Awaitable<std::expected<desk::Thread, core::Problem>> look_behind(Site& site, Tongue reader,
                                                                        std::string token)
{
    auto look = [house = std::move(reader.whole), token = std::move(token)](
                    storage::Transaction& tx) -> std::expected<desk::Thread, core::Problem> {
        auto ticket = desk::find_by_status_token(tx, *house, token);
        if (!ticket)
            return std::unexpected{std::move(ticket.error())};
        return desk::customer_thread_of(tx, *ticket);
    };
    return site.parts.store.read(std::move(look));
}

http::Response dead_link(Site& site, const Tongue& reader, core::Problem problem,
                         const std::string& words)
{
    if (words.empty()) {
        auto page = problem_page(reader.house(), problem);
        add_vary(page, reader);
        return kept_secret(std::move(page));
    }
    const FormPage plain{
        .fields = {.wishes = words, .form_token = fresh_form_token(site, *reader.whole)},
        .notice =
            problem.kind == core::ProblemKind::gone ? "form.ended_link" : "form.unreadable_link",
        .posted = true};
    return form_response(site, reader, status_of(problem.kind), plain);
}

http::Response kept_secret(http::Response response)
{
    response.headers.push_back({"X-Robots-Tag", "noindex"});
    return response;
}

} // namespace heard::site
