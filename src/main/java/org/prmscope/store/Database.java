package org.prmscope.store;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The one connection to a workspace file. All work goes through one lock, writes as transactions.
///
/// The file is held exclusively (WAL with `locking_mode=EXCLUSIVE`): a second process is refused
/// with a clear message instead of two programs marking each other's runs as interrupted. The lock
/// is the operating system's, so it ends with the process however that ends. The file should not be
/// opened by other means in this process meanwhile: closing it would drop SQLite's POSIX lock.
/// [WorkspaceLock] stands in where that cannot be helped.
///
/// `synchronous=FULL`: a chain takes seconds to minutes to make, so one forced write to the disk a
/// chain costs nothing, and a chain once reported as saved survives a power cut too.
final class Database implements AutoCloseable {
    private static final int BUSY_MS = 2_000;
    private static final long QUICK_CHECK_BYTES = 256L << 20;
    private static final int MAX_VALUE_BYTES = 256 << 20;

    private final Path file;
    private final Connection connection;
    private final @Nullable WorkspaceLock held;
    private final boolean readOnly;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    /// Work on the connection.
    interface Work<T extends @Nullable Object> {
        T run(Connection connection) throws SQLException, WorkspaceException;
    }

    private Database(Path file, Connection connection, @Nullable WorkspaceLock held) {
        this.file = file;
        this.connection = connection;
        this.held = held;
        readOnly = held == null;
    }

    static Database open(Path file, boolean readOnly) throws WorkspaceException {
        checkPlace(file, readOnly);
        WorkspaceLock lock = readOnly ? null : WorkspaceLock.take(file);
        boolean opened = false;
        try {
            Database database = open(file, lock);
            opened = true;
            return database;
        } finally {
            if (lock != null && !opened) {
                lock.close();
            }
        }
    }

    private static Database open(Path file, @Nullable WorkspaceLock lock)
            throws WorkspaceException {
        boolean readOnly = lock == null;
        Failures failures = new Failures(file);
        Connection connection;
        try {
            connection = connect(file, readOnly);
        } catch (SQLException e) {
            throw failures.of("The workspace cannot be opened", e);
        }
        try {
            prepare(file, connection, readOnly);
            return new Database(file, connection, lock);
        } catch (SQLException e) {
            closeAfter(connection, e);
            throw failures.of("The workspace cannot be opened", e);
        } catch (WorkspaceException | RuntimeException e) {
            closeAfter(connection, e);
            throw e;
        }
    }

    private static void closeAfter(Connection connection, Exception cause) {
        try {
            connection.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static void checkPlace(Path file, boolean readOnly) throws WorkspaceException {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw failure(
                    WorkspaceException.Kind.NO_PLACE,
                    file,
                    "The workspace is a folder",
                    "a file",
                    "",
                    "Name a file in it.");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw failure(
                    WorkspaceException.Kind.NO_PLACE,
                    file,
                    "The folder of the workspace does not exist",
                    "",
                    "",
                    "Create it first.");
        }
        boolean exists = Files.exists(file);
        if (readOnly) {
            if (!exists) {
                throw failure(
                        WorkspaceException.Kind.NO_PLACE,
                        file,
                        "There is no such workspace",
                        "",
                        "",
                        "Check the path.");
            }
            return;
        }
        if (!Files.isWritable(folder) || (exists && !Files.isWritable(file))) {
            throw readOnlyFailure(file);
        }
    }

    static WorkspaceException readOnlyFailure(Path file) {
        return failure(
                WorkspaceException.Kind.READ_ONLY,
                file,
                "The workspace or its folder may not be written",
                "",
                "",
                "Copy it to a folder of your own and name it with --workspace.");
    }

    static WorkspaceException failure(
            WorkspaceException.Kind kind,
            Path file,
            String what,
            String expected,
            String found,
            String remedy) {
        return new WorkspaceException(
                kind,
                new WorkbenchException.Report(what, file.toString(), expected, found, remedy));
    }

    private static Connection connect(Path file, boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MS);
        config.enforceForeignKeys(true);
        config.setPragma(SQLiteConfig.Pragma.LIMIT_LENGTH, Integer.toString(MAX_VALUE_BYTES));
        if (readOnly) {
            config.setReadOnly(true);
        }
        // The path as a URI: percent signs keep what looks like options in a file name harmless.
        String uri = file.toAbsolutePath().toUri().toASCIIString();
        return config.createConnection(
                "jdbc:sqlite:" + uri + (readOnly ? readOnlyQuery(file) : ""));
    }

    /// A cleanly closed file needs no files beside it and is opened as immutable, since its folder
    /// may not be writable; one with a write-ahead log has to be read with it.
    private static String readOnlyQuery(Path file) {
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        try {
            return Files.exists(log) && Files.size(log) > 0 ? "?mode=ro" : "?immutable=1";
        } catch (IOException e) {
            return "?mode=ro";
        }
    }

