/* Faults in the calls by which a process changes files, for tests/faults.
 *
 * Loaded with LD_PRELOAD. Idle until fault_arm() is called; from then on every call that changes a file or folder
 * under one root is counted, and the call with the chosen number fails in the chosen way:
 *
 *   COUNT  nothing fails
 *   KILL   the process is killed (SIGKILL) in the place of the call: what was written before is kept
 *   TORN   a write gets through in part, then the process is killed
 *   POWER  the process is killed and every file loses what was written after a random moment since its last fsync
 *          or fdatasync, each file by itself, as when the power goes; the first write lost may get through in part
 *   FULL   from here on no file can grow: ENOSPC, the first one after a part got through
 *   SYNC   fsync and fdatasync fail with EIO: once, what was not synchronised being lost (seed even), or always (odd)
 *
 * What is not imitated: folder entries (create, rename, unlink) that are lost, because the call is taken as lasting.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { IDLE, COUNT, KILL, TORN, POWER, FULL, SYNC };

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static int mode = IDLE;
static long calls, writes, syncs, at;
static unsigned seed;
static int tripped;
static char root[PATH_MAX];
static size_t root_length;

/* What was overwritten since the last synchronisation, oldest first. */
struct change { off_t offset, size; size_t length, was; char *bytes; int whole; };
struct file { dev_t device; ino_t inode; int fd; size_t count, room; struct change *changes; };
static struct file files[4096];
static int file_count;

static ssize_t raw_pwrite(int fd, const void *data, size_t length, off_t offset) {
    return syscall(SYS_pwrite64, fd, data, length, offset);
}
static ssize_t raw_pread(int fd, void *data, size_t length, off_t offset) {
    return syscall(SYS_pread64, fd, data, length, offset);
}

void fault_arm(int how, long number, unsigned random, const char *under) {
    pthread_mutex_lock(&lock);
    calls = writes = syncs = 0;
    at = number;
    seed = random;
    tripped = 0;
    strncpy(root, under, sizeof root - 1);
    root_length = strlen(root);
    mode = how;
    pthread_mutex_unlock(&lock);
}

void fault_disarm(void) { mode = IDLE; }
long fault_calls(void) { return calls; }
long fault_writes(void) { return writes; }
long fault_syncs(void) { return syncs; }
int fault_tripped(void) { return tripped; }

static int path_matters(const char *path) {
    char absolute[PATH_MAX * 2];
    if (mode == IDLE || !path) return 0;
    if (path[0] == '/') return !strncmp(path, root, root_length);
    if (!getcwd(absolute, PATH_MAX)) return 0;
    return !strncmp(absolute, root, root_length);
}

