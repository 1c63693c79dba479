package org.prmscope.store;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainDecision;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.ChainRuling;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.Run;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.RunEnvironment;
import org.prmscope.core.Solution;
import org.prmscope.core.SolutionSet;
import org.prmscope.core.SynthesisRun;
import org.prmscope.core.VerificationChain;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Where a person's work is kept: imported sets, runs and their chains, in one SQLite file.
///
/// Every write is one transaction that is on the disk when the method returns, so a program that is
/// killed loses at most the chain it was making. Thread-safe; calls wait for each other. Only one
/// process has a workspace open for writing at a time.
///
/// An unknown run, set or solution given by a caller, or a chain stored twice, is the caller's
/// mistake and throws [IllegalArgumentException].
public final class Workspace implements AutoCloseable {
    private final Database database;
    private final InstantSource clock;
    private final SetTable sets;
    private final RunTable runs;
    private final ChainTable chains;
    private final SynthesisTable syntheses;

    private Workspace(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        RecordJson json = new RecordJson();
        Records records = new Records(json, database.file());
        sets = new SetTable(json, records);
        runs = new RunTable(json, records);
        chains = new ChainTable(json, records);
        syntheses = new SynthesisTable(json, records);
    }

    /// Opens a workspace for reading and writing, creating the file if it is not there; its folder
    /// must be. Runs that were running when the program last ended become [RunState#INTERRUPTED].
    ///
    /// @param natives a folder of the user's where SQLite's native library is kept between starts
    /// @throws WorkspaceException if the file may not be written, is open elsewhere, newer than
    ///   this program, damaged or no workspace; it is left as it was
    public static Workspace open(Path file, InstantSource clock, Path natives)
            throws WorkspaceException {
        SqliteNatives.prepare(natives);
        Database database = Database.open(file, false);
        try {
            database.<@Nullable Void>write(
                    "Interrupted runs cannot be marked",
                    connection -> {
                        RunTable.markInterrupted(connection);
                        return null;
                    });
        } catch (WorkspaceException | RuntimeException e) {
            database.close();
            throw e;
        }
        return new Workspace(database, clock);
    }

    /// Opens a workspace for looking at only; every method that writes throws. Runs that were
    /// running are shown as such, since the program that runs them may still be there.
    ///
    /// @throws WorkspaceException if there is no such file, or it is newer than this program,
    ///   damaged or no workspace
    public static Workspace openReadOnly(Path file, InstantSource clock, Path natives)
            throws WorkspaceException {
        SqliteNatives.prepare(natives);
        return new Workspace(Database.open(file, true), clock);
    }

    /// The workspace's file.
    public Path file() {
        return database.file();
    }

    /// Whether it was opened for looking at only.
    public boolean isReadOnly() {
        return database.isReadOnly();
    }

    /// Stores a set with its solutions and gives its id.
    public long importSet(SolutionSet set) throws WorkspaceException {
        return database.write(
                "The set cannot be stored",
                connection -> sets.insert(connection, set, clock.instant()));
    }

    /// All sets, oldest first.
    public List<StoredSet> sets() throws WorkspaceException {
        return database.read("The sets cannot be read", sets::all);
    }

    /// The solutions of a set in their order; none for an unknown set.
    public List<Solution> solutions(long setId) throws WorkspaceException {
        return database.read(
                "The solutions cannot be read", connection -> sets.solutions(connection, setId));
    }

    /// Adds one solution at the end of a set.
    public void addSolution(long setId, Solution solution) throws WorkspaceException {
        change(
                "The solution cannot be stored",
                connection -> sets.add(connection, setId, solution));
    }

