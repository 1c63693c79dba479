# The Python half of a sandboxed interpreter: reads a request, runs it, answers, and waits again.
#
# It runs inside the walls that bubblewrap set up, next to the code it runs, and is trusted with
# nothing: what it writes is parsed by the other side as hostile input. What it adds are resource
# limits, a system call filter, and the details of a result. describe.py comes before it.
#
# Request: length u32, then nonce[16], check u32, wall ms u32, output limit u32, code UTF-8.
# Reply:   length u32, then nonce[16], kind u8, flags u8, line u32 (0: unknown), and four texts
#          (type, message, stdout, stderr), each a length u32 and UTF-8. Numbers are big-endian.
import fcntl
import io
import os
import resource
import signal
import sys

COMPLETED, RAISED, FLOOD, HELLO = 0, 1, 2, 9
STDOUT_CUT, STDERR_CUT = 1, 2
NO_NONCE = b"\0" * 16
FLOOD_FACTOR = 64


class Bounded(io.RawIOBase):
    """Keeps the first bytes, counts the rest, and calls a halt to a flood."""

    def __init__(self, limit, flooded):
        self.kept = bytearray()
        self.seen = 0
        self.limit = limit
        self.flooded = flooded

    def writable(self):
        return True

    def write(self, chunk):
        chunk = memoryview(chunk).cast("B")
        self.seen += len(chunk)
        room = self.limit - len(self.kept)
        if room > 0:
            self.kept += chunk[:room]
        if self.seen > self.limit * FLOOD_FACTOR:
            self.flooded()
        return len(chunk)


def harden(memory, processes, file_bytes):
    def limit(which, value):
        hard = resource.getrlimit(which)[1]
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        resource.setrlimit(which, (value, value))

    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, file_bytes)
    limit(resource.RLIMIT_NOFILE, 128)
    limit(resource.RLIMIT_MSGQUEUE, 0)
    limit(resource.RLIMIT_MEMLOCK, 65536)
    limit(resource.RLIMIT_STACK, 8 << 20)
    counted = processes_are_counted(processes)
    unfiltered = filter_system_calls(not counted)
    if unfiltered and not counted:
        raise SystemExit("the number of processes cannot be limited; " + unfiltered)
    limit(resource.RLIMIT_NPROC, processes)
    limit(resource.RLIMIT_AS, memory)
    return unfiltered


def processes_are_counted(processes):
    """Whether the kernel holds this user to RLIMIT_NPROC; it lets a host's root pass."""
    hard = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    resource.setrlimit(resource.RLIMIT_NPROC, (0, hard))
    try:
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
        return False
    except BlockingIOError:
        return True


