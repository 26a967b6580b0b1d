#include "http/response.hpp"

namespace heard::http {

namespace {

Response fresh(int status, std::string media_type, std::string body)
{
    Response response;
    response.status = status;
    response.headers.reserve(4);
    response.headers.push_back({"Content-Type", std::move(media_type)});
    response.headers.push_back({"Cache-Control", "no-store"});
    response.body = std::move(body);
    return response;
}

} // namespace

Response page(int status, std::string html)
{
    return fresh(status, "text/html; charset=utf-8", std::move(html));
}

Response see_other(std::string location)
{
    Response response;
    response.status = 303;
    response.headers.reserve(4);
    response.headers.push_back({"Location", std::move(location)});
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

Response plain(int status, std::string text)
{
    return fresh(status, "text/plain; charset=utf-8", std::move(text));
}

Response json(int status, std::string text)
{
    return fresh(status, "application/json", std::move(text));
}

Response bytes(std::string_view media_type, std::string_view bytes, std::string_view cache_control)
{
    Response response;
    response.headers.push_back({"Content-Type", std::string(media_type)});
    response.headers.push_back({"Cache-Control", std::string(cache_control)});
    response.body = bytes;
    return response;
}

} // namespace heard::http
