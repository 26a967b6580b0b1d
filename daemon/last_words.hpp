// What the program still says when an exception meets nobody who could catch it: most often for
// want of memory, inside something that may not throw. Without it there would be a core dump and
// a riddle.
#pragma once

namespace heard::daemon {

/// From now on such an exception ends the program with its sentence and exit_failed. Takes no
/// memory. Thread: any.
void say_last_words();

} // namespace heard::daemon