def filter_system_calls(alone):
    """Takes away the calls that reach memory no limit counts, other processes, or the kernel.

    `alone` also takes away new processes and threads. Returns what hinders it, else "".
    """
    import struct

    # socket memfd_create unshare setns ptrace process_vm_readv process_vm_writev shmget msgget
    # semget mq_open keyctl add_key request_key bpf perf_event_open userfaultfd io_uring_setup
    # mount umount2 pivot_root chroot open_by_handle_at fanotify_init kcmp pidfd_getfd
    # mount_setattr fsopen fsconfig fsmount fspick open_tree move_mount memfd_secret personality
    refused = {
        "x86_64": (0xC000003E, 56, [
            41, 319, 272, 308, 101, 310, 311, 29, 68, 64, 240, 250, 248, 249, 321, 298, 323, 425,
            165, 166, 155, 161, 304, 300, 312, 438, 442, 430, 431, 432, 433, 428, 429, 447, 135]),
        "aarch64": (0xC00000B7, 220, [
            198, 279, 97, 268, 117, 270, 271, 194, 186, 190, 180, 219, 217, 218, 280, 241, 282, 425,
            40, 39, 41, 51, 265, 262, 272, 438, 442, 430, 431, 432, 433, 428, 429, 447, 92]),
    }.get(os.uname().machine)
    if refused is None:
        return "no system call filter for this processor"
    arch, clone, numbers = refused
    try:
        import ctypes
    except ImportError:
        return "no system call filter: this Python has no ctypes"

    load, jump_equal, jump_above, jump_any, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    allow, kill = 0x7FFF0000, 0x80000000
    refuse, exhausted, absent = 0x00050001, 0x0005000B, 0x00050026
    code = [
        (load, 0, 0, 4), (jump_equal, 1, 0, arch), (answer, 0, 0, kill),
        (load, 0, 0, 0), (jump_above, 0, 1, 0x40000000), (answer, 0, 0, refuse),
        # clone3 hides its flags behind a pointer; the C library falls back to clone.
        (jump_equal, 0, 1, 435), (answer, 0, 0, absent),
        # clone with any CLONE_NEW* flag.
        (jump_equal, 0, 4, clone), (load, 0, 0, 16), (jump_any, 0, 1, 0x7E020000),
        (answer, 0, 0, refuse), (answer, 0, 0, allow),
    ]
    if alone:
        forks = {"x86_64": [56, 57, 58], "aarch64": [220]}[os.uname().machine]
        code[6:6] = [line for number in forks
                     for line in ((jump_equal, 0, 1, number), (answer, 0, 0, exhausted))]
    for number in numbers:
        code += [(jump_equal, 0, 1, number), (answer, 0, 0, refuse)]
    code.append((answer, 0, 0, allow))
    packed = b"".join(struct.pack("=HBBI", *line) for line in code)
    buffer = ctypes.create_string_buffer(packed, len(packed))
    program = struct.pack("@HP", len(code), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl.argtypes = [ctypes.c_int] + [ctypes.c_void_p] * 4
    libc.prctl(38, 1, 0, 0, 0)
    if libc.prctl(22, 2, ctypes.cast(ctypes.c_char_p(program), ctypes.c_void_p), 0, 0) != 0:
        return "no system call filter: error %d" % ctypes.get_errno()
    return ""


def utf8(text):
    return text.encode("utf-8", "replace")


def serve(memory, processes, file_bytes, exit_now=os._exit, getpid=os.getpid, read=os.read,
          write=os.write, dup2=os.dup2, devnull=os.open("/dev/null", os.O_RDWR)):
    requests = fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, 90)
    replies = fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, 100)
    complaints = fcntl.fcntl(2, fcntl.F_DUPFD_CLOEXEC, 110)
    os.set_inheritable(devnull, False)
    me = getpid()
    namespace = {}
    if sys.path and sys.path[0] == "":
        del sys.path[0]

    def receive(count):
        parts = bytearray()
        while len(parts) < count:
            part = read(requests, min(count - len(parts), 1 << 20))
            if not part:
                exit_now(0)
            parts += part
        return bytes(parts)

    def reply(nonce, kind, flags, line, *texts):
        # A forked child that comes out of the check's code has no say here.
        if getpid() != me:
            exit_now(0)
        body = nonce + bytes((kind, flags)) + (line & 0x7FFFFFFF).to_bytes(4, "big")
        for text in texts:
            body += len(text).to_bytes(4, "big") + text
        left = memoryview(len(body).to_bytes(4, "big") + body)
        while left:
            left = left[write(replies, left):]

    def run(nonce, check, wall_ms, limit, source):
        def flooded():
            kept = bytes(out.kept), bytes(err.kept)
            reply(nonce, FLOOD, cut(), 0, b"", b"", *kept)
            exit_now(0)

        def cut():
            return (STDOUT_CUT * (out.seen > limit)) | (STDERR_CUT * (err.seen > limit))

        out, err = Bounded(limit, flooded), Bounded(limit, flooded)
        settings = {"encoding": "utf-8", "errors": "replace", "newline": "\n"}
        settings["write_through"] = True
        # What the interpreter holds itself is put right after a check that meddled with it.
        dup2(devnull, 0, True)
        dup2(complaints, 1, True)
        dup2(complaints, 2, True)
        sys.stdin = open(0, encoding="utf-8", closefd=False)
        stdout = sys.stdout = sys.__stdout__ = io.TextIOWrapper(out, **settings)
        stderr = sys.stderr = sys.__stderr__ = io.TextIOWrapper(err, **settings)
        spent = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (spent + wall_ms // 1000 + 3, hard))
        except (ValueError, OSError):
            pass
        name = "<check %d>" % check
        kind, kind_name, message, line, trace = COMPLETED, "", "", 0, ""
        try:
            exec(compile(source, name, "exec", dont_inherit=True), namespace)
        except BaseException as error:
            kind = RAISED
            try:
                kind_name, message, line, trace = describe(error, name, source)
            except MemoryError:
                kind_name = "MemoryError"
                namespace.clear()
        # An alarm that was set must not go off in a later check.
        for timer in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF):
            signal.setitimer(timer, 0)
        for stream in (stdout, stderr):
            try:
                stream.flush()
            except BaseException:
                pass
        if trace:
            err.write(utf8(trace))
        reply(nonce, kind, cut(), line, utf8(kind_name), utf8(message), bytes(out.kept), bytes(err.kept))

    filtered = harden(memory, processes, file_bytes)
    version = "%d.%d.%d" % sys.version_info[:3]
    reply(NO_NONCE, HELLO, 0, 0, b"", utf8(version), b"", utf8(filtered))
    while True:
        request = receive(int.from_bytes(receive(4), "big"))
        check, wall_ms, limit = (
            int.from_bytes(request[at:at + 4], "big") for at in (16, 20, 24))
        run(request[:16], check, wall_ms, limit, request[28:].decode("utf-8"))


serve(*(int(argument) for argument in sys.argv[1:4]))
