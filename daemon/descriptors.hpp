// How many connections the system lets this process hold open, with some descriptors left for the
// rest of its work. Knows the process's limit and nothing of sockets.
#pragma once

namespace heard::daemon {

/// Kept back from connections: database, letters on their way, secrets being read, and those who
/// are only told that it is full. When descriptors run out, none of that works any more.
inline constexpr int descriptors_reserved = 256;

/// The usual soft limit of 1024 descriptors is below the connections that the settings allow, and
/// raising it to the hard one needs nobody's permission. Call it before anything is opened.
void allow_many_descriptors();

/// `wanted` connections, or as many as the limit leaves room for; at least one.
int connections_possible(int wanted);

} // namespace heard::daemon
