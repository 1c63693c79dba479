package org.prmscope.store;

import com.fasterxml.jackson.core.type.TypeReference;

import org.prmscope.core.ModelIdentity;
import org.prmscope.core.Run;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.RunEnvironment;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads and writes runs and which solutions they are to verify.
final class RunTable {
    private final RecordJson json;
    private final Records records;

    RunTable(RecordJson json, Records records) {
        this.json = json;
        this.records = records;
    }

    long insert(Connection connection, Run run, List<String> solutionIds) throws SQLException {
        long id;
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO run(set_id, configuration, model, environment, started_at,"
                                + " state) VALUES (?,?,?,?,?,?) RETURNING id")) {
            insert.setLong(1, run.setId());
            insert.setString(2, json.write(run.configuration()));
            insert.setString(3, json.write(run.model()));
            insert.setString(4, json.write(run.environment()));
            insert.setLong(5, run.startedAt().toEpochMilli());
            insert.setString(6, RunState.RUNNING.name());
            id = Records.returnedId(insert);
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO run_solution(run_id, solution_id, set_id, position)"
                                + " VALUES (?,?,?,?)")) {
            for (int position = 0; position < solutionIds.size(); position++) {
                insert.setLong(1, id);
                insert.setString(2, solutionIds.get(position));
                insert.setLong(3, run.setId());
                insert.setInt(4, position);
                insert.executeUpdate();
            }
        }
        return id;
    }

    /// Sets a run's state; a running one has no end.
    void setState(Connection connection, long runId, RunState state, Instant now)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE run SET state = ?, ended_at = ? WHERE id = ?")) {
            update.setString(1, state.name());
            if (state == RunState.RUNNING) {
                update.setNull(2, Types.INTEGER);
            } else {
                update.setLong(2, now.toEpochMilli());
            }
            update.setLong(3, runId);
            if (update.executeUpdate() != 1) {
                throw new IllegalArgumentException("there is no run " + runId);
            }
        }
    }

    /// Runs that were running when the program ended are interrupted.
    static void markInterrupted(Connection connection) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE run SET state = ? WHERE state = ?")) {
            update.setString(1, RunState.INTERRUPTED.name());
            update.setString(2, RunState.RUNNING.name());
            update.executeUpdate();
        }
    }

    List<StoredRun> ofSet(Connection connection, long setId)
            throws SQLException, WorkspaceException {
        return where(connection, "set_id", setId);
    }

    Optional<StoredRun> byId(Connection connection, long runId)
            throws SQLException, WorkspaceException {
        return where(connection, "id", runId).stream().findFirst();
    }

    private List<StoredRun> where(Connection connection, String column, long value)
            throws SQLException, WorkspaceException {
        List<StoredRun> runs = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT run.id, configuration, model, environment, started_at, ended_at,"
                                + " state,"
                                + " (SELECT count(*) FROM run_solution WHERE run_id = run.id),"
                                + " count(*) FILTER (WHERE end <> 'FAILED'), set_id,"
                                + " count(DISTINCT solution_id), coalesce(sum(generated), 0)"
                                + " FROM run LEFT JOIN chain ON chain.run_id = run.id"
                                + " WHERE run."
                                + column
                                + " = ? GROUP BY run.id ORDER BY run.id")) {
            select.setLong(1, value);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    runs.add(read(rows));
                }
            }
        }
        return runs;
    }

    private StoredRun read(ResultSet rows) throws SQLException, WorkspaceException {
        long id = rows.getLong(1);
        String where = "run " + id;
        long ended = rows.getLong(6);
        boolean hasEnded = !rows.wasNull();
        return new StoredRun(
                new Run(
                        id,
                        rows.getLong(10),
                        records.record(
                                rows.getString(2), new TypeReference<RunConfiguration>() {}, where),
                        records.record(
                                rows.getString(3), new TypeReference<ModelIdentity>() {}, where),
                        records.record(
                                rows.getString(4), new TypeReference<RunEnvironment>() {}, where),
                        Instant.ofEpochMilli(rows.getLong(5))),
                records.constant(RunState.class, rows.getString(7), where),
                hasEnded ? Instant.ofEpochMilli(ended) : null,
                rows.getInt(8),
                rows.getInt(9),
                rows.getInt(11),
                rows.getLong(12));
    }

    /// The solutions a run is to verify, in order.
    List<String> due(Connection connection, long runId) throws SQLException {
        List<String> due = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT solution_id FROM run_solution WHERE run_id = ? ORDER BY"
                                + " position")) {
            select.setLong(1, runId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    due.add(rows.getString(1));
                }
            }
        }
        return due;
    }
}
