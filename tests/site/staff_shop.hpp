// A shop with staff: people who are signed in without a password's slow hash, and tickets that are
// just there.
#pragma once

#include "desk/sign_in.hpp"
#include "desk/submit.hpp"
#include "desk/thread.hpp"
#include "storage/search_index.hpp"
#include "storage/staff.hpp"
#include "tests/support/site_shop.hpp"

#include <string>

namespace heard::site {

/// Somebody at a browser that is signed in.
struct Person
{
    core::Staff staff;
    std::string cookie;
};

class StaffShop : public SiteShop
{
public:
    using SiteShop::SiteShop;

    Person hires(const std::string& name, core::Role role = core::Role::staff,
                 const std::string& branch = "")
    {
        auto hire = [&](storage::Transaction& tx) {
            const auto id = storage::add_staff(tx, {name, name + "@example.com", role, branch});
            storage::set_password_hash(tx, id, "not a hash");
            const auto staff = storage::find_staff(tx, id).value();
            const auto token = desk::open_session(tx, {staff, "not a hash"}, entropy).value();
            return Person{staff, "__Host-heard=" + token};
        };
        return in_database(hire);
    }

    /// The loop has run dry since the last question, and an io_context that ran dry stands still.
    http::Response ask(http::Request request)
    {
        context.restart();
        return SiteShop::ask(std::move(request));
    }

    /// Gives the reference.
    std::string customer_writes(const std::string& dislikes, const std::string& branch = "",
                                core::Suspicion suspicion = core::Suspicion::none)
    {
        core::Submission said;
        said.dislikes = dislikes;
        said.branch = branch;
        said.suspicion = suspicion;
        return writes(said);
    }

    std::string writes(core::Submission said)
    {
        ++forms_;
        said.form_key[0] = static_cast<unsigned char>(forms_ >> 8U);
        said.form_key[1] = static_cast<unsigned char>(forms_);
        auto submit = [&](storage::Transaction& tx) {
            return desk::submit(tx, house, said).value().reference;
        };
        return in_database(submit);
    }

    /// What the search round does a moment after each commit.
    void tend_search()
    {
        while (in_database(storage::tend_search))
            ;
    }

    http::Response look(const std::string& target, const Person& person)
    {
        return ask_as(person, "GET", target, {});
    }

    /// As the form on our own page does.
    http::Response send(const std::string& target, const Fields& fields, const Person& person)
    {
        return ask_as(person, "POST", target, fields);
    }

    http::Response ask_as(const Person& person, std::string method, const std::string& target,
                          const Fields& fields, const std::string& from = "same-origin")
    {
        http::Request request;
        request.method = std::move(method);
        request.path = target.substr(0, target.find('?'));
        if (request.path.size() < target.size())
            request.query = target.substr(request.path.size() + 1);
        request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                           {"Sec-Fetch-Site", from},
                           {"Host", "dairy.example"}};
        if (!person.cookie.empty())
            request.headers.push_back({"Cookie", person.cookie});
        request.body = urlencoded(fields);
        return ask(std::move(request));
    }

    desk::Thread thread(const std::string& reference)
    {
        auto read = [&](storage::Transaction& tx) {
            core::Staff everybody;
            return desk::thread_of(tx,
                                   desk::find_for_staff(tx, house, everybody, reference).value());
        };
        return in_database(read);
    }

private:
    unsigned forms_ = 0;
};

inline const Person nobody{};

inline std::string ticket(const std::string& reference, const std::string& verb = "")
{
    return "/staff/tickets/" + reference + (verb.empty() ? "" : "/" + verb);
}

inline bool says(const http::Response& response, std::string_view words)
{
    return response.body.find(words) != std::string::npos;
}

} // namespace heard::site
