#include "auth/same_origin.hpp"

#include <algorithm>

namespace heard::auth {
namespace {

std::string lower(std::string_view text)
{
    std::string result{text};
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

bool is_authority_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view{"-._:[]"}.find(c) != std::string_view::npos;
}

/// More than one colon behind the name, or behind the bracket of an IPv6 address.
bool has_two_ports(std::string_view authority)
{
    if (authority.starts_with('['))
        authority = authority.substr(authority.find(']') + 1);
    return std::ranges::count(authority, ':') > 1;
}

/// True if `url` lies at the base address or at the host that the request was for.
bool is_ours(std::string_view url, const PostedFrom& from, std::string_view base_url)
{
    const auto origin = origin_of(url);
    if (!origin)
        return false;
    if (origin == origin_of(base_url))
        return true;
    const std::string_view scheme = from.secure ? "https://" : "http://";
    return origin == origin_of(std::string{scheme}.append(from.host));
}

} // namespace

bool same_origin(const PostedFrom& from, std::string_view base_url)
{
    if (from.sec_fetch_site)
        return *from.sec_fetch_site == "same-origin";
    if (from.origin)
        return is_ours(*from.origin, from, base_url);
    if (from.referer)
        return is_ours(*from.referer, from, base_url);
    return true;
}

std::optional<std::string> origin_of(std::string_view url)
{
    const auto separator = url.find("://");
    if (separator == std::string_view::npos)
        return std::nullopt;
    const std::string scheme = lower(url.substr(0, separator));
    if (scheme != "http" && scheme != "https")
        return std::nullopt;
    const auto rest = url.substr(separator + 3);
    std::string authority = lower(rest.substr(0, rest.find_first_of("/?#")));
    if (has_two_ports(authority))
        return std::nullopt;
    const std::string_view default_port = scheme == "https" ? ":443" : ":80";
    if (authority.ends_with(default_port))
        authority.resize(authority.size() - default_port.size());
    if (authority.empty() || !std::ranges::all_of(authority, is_authority_character))
        return std::nullopt;
    return scheme + "://" + authority;
}

} // namespace heard::auth
