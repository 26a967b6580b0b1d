#include "mail/address.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace heard::mail {
namespace {

constexpr std::size_t email_max = 254; // RFC 5321 §4.5.3.1.3, without the angle brackets.
constexpr std::size_t local_max = 64;
constexpr std::size_t label_max = 63;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_alphanumeric(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// `atext` of RFC 5322 §3.2.3.
bool is_atom_character(char c)
{
    return is_alphanumeric(c) ||
           (c != '\0' && std::string_view{"!#$%&'*+-/=?^_`{|}~"}.find(c) != std::string_view::npos);
}

/// True if `is_part` holds for each part between the dots; an empty part is for it to refuse.
template <class IsPart>
bool all_parts(std::string_view text, IsPart is_part)
{
    for (;;) {
        const auto dot = text.find('.');
        if (!is_part(text.substr(0, dot)))
            return false;
        if (dot == std::string_view::npos)
            return true;
        text.remove_prefix(dot + 1);
    }
}

bool is_local(std::string_view local)
{
    return local.size() <= local_max && all_parts(local, [](std::string_view atom) {
               return !atom.empty() && std::ranges::all_of(atom, is_atom_character);
           });
}

bool is_label(std::string_view label)
{
    return !label.empty() && label.size() <= label_max && label.front() != '-' &&
           label.back() != '-' &&
           std::ranges::all_of(label, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_domain(std::string_view domain)
{
    if (!all_parts(domain, is_label))
        return false;
    // No top-level domain is a number: this is an IP address that lacks its brackets.
    const auto last = domain.substr(domain.rfind('.') + 1);
    return !std::ranges::all_of(last, is_digit);
}

/// The inside of `[192.0.2.1]` or `[IPv6:2001:db8::1]`.
bool is_ip(std::string_view literal)
{
    constexpr std::string_view six_prefix = "IPv6:";
    if (literal.find('\0') != std::string_view::npos)
        return false;
    in6_addr address;
    if (literal.starts_with(six_prefix))
        return inet_pton(AF_INET6, std::string{literal.substr(six_prefix.size())}.c_str(),
                         &address) == 1;
    return inet_pton(AF_INET, std::string{literal}.c_str(), &address) == 1;
}

} // namespace

bool is_address(std::string_view email)
{
    const auto at = email.rfind('@');
    if (email.size() > email_max || at == std::string_view::npos || !is_local(email.substr(0, at)))
        return false;
    const auto domain = email.substr(at + 1);
    if (domain.starts_with('[') && domain.ends_with(']'))
        return is_ip(domain.substr(1, domain.size() - 2));
    return is_domain(domain);
}

} // namespace heard::mail
