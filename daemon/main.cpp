#include "daemon/commands.hpp"

int main(int argc, char** argv)
{
    return heard::daemon::run_command(argc, argv);
}
