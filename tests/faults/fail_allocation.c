/* Makes one allocation of a process fail, or a row of them. Loaded before the C library, whose own allocator does the
 * rest. Counts from the start of the process, or anew from SIGUSR2 on; knows nothing of who asks for what.
 *
 * HEARD_ALLOCATIONS names a file of four numbers, shared with whoever watches: the first allocation to fail and the
 * last, how many were made, and how many of them failed. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

extern void* __libc_malloc(size_t);
extern void* __libc_calloc(size_t, size_t);
extern void* __libc_realloc(void*, size_t);
extern void* __libc_memalign(size_t, size_t);

struct counts
{
    long first, last, made, failed;
};

static struct counts* shared;

static void count_anew(int signal)
{
    (void)signal;
    __atomic_store_n(&shared->made, 0, __ATOMIC_SEQ_CST);
}

__attribute__((constructor)) static void begin(void)
{
    const char* name = getenv("HEARD_ALLOCATIONS");
    const int file = name ? open(name, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0)
        return;
    void* found = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (found == MAP_FAILED)
        return;
    shared = found;
    signal(SIGUSR2, count_anew);
}

static int fails(void)
{
    if (!shared)
        return 0;
    const long number = __atomic_add_fetch(&shared->made, 1, __ATOMIC_SEQ_CST);
    if (number < shared->first || number > shared->last)
        return 0;
    __atomic_add_fetch(&shared->failed, 1, __ATOMIC_SEQ_CST);
    errno = ENOMEM;
    return 1;
}

void* malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void* calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void* realloc(void* old, size_t size)
{
    return fails() ? NULL : __libc_realloc(old, size);
}

void* memalign(size_t alignment, size_t size)
{
    return fails() ? NULL : __libc_memalign(alignment, size);
}

void* aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void** place, size_t alignment, size_t size)
{
    void* found = memalign(alignment, size);
    if (!found)
        return ENOMEM;
    *place = found;
    return 0;
}
