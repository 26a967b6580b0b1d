# Who may include whom (lib/README.md), read from the #include lines. Run: cmake -P tests/layers.cmake
cmake_minimum_required(VERSION 3.25)
get_filename_component(top ${CMAKE_CURRENT_LIST_DIR}/.. ABSOLUTE)

set(rooms time text core storage auth mail http desk site)
set(may_time "")
set(may_text "")
set(may_core text time)
set(may_storage core text time)
set(may_auth core text time)
set(may_mail core text time)
set(may_http core text time)
set(may_desk core storage auth mail/letter mail/address mail/courier text time)
set(may_site http desk storage core auth mail/address text time)

# header pattern -> the files that may include it
set(guarded
  "sqlite3.h|^lib/storage/"
  "boost/beast|^lib/http/"
  "boost/asio|^(lib/http/|lib/storage/store\\.|lib/site/|daemon/)"
  "toml\\+\\+|^(daemon/config|lib/text/words)"
  "curl/|^lib/mail/"
  "gmime|^lib/mail/"
  "qrcodegen|^lib/text/qr\\."
  "sodium|^(lib/auth/|lib/core/digest)"
  "kainjow|^lib/(text|site)/"
  "date/|^lib/time/"
  "turbojpeg|^daemon/portrait"
  "png\\.h|^daemon/portrait"
  "webp/|^daemon/portrait"
  "CLI/|^daemon/commands")

set(wrong "")
function(check_file file)
  file(STRINGS ${top}/${file} lines REGEX "^ *#include")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^ *#include *[<\"]([^>\"]*)[>\"].*" "\\1" header "${line}")
    foreach(rule IN LISTS guarded)
      string(REPLACE "|^" ";^" rule "${rule}")
      list(GET rule 0 pattern)
      list(GET rule 1 who)
      if(header MATCHES "^${pattern}" AND NOT file MATCHES "${who}")
        set(wrong "${wrong}${file} includes ${header}\n" PARENT_SCOPE)
        set(wrong "${wrong}${file} includes ${header}\n")
      endif()
    endforeach()
    if(NOT file MATCHES "^lib/([a-z]+)/" OR NOT line MATCHES "\"")
      continue()
    endif()
    string(REGEX REPLACE "^lib/([a-z]+)/.*" "\\1" room ${file})
    string(REGEX REPLACE "/.*" "" from "${header}")
    string(REGEX REPLACE "\\.hpp$" "" stem "${header}")
    if(from IN_LIST rooms OR from STREQUAL "daemon")
      if(NOT from STREQUAL room AND NOT from IN_LIST may_${room} AND NOT stem IN_LIST may_${room})
        set(wrong "${wrong}${file} includes ${header}: ${room} must not know it\n" PARENT_SCOPE)
        set(wrong "${wrong}${file} includes ${header}: ${room} must not know it\n")
      endif()
    endif()
  endforeach()
  set(wrong "${wrong}" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE files RELATIVE ${top} ${top}/lib/*.cpp ${top}/lib/*.hpp ${top}/daemon/*.cpp ${top}/daemon/*.hpp)
list(LENGTH files count)
if(count LESS 50)
  message(FATAL_ERROR "only ${count} sources found: this test looks in the wrong place")
endif()
foreach(file IN LISTS files)
  check_file(${file})
endforeach()
if(wrong)
  message(FATAL_ERROR "\n${wrong}")
endif()
