// What our couriers share of libcurl: handles that free themselves, and options that must take.
// Only for the sources of this room.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <stdexcept>

namespace heard::mail::curl {

template <auto Free>
struct FreeBy
{
    template <class T>
    void operator()(T* pointer) const
    {
        Free(pointer);
    }
};
using Easy = std::unique_ptr<CURL, FreeBy<curl_easy_cleanup>>;
using Url = std::unique_ptr<CURLU, FreeBy<curl_url_cleanup>>;
using List = std::unique_ptr<curl_slist, FreeBy<curl_slist_free_all>>;

/// Once for the process; the magic static makes it safe from several threads.
inline void init()
{
    static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (result != CURLE_OK)
        throw std::runtime_error("libcurl could not be readied");
}

template <class Value>
void set(const Easy& easy, CURLoption option, Value value)
{
    // Fails only without memory, or for options that this libcurl was built without.
    if (curl_easy_setopt(easy.get(), option, value) != CURLE_OK)
        throw std::runtime_error("libcurl does not take an option that we need");
}

} // namespace heard::mail::curl
