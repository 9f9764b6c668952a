/* Stands between a program and the C library: counts what it does to the files below one folder, and
   at a chosen call kills the process, fails, or writes only half; it can also record everything.

   Compiled and loaded (LD_PRELOAD) by shim.py, which explains the settings. Writes to mapped memory are
   not seen: of SQLite's files that is the -shm file, which does not outlive a process. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

/* What is done at the chosen call. */
enum how { NOTHING, KILL, KILL_HALF, FAIL, FAIL_ONCE, HALF };

/* What kind of call it is: not every error can come from each. */
enum kind { WRITE, CREATE, TRUNCATE, SYNC, RENAME, UNLINK };

static char folder[PATH_MAX];
static size_t folder_length;
static long at;
static enum how how;
static int error;
static int record = -1;
static long own_count;
static long *count = &own_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

/* Settings */

/* Start to count from zero. An empty folder switches the shim off. */
void faults_arm(const char *below, long call, int what, int failing, const char *recording)
{
    pthread_mutex_lock(&lock);
    snprintf(folder, sizeof folder, "%s", below);
    folder_length = strlen(folder);
    at = call;
    how = what;
    error = failing;
    *count = 0;
    if (record >= 0) syscall(SYS_close, record);
    record = -1;
    if (*recording) {
        int found = syscall(SYS_openat, AT_FDCWD, recording, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        record = fcntl(found, F_DUPFD_CLOEXEC, 900);
        syscall(SYS_close, found);
    }
    pthread_mutex_unlock(&lock);
}

/* Return the calls since then. */
long faults_count(void) { return *count; }

static long number(const char *name)
{
    const char *text = getenv(name);
    return text ? atol(text) : 0;
}

static const char *text(const char *name)
{
    const char *found = getenv(name);
    return found ? found : "";
}

__attribute__((constructor)) static void begin(void)
{
    const char *shared = text("FAULTS_COUNT");
    if (*shared) {
        int found = syscall(SYS_openat, AT_FDCWD, shared, O_RDWR | O_CLOEXEC);
        void *place = mmap(NULL, sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED, found, 0);
        if (place != MAP_FAILED) count = place;
        syscall(SYS_close, found);
    }
    long before = *count; /* a child process continues the count */
    faults_arm(text("FAULTS_FOLDER"), number("FAULTS_AT"), (int)number("FAULTS_HOW"),
               (int)number("FAULTS_ERROR"), text("FAULTS_RECORD"));
    *count = before;
}

/* Which file is meant */

static int below(const char *path)
{
    return folder_length && strncmp(path, folder, folder_length) == 0
           && (path[folder_length] == '/' || path[folder_length] == 0);
}

/* The shared memory of SQLite does not outlive a process: nothing to count. */
static int lasting(const char *path)
{
    size_t length = strlen(path);
    return length < 4 || strcmp(path + length - 4, "-shm") != 0;
}

/* The path of an open file, if it is below the folder. */
static int of_file(int file, char *path)
{
    if (!folder_length || file < 0) return 0;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return below(path) && lasting(path);
}

/* The path of a name, with links in its folders resolved, if it is below the folder. */
static int of_name(int base, const char *name, char *path)
{
    char full[2 * PATH_MAX], parent[PATH_MAX];
    if (!folder_length || !name || !*name) return 0;
    if (*name == '/')
        snprintf(full, sizeof full, "%s", name);
    else if (base == AT_FDCWD) {
        if (!getcwd(parent, sizeof parent)) return 0;
        snprintf(full, sizeof full, "%s/%s", parent, name);
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", base);
        ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, parent, PATH_MAX - 1);
        if (length < 0) return 0;
        parent[length] = 0;
        snprintf(full, sizeof full, "%s/%s", parent, name);
    }
    size_t end = strlen(full);
    while (end > 1 && full[end - 1] == '/') full[--end] = 0;
    char *slash = strrchr(full, '/');
    const char *last = slash + 1;
    *slash = 0;
    if (!realpath(*full ? full : "/", parent)) return 0;
    if (snprintf(path, PATH_MAX, "%s/%s", strcmp(parent, "/") ? parent : "", last) >= PATH_MAX) return 0;
    return below(path) && lasting(path);
}

/* Recording. One line an event, the numbers of the file first, then its bytes or names. */

static void put(const void *bytes, size_t size)
{
    const char *rest = bytes;
    while (size > 0) {
        ssize_t written = syscall(SYS_write, record, rest, size);
        if (written <= 0) abort();
        rest += written;
        size -= (size_t)written;
    }
}

static void say(char what, unsigned long inode, long offset, const void *bytes, size_t size)
{
    if (record < 0) return;
    char line[96];
    int length = snprintf(line, sizeof line, "%c %lu %ld %zu\n", what, inode, offset, size);
    put(line, (size_t)length);
    put(bytes, size);
}

static unsigned long inode_of(int file)
{
    struct stat found;
    return fstat(file, &found) ? 0 : found.st_ino;
}

static unsigned long inode_at(const char *path)
{
    struct stat found;
    return lstat(path, &found) ? 0 : found.st_ino;
}

/* The turn of a call */