static int fd_matters(int fd) {
    char link[64], path[PATH_MAX];
    if (mode == IDLE || fd < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return !strncmp(path, root, root_length);
}

static void die(void) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

static struct file *tracked(int fd) {
    struct stat status;
    char link[64];
    if (fstat(fd, &status) || !S_ISREG(status.st_mode)) return NULL;
    for (int i = 0; i < file_count; i++)
        if (files[i].device == status.st_dev && files[i].inode == status.st_ino) return &files[i];
    if (file_count == (int)(sizeof files / sizeof *files)) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    /* Never closed: to close any descriptor of a file gives up the locks that SQLite holds on it. */
    int own = (int)syscall(SYS_openat, AT_FDCWD, link, O_RDWR | O_CLOEXEC);
    if (own < 0) return NULL;
    files[file_count] = (struct file){status.st_dev, status.st_ino, own, 0, 0, NULL};
    return &files[file_count++];
}

static void keep(int fd, off_t offset, size_t length, int whole) {
    struct stat status;
    if (mode != POWER && mode != SYNC) return;
    struct file *file = tracked(fd);
    if (!file || fstat(fd, &status)) return;
    if (file->count == file->room) {
        file->room = file->room ? file->room * 2 : 16;
        file->changes = realloc(file->changes, file->room * sizeof *file->changes);
    }
    struct change *change = &file->changes[file->count++];
    *change = (struct change){offset, status.st_size, length, 0, NULL, whole};
    if (offset < status.st_size && length) {
        change->bytes = malloc(length);
        ssize_t got = raw_pread(file->fd, change->bytes, length, offset);
        change->was = got > 0 ? (size_t)got : 0;
    }
}

static void forget(struct file *file) {
    for (size_t i = 0; i < file->count; i++) free(file->changes[i].bytes);
    file->count = 0;
}

/* Take back what was written to *file* after its first *kept* changes; the next one may stay in part. */
static void take_back(struct file *file, size_t kept) {
    for (size_t i = file->count; i-- > kept;) {
        struct change *change = &file->changes[i];
        size_t part = i == kept && change->length > 1 && !change->whole ? rand_r(&seed) % change->length : 0;
        if (part < change->was) raw_pwrite(file->fd, change->bytes + part, change->was - part, change->offset + (off_t)part);
        off_t size = change->offset + (off_t)part;
        if (part == 0 || size < change->size) size = change->size;
        struct stat status;
        if (!fstat(file->fd, &status) && status.st_size > size) syscall(SYS_ftruncate, file->fd, size);
        else if (!fstat(file->fd, &status) && status.st_size < change->size) syscall(SYS_ftruncate, file->fd, change->size);
    }
    forget(file);
}

static void lose_power(void) {
    for (int i = 0; i < file_count; i++)
        if (files[i].count) take_back(&files[i], rand_r(&seed) % (files[i].count + 1));
    die();
}

/* Count a call that is no write; it may be the process's last. */
static void change_of_folder(void) {
    pthread_mutex_lock(&lock);
    calls++;
    if (mode == KILL && calls == at) die();
    if (mode == POWER && calls == at) lose_power();
    pthread_mutex_unlock(&lock);
}

/* Return how many of *length* bytes may be written, -1 for an error. */
static ssize_t allowed(int fd, off_t offset, size_t length) {
    struct stat status;
    calls++;
    writes++;
    if (mode == KILL && calls == at) die();
    if (mode == POWER && calls == at) lose_power();
    if (mode == TORN && writes == at) return length > 1 ? (ssize_t)(rand_r(&seed) % length) : 0;
    if (mode == FULL && writes >= at && !fstat(fd, &status) && offset + (off_t)length > status.st_size) {
        ssize_t part = tripped || length < 2 ? 0 : (ssize_t)(rand_r(&seed) % length);
        tripped = 1;
        if (part) return part;
        errno = ENOSPC;
        return -1;
    }
    keep(fd, offset, length, 0);
    return (ssize_t)length;
}

static off_t end_or_here(int fd) {
    int flags = fcntl(fd, F_GETFL);
    struct stat status;
    if (flags >= 0 && (flags & O_APPEND) && !fstat(fd, &status)) return status.st_size;
    return lseek(fd, 0, SEEK_CUR);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) {
    if (!fd_matters(fd)) return raw_pwrite(fd, data, length, offset);
    pthread_mutex_lock(&lock);
    ssize_t part = allowed(fd, offset, length);
    if (part > 0 || length == 0) part = raw_pwrite(fd, data, (size_t)part, offset);
    if (mode == TORN && writes == at) die();
    pthread_mutex_unlock(&lock);
    return part;
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return pwrite64(fd, data, length, offset); }

ssize_t write(int fd, const void *data, size_t length) {
    if (!fd_matters(fd)) return syscall(SYS_write, fd, data, length);
    pthread_mutex_lock(&lock);
    ssize_t part = allowed(fd, end_or_here(fd), length);
    if (part > 0 || length == 0) part = syscall(SYS_write, fd, data, (size_t)part);
    if (mode == TORN && writes == at) die();
    pthread_mutex_unlock(&lock);
    return part;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (!fd_matters(fd)) return syscall(SYS_writev, fd, parts, count);
    ssize_t total = 0;
    for (int i = 0; i < count; i++) {
        ssize_t done = write(fd, parts[i].iov_base, parts[i].iov_len);
        if (done < 0) return total ? total : -1;
        total += done;
        if ((size_t)done < parts[i].iov_len) break;
    }
    return total;
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset) {
    ssize_t total = 0;
    for (int i = 0; i < count; i++) {
        ssize_t done = pwrite64(fd, parts[i].iov_base, parts[i].iov_len, offset + total);
        if (done < 0) return total ? total : -1;
        total += done;
        if ((size_t)done < parts[i].iov_len) break;
    }
    return total;
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) { return pwritev64(fd, parts, count, offset); }

static int synchronise(int fd, long number) {
    if (!fd_matters(fd)) return (int)syscall(number, fd);
    pthread_mutex_lock(&lock);
    calls++;
    syncs++;
    if (mode == KILL && calls == at) die();
    if (mode == POWER && calls == at) lose_power();
    struct file *file = mode == POWER || mode == SYNC ? tracked(fd) : NULL;
    if (mode == SYNC && (syncs == at || (tripped && seed % 2))) {
        tripped = 1;
        if (file && seed % 2 == 0) {
            unsigned before = seed; /* stays even: fails once */
            take_back(file, 0);
            seed = before;
        }
        pthread_mutex_unlock(&lock);
        errno = EIO;
        return -1;
    }
    /* No real synchronisation: the machine stays up, only the count matters. */
    if (file) forget(file);
    pthread_mutex_unlock(&lock);
    return 0;
}
int fsync(int fd) { return synchronise(fd, SYS_fsync); }
int fdatasync(int fd) { return synchronise(fd, SYS_fdatasync); }

int ftruncate64(int fd, off_t size) {
    if (fd_matters(fd)) {
        struct stat status;
        change_of_folder();
        pthread_mutex_lock(&lock);
        if (!fstat(fd, &status)) keep(fd, size, status.st_size > size ? (size_t)(status.st_size - size) : 0, 1);
        pthread_mutex_unlock(&lock);
    }
    return (int)syscall(SYS_ftruncate, fd, size);
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int fallocate64(int fd, int how, off_t offset, off_t length) {
    if (fd_matters(fd)) {
        change_of_folder();
        if (mode == FULL && writes >= at) {
            errno = ENOSPC;
            return -1;
        }
    }
    return (int)syscall(SYS_fallocate, fd, how, offset, length);
}
int fallocate(int fd, int how, off_t offset, off_t length) { return fallocate64(fd, how, offset, length); }
int posix_fallocate64(int fd, off_t offset, off_t length) { return fallocate64(fd, 0, offset, length) ? errno : 0; }
int posix_fallocate(int fd, off_t offset, off_t length) { return posix_fallocate64(fd, offset, length); }

int rename(const char *from, const char *to) {
    if (path_matters(from) || path_matters(to)) change_of_folder();
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}
int unlink(const char *path) {
    if (path_matters(path)) change_of_folder();
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}
int rmdir(const char *path) {
    if (path_matters(path)) change_of_folder();
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR);
}
int unlinkat(int folder, const char *path, int flags) {
    if (folder == AT_FDCWD ? path_matters(path) : fd_matters(folder)) change_of_folder();
    return (int)syscall(SYS_unlinkat, folder, path, flags);
}
int link(const char *from, const char *to) {
    if (path_matters(to)) change_of_folder();
    return (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}