    /// Stores a run as running and gives it its id.
    ///
    /// @param solutionIds the solutions of the set that it is to verify, in order
    public Run beginRun(
            long setId,
            List<String> solutionIds,
            RunConfiguration configuration,
            ModelIdentity model,
            RunEnvironment environment)
            throws WorkspaceException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Run run = new Run(0, setId, configuration, model, environment, now);
        long id =
                database.write(
                        "The run cannot be stored",
                        connection -> runs.insert(connection, run, solutionIds));
        return new Run(id, setId, configuration, model, environment, now);
    }

    /// Stores a finished chain.
    ///
    /// @throws IllegalArgumentException for a cancelled chain, which is no result
    public void appendChain(long runId, VerificationChain chain) throws WorkspaceException {
        if (chain.end() == ChainEnd.CANCELLED) {
            throw new IllegalArgumentException("a cancelled chain is not stored");
        }
        change("The chain cannot be stored", connection -> chains.insert(connection, runId, chain));
    }

    /// Says how a run ended; its chains are kept in every case.
    public void finishRun(long runId, RunState state) throws WorkspaceException {
        if (state == RunState.RUNNING) {
            throw new IllegalArgumentException("running is no end");
        }
        setState(runId, state);
    }

    /// Marks a run as running again, to make the chains it lacks. Those that failed are dropped:
    /// they are made again.
    public void resumeRun(long runId) throws WorkspaceException {
        change(
                "The run cannot be resumed",
                connection -> {
                    chains.dropFailed(connection, runId);
                    runs.setState(connection, runId, RunState.RUNNING, clock.instant());
                });
    }

    private void setState(long runId, RunState state) throws WorkspaceException {
        change(
                "The run's state cannot be stored",
                connection -> runs.setState(connection, runId, state, clock.instant()));
    }

    /// The solutions a run is to verify, in the run's order; none for an unknown run.
    public List<Solution> solutionsOf(long runId) throws WorkspaceException {
        return database.read(
                "The run cannot be read",
                connection -> {
                    Optional<StoredRun> run = runs.byId(connection, runId);
                    if (run.isEmpty()) {
                        return List.of();
                    }
                    Map<String, Solution> known = new HashMap<>();
                    sets.solutions(connection, run.get().run().setId())
                            .forEach(solution -> known.put(solution.id(), solution));
                    return runs.due(connection, runId).stream()
                            .map(known::get)
                            .filter(Objects::nonNull)
                            .toList();
                });
    }

    /// The runs of a set, oldest first.
    public List<StoredRun> runs(long setId) throws WorkspaceException {
        return database.read(
                "The runs cannot be read", connection -> runs.ofSet(connection, setId));
    }

    /// One run, whatever its set; empty for an unknown one.
    public Optional<StoredRun> run(long runId) throws WorkspaceException {
        return database.read("The run cannot be read", connection -> runs.byId(connection, runId));
    }

    /// A chain with its tokens.
    ///
    /// @param index which chain of the solution, from 0
    public Optional<VerificationChain> chain(long runId, String solutionId, int index)
            throws WorkspaceException {
        return database.read(
                "The chain cannot be read",
                connection ->
                        Optional.ofNullable(chains.chain(connection, runId, solutionId, index)));
    }

    /// Verdicts, events and usage of all chains of a run in the run's order, without their tokens.
    public List<ChainSummary> verdictSummaries(long runId) throws WorkspaceException {
        return verdictSummaries(runId, Set.of());
    }

    /// Those of some solutions left out: they cost nothing.
    ///
    /// @param except ids of solutions
    public List<ChainSummary> verdictSummaries(long runId, Set<String> except)
            throws WorkspaceException {
        List<ChainTable.Row> rows =
                database.read(
                        "The verdicts cannot be read",
                        connection -> chains.rows(connection, runId, except));
        return chains.parse(runId, rows);
    }

    /// Stores a synthesis run with what its filters say, and gives it its id.
    ///
    /// @param decisions for chains that the run has, each once
    public SynthesisRun addSynthesis(SynthesisRun run, List<ChainDecision> decisions)
            throws WorkspaceException {
        long id =
                database.write(
                        "The synthesis run cannot be stored",
                        connection -> syntheses.insert(connection, run, decisions));
        return new SynthesisRun(
                id, run.runId(), run.name(), run.filters(), run.seed(), run.createdAt());
    }

    /// All synthesis runs, oldest first.
    public List<SynthesisRun> syntheses() throws WorkspaceException {
        return database.read("The synthesis runs cannot be read", syntheses::all);
    }

    /// The decisions of a synthesis run, in the run's order; none for an unknown one.
    public List<ChainDecision> decisions(long synthesisId) throws WorkspaceException {
        return database.read(
                "The decisions cannot be read",
                connection -> syntheses.decisions(connection, synthesisId));
    }

    /// Adds what a person says of a chain that a synthesis run has a decision on.
    public void addRuling(long synthesisId, ChainRuling ruling) throws WorkspaceException {
        change(
                "The ruling cannot be stored",
                connection -> syntheses.rule(connection, synthesisId, ruling));
    }

    /// All rulings of a synthesis run, the oldest first; none for an unknown one.
    public List<ChainRuling> rulings(long synthesisId) throws WorkspaceException {
        return database.read(
                "The rulings cannot be read",
                connection -> syntheses.rulings(connection, synthesisId));
    }

    /// A setting kept with the workspace, such as the window's state.
    public Optional<String> setting(String key) throws WorkspaceException {
        return database.read(
                "The settings cannot be read",
                connection -> {
                    try (PreparedStatement select =
                            connection.prepareStatement(
                                    "SELECT value FROM setting WHERE key = ?")) {
                        select.setString(1, key);
                        try (ResultSet rows = select.executeQuery()) {
                            return rows.next()
                                    ? Optional.of(rows.getString(1))
                                    : Optional.<String>empty();
                        }
                    }
                });
    }

    /// Keeps a setting, in place of the one of the same key.
    public void putSetting(String key, String value) throws WorkspaceException {
        change(
                "The setting cannot be stored",
                connection -> {
                    try (PreparedStatement insert =
                            connection.prepareStatement(
                                    "INSERT INTO setting(key, value) VALUES (?,?) ON CONFLICT(key)"
                                            + " DO UPDATE SET value = excluded.value")) {
                        insert.setString(1, key);
                        insert.setString(2, value);
                        insert.executeUpdate();
                    }
                });
    }

    /// Reads the whole file and throws if it is damaged.
    public void check() throws WorkspaceException {
        database.check();
    }

    /// Closes the file; work in progress on other threads ends first.
    @Override
    public void close() throws WorkspaceException {
        database.close();
    }

    /// Limits the file's size as a full disk would, for tests.
    void limitPages(int pages) throws WorkspaceException {
        database.limitPages(pages);
    }

    private interface Change {
        void run(Connection connection) throws SQLException, WorkspaceException;
    }

    private void change(String what, Change change) throws WorkspaceException {
        database.<@Nullable Void>write(
                what,
                connection -> {
                    change.run(connection);
                    return null;
                });
    }
}