static int possible(enum kind kind)
{
    switch (error) {
    case ENOSPC: return kind == WRITE || kind == CREATE || kind == SYNC;
    case EROFS: return kind != SYNC;
    default: return 1;
    }
}

/* Decide about the next call: 0 make it, -1 fail (errno is set), 1 make half of it. */
static int turn(enum kind kind)
{
    long call = ++*count;
    if (!at || call < at || how == NOTHING) return 0;
    if (how == KILL || (how == KILL_HALF && kind != WRITE)) {
        kill(getpid(), SIGKILL);
        for (;;) pause();
    }
    if (how == KILL_HALF || (how == HALF && call == at && kind == WRITE)) return 1;
    if (how == FAIL_ONCE && call > at) return 0;
    if (!possible(kind)) return 0;
    errno = error;
    return -1;
}

static void halved(void)
{
    if (how == KILL_HALF) {
        kill(getpid(), SIGKILL);
        for (;;) pause();
    }
}

#define ENTER(file) \
    char path[PATH_MAX]; \
    if (!of_file(file, path)) return real
#define LOCKED(kind, made) \
    pthread_mutex_lock(&lock); \
    int turned = turn(kind); \
    __typeof__(made) done = -1; \
    if (turned >= 0) { done = made; } \
    int kept = errno

#define LEAVE \
    if (done < 0) say('F', 0, 0, "", 0); \
    pthread_mutex_unlock(&lock); \
    errno = kept; \
    return done

/* Writing */

static off_t place_of(int file)
{
    int flags = fcntl(file, F_GETFL);
    struct stat found;
    if (flags >= 0 && (flags & O_APPEND)) return fstat(file, &found) ? 0 : found.st_size;
    return lseek(file, 0, SEEK_CUR);
}

ssize_t write(int file, const void *bytes, size_t size)
{
    REAL(write);
    ENTER(file)(file, bytes, size);
    off_t place = place_of(file);
    LOCKED(WRITE, real(file, bytes, turned ? (size + 1) / 2 : size));
    if (turned == 1) halved();
    if (done > 0) say('W', inode_of(file), place, bytes, (size_t)done);
    LEAVE;
}

#define PWRITE(name, offset_type) \
ssize_t name(int file, const void *bytes, size_t size, offset_type place) \
{ \
    REAL(name); \
    ENTER(file)(file, bytes, size, place); \
    LOCKED(WRITE, real(file, bytes, turned ? (size + 1) / 2 : size, place)); \
    if (turned == 1) halved(); \
    if (done > 0) say('W', inode_of(file), place, bytes, (size_t)done); \
    LEAVE; \
}
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

/* Write several pieces one after the other: a program must accept that less was written. */
ssize_t writev(int file, const struct iovec *pieces, int number_of_pieces)
{
    REAL(writev);
    ENTER(file)(file, pieces, number_of_pieces);
    ssize_t all = 0;
    for (int piece = 0; piece < number_of_pieces; piece++) {
        ssize_t done = write(file, pieces[piece].iov_base, pieces[piece].iov_len);
        if (done < 0) return all ? all : -1;
        all += done;
        if ((size_t)done < pieces[piece].iov_len) break;
    }
    return all;
}

/* Copies inside the kernel cannot be recorded: programs fall back on reading and writing. */
ssize_t sendfile(int to, int from, off_t *place, size_t size)
{
    static ssize_t (*real)(int, int, off_t *, size_t);
    if (!real) real = dlsym(RTLD_NEXT, "sendfile");
    char path[PATH_MAX];
    if (!of_file(to, path)) return real(to, from, place, size);
    errno = ENOSYS;
    return -1;
}

ssize_t sendfile64(int to, int from, off64_t *place, size_t size) { return sendfile(to, from, place, size); }

ssize_t copy_file_range(int from, off64_t *start, int to, off64_t *place, size_t size, unsigned flags)
{
    REAL(copy_file_range);
    char path[PATH_MAX];
    if (!of_file(to, path)) return real(from, start, to, place, size, flags);
    errno = ENOSYS;
    return -1;
}

#define FTRUNCATE(name, offset_type) \
int name(int file, offset_type size) \
{ \
    REAL(name); \
    ENTER(file)(file, size); \
    LOCKED(TRUNCATE, real(file, size)); \
    if (!done) say('T', inode_of(file), size, "", 0); \
    LEAVE; \
}
FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

/* Syncing: a folder is named, because its file system orders what happened in it. */

#define SYNCING(name) \
int name(int file) \
{ \
    REAL(name); \
    ENTER(file)(file); \
    LOCKED(SYNC, real(file)); \
    struct stat found; \
    if (!done && !fstat(file, &found)) { \
        if (S_ISDIR(found.st_mode)) say('D', found.st_ino, 0, path, strlen(path)); \
        else say('S', found.st_ino, 0, "", 0); \
    } \
    LEAVE; \
}
SYNCING(fsync)
SYNCING(fdatasync)

/* Names */

static void say_names(char what, const char *first, const char *second)
{
    char both[2 * PATH_MAX];
    int length = snprintf(both, sizeof both, "%s%c%s", first, 0, second);
    say(what, inode_at(*second ? second : first), 0, both, (size_t)length);
}

