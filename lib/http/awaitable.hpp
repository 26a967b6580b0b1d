// What a handler returns. The one name of Asio that the pages need to know.
#pragma once

#include <boost/asio/awaitable.hpp>

namespace heard::http {

template <class T>
using Awaitable = boost::asio::awaitable<T>;

} // namespace heard::http