    private static void prepare(Path file, Connection connection, boolean readOnly)
            throws SQLException, WorkspaceException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA trusted_schema = OFF");
            statement.execute("PRAGMA cell_size_check = ON");
            if (!readOnly) {
                statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            }
            int application = number(statement, "PRAGMA application_id");
            int version = number(statement, "PRAGMA user_version");
            boolean empty = Schema.isEmpty(connection);
            boolean ours = application == Schema.APPLICATION_ID;
            boolean fresh = empty && application == 0 && version == 0 && !readOnly;
            if (!ours && !fresh) {
                throw failure(
                        WorkspaceException.Kind.NOT_A_WORKSPACE,
                        file,
                        "This is not a workspace",
                        "a file that PRMScope made",
                        "another program's SQLite file",
                        "Choose another file.");
            }
            checkVersion(file, version, readOnly);
            if (!empty) {
                quickCheck(file, statement);
            }
            // Before anything is written: a foreign trigger would run at a migration's writes.
            checkTables(file, connection, version);
            if (!readOnly) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = FULL");
                statement.execute("BEGIN IMMEDIATE");
                if (version < Schema.VERSION) {
                    Schema.migrate(connection, version);
                }
                statement.execute("COMMIT");
            }
            checkTables(file, connection, Schema.VERSION);
        }
    }

    private static void checkVersion(Path file, int version, boolean readOnly)
            throws WorkspaceException {
        String expected = "version %d or older".formatted(Schema.VERSION);
        if (version < 0) {
            throw corrupt(file, "version " + version);
        }
        if (version > Schema.VERSION) {
            throw failure(
                    WorkspaceException.Kind.NEWER_VERSION,
                    file,
                    "A newer PRMScope made this workspace",
                    expected,
                    "version " + version,
                    "It was left as it is. Open it with the newer program.");
        }
        if (version < Schema.VERSION && readOnly) {
            throw failure(
                    WorkspaceException.Kind.OLDER_VERSION,
                    file,
                    "An older workspace cannot be brought up to date read-only",
                    "version " + Schema.VERSION,
                    "version " + version,
                    "Copy it to a folder of your own and open the copy.");
        }
    }

    private static void quickCheck(Path file, Statement statement)
            throws SQLException, WorkspaceException {
        long bytes =
                (long) number(statement, "PRAGMA page_count")
                        * number(statement, "PRAGMA page_size");
        if (bytes <= QUICK_CHECK_BYTES) {
            check(file, statement);
        }
    }

    private static void check(Path file, Statement statement)
            throws SQLException, WorkspaceException {
        try (ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            String found = rows.next() ? rows.getString(1) : "no answer";
            if (!"ok".equals(found)) {
                throw corrupt(file, found);
            }
        }
    }

    private static void checkTables(Path file, Connection connection, int version)
            throws SQLException, WorkspaceException {
        List<String> differences = Schema.differences(connection, version);
        if (!differences.isEmpty()) {
            throw corrupt(file, differences.getFirst());
        }
    }

    static WorkspaceException corrupt(Path file, String found) {
        return failure(
                WorkspaceException.Kind.CORRUPT,
                file,
                "The workspace is damaged",
                "tables and records as PRMScope writes them",
                found,
                "Restore a copy, or save what can be read with `sqlite3 FILE .recover`.");
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    Path file() {
        return file;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /// Reads all pages of the file and reports damage.
    void check() throws WorkspaceException {
        this.<@Nullable Void>read(
                "Checking the workspace failed",
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        check(file, statement);
                    }
                    return null;
                });
    }

    /// Limits the file to so many pages, as a full disk would.
    void limitPages(int pages) throws WorkspaceException {
        this.<@Nullable Void>read(
                "Limiting the workspace failed",
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("PRAGMA max_page_count = " + pages);
                    }
                    return null;
                });
    }

    <T extends @Nullable Object> T read(String what, Work<T> work) throws WorkspaceException {
        lock.lock();
        try {
            return work.run(open());
        } catch (SQLException e) {
            throw new Failures(file).of(what, e);
        } finally {
            lock.unlock();
        }
    }

    /// Runs the work as one transaction: all of it is in the file when this returns, none of it if
    /// this throws.
    <T extends @Nullable Object> T write(String what, Work<T> work) throws WorkspaceException {
        lock.lock();
        try {
            if (readOnly) {
                throw readOnlyFailure(file);
            }
            Connection open = open();
            try (Statement statement = open.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                boolean done = false;
                try {
                    T result = work.run(open);
                    statement.execute("COMMIT");
                    done = true;
                    return result;
                } finally {
                    if (!done) {
                        rollBack(statement);
                    }
                }
            }
        } catch (SQLException e) {
            throw new Failures(file).of(what, e);
        } finally {
            lock.unlock();
        }
    }

    private static void rollBack(Statement statement) throws SQLException {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLiteException e) {
            // SQLite itself rolls back on a full disk and on I/O errors; then there is nothing to
            // roll back and the first failure is the one to report.
            if (e.getResultCode() != SQLiteErrorCode.SQLITE_ERROR) {
                throw e;
            }
        }
    }

    private Connection open() {
        if (closed) {
            throw new IllegalStateException("the workspace is closed: " + file);
        }
        return connection;
    }

    @Override
    public void close() throws WorkspaceException {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                connection.close();
            }
        } catch (SQLException e) {
            throw new Failures(file).of("Closing the workspace failed", e);
        } finally {
            if (held != null) {
                held.close();
            }
            lock.unlock();
        }
    }
}