#define TWO_NAMES(called, letter, kind, from_base, from, to_base, to, plain, made) \
    char first[PATH_MAX] = "", second[PATH_MAX] = ""; \
    int ours = of_name(from_base, from, first) | of_name(to_base, to, second); \
    if (!ours) return plain; \
    LOCKED(kind, made); \
    if (!done) say_names(letter, first, second); \
    LEAVE

int rename(const char *from, const char *to)
{
    REAL(rename);
    TWO_NAMES(rename, 'R', RENAME, AT_FDCWD, from, AT_FDCWD, to, real(from, to), real(from, to));
}

int renameat(int from_base, const char *from, int to_base, const char *to)
{
    REAL(renameat);
    TWO_NAMES(renameat, 'R', RENAME, from_base, from, to_base, to,
              real(from_base, from, to_base, to), real(from_base, from, to_base, to));
}

int renameat2(int from_base, const char *from, int to_base, const char *to, unsigned flags)
{
    REAL(renameat2);
    TWO_NAMES(renameat2, 'R', RENAME, from_base, from, to_base, to,
              real(from_base, from, to_base, to, flags), real(from_base, from, to_base, to, flags));
}

int link(const char *from, const char *to)
{
    REAL(link);
    TWO_NAMES(link, 'L', CREATE, AT_FDCWD, from, AT_FDCWD, to, real(from, to), real(from, to));
}

int linkat(int from_base, const char *from, int to_base, const char *to, int flags)
{
    REAL(linkat);
    TWO_NAMES(linkat, 'L', CREATE, from_base, from, to_base, to,
              real(from_base, from, to_base, to, flags), real(from_base, from, to_base, to, flags));
}

#define ONE_NAME(letter, kind, base, name, plain, made) \
    char path[PATH_MAX]; \
    if (!of_name(base, name, path)) return plain; \
    LOCKED(kind, made); \
    if (!done) say_names(letter, path, ""); \
    LEAVE

int unlink(const char *name)
{
    REAL(unlink);
    ONE_NAME('U', UNLINK, AT_FDCWD, name, real(name), real(name));
}

int unlinkat(int base, const char *name, int flags)
{
    REAL(unlinkat);
    ONE_NAME('U', UNLINK, base, name, real(base, name, flags), real(base, name, flags));
}

int rmdir(const char *name)
{
    REAL(rmdir);
    ONE_NAME('U', UNLINK, AT_FDCWD, name, real(name), real(name));
}

int remove(const char *name)
{
    struct stat found;
    return !lstat(name, &found) && S_ISDIR(found.st_mode) ? rmdir(name) : unlink(name);
}

int mkdir(const char *name, mode_t mode)
{
    REAL(mkdir);
    ONE_NAME('M', CREATE, AT_FDCWD, name, real(name, mode), real(name, mode));
}

/* Opening counts where it makes a file, or empties one. */

static int opened(int base, const char *name, int flags, mode_t mode, int (*real)(int, const char *, int, ...))
{
    char path[PATH_MAX];
    int writes = (flags & O_ACCMODE) != O_RDONLY;
    if (!of_name(base, name, path)) return real(base, name, flags, mode);
    struct stat found;
    int missing = lstat(path, &found) != 0;
    if (writes && !missing && at && *count >= at - 1 && how == FAIL && error == EROFS) {
        errno = EROFS;
        return -1;
    }
    int made = (flags & O_CREAT) && missing;
    int emptied = (flags & O_TRUNC) && writes && !missing;
    if (!made && !emptied) return real(base, name, flags, mode);
    LOCKED(made ? CREATE : TRUNCATE, real(base, name, flags, mode));
    if (done >= 0) {
        if (made) say_names('C', path, "");
        else say('T', inode_of(done), 0, "", 0);
    }
    LEAVE;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list rest; \
        va_start(rest, flags); \
        mode = va_arg(rest, mode_t); \
        va_end(rest); \
    }

static int (*real_openat(void))(int, const char *, int, ...)
{
    static int (*real)(int, const char *, int, ...);
    if (!real) real = dlsym(RTLD_NEXT, "openat");
    return real;
}

int open(const char *name, int flags, ...) { MODE(flags) return opened(AT_FDCWD, name, flags, mode, real_openat()); }
int open64(const char *name, int flags, ...) { MODE(flags) return opened(AT_FDCWD, name, flags | O_LARGEFILE, mode, real_openat()); }
int openat(int base, const char *name, int flags, ...) { MODE(flags) return opened(base, name, flags, mode, real_openat()); }
int openat64(int base, const char *name, int flags, ...) { MODE(flags) return opened(base, name, flags | O_LARGEFILE, mode, real_openat()); }

/* A read-only file system says so before anything is tried. */

int access(const char *name, int wanted)
{
    REAL(access);
    char path[PATH_MAX];
    if ((wanted & W_OK) && at && *count >= at - 1 && how == FAIL && error == EROFS && of_name(AT_FDCWD, name, path)) {
        errno = EROFS;
        return -1;
    }
    return real(name, wanted);
}
