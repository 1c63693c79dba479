package org.prmscope.store;

import com.fasterxml.jackson.core.type.TypeReference;

import org.prmscope.core.RowProblem;
import org.prmscope.core.Solution;
import org.prmscope.core.SolutionFormat;
import org.prmscope.core.SolutionSet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Reads and writes sets and their solutions.
final class SetTable {
    private final RecordJson json;
    private final Records records;

    SetTable(RecordJson json, Records records) {
        this.json = json;
        this.records = records;
    }

    long insert(Connection connection, SolutionSet set, Instant now) throws SQLException {
        long id;
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO solution_set(name, source, format, sha256, imported_at,"
                                + " problems, problem_count) VALUES (?,?,?,?,?,?,?) RETURNING id")) {
            insert.setString(1, set.name());
            insert.setString(2, set.source());
            insert.setString(3, set.format().name());
            insert.setString(4, set.sha256());
            insert.setLong(5, now.toEpochMilli());
            insert.setString(6, json.write(set.problems()));
            insert.setInt(7, set.problemCount());
            id = Records.returnedId(insert);
        }
        int position = 0;
        try (PreparedStatement insert = insertSolution(connection)) {
            for (Solution solution : set.solutions()) {
                insert(insert, id, position, solution);
                position++;
            }
        }
        return id;
    }

    void add(Connection connection, long setId, Solution solution) throws SQLException {
        int position;
        try (PreparedStatement last =
                connection.prepareStatement(
                        "SELECT coalesce(max(position) + 1, 0) FROM solution WHERE set_id = ?")) {
            last.setLong(1, setId);
            position = (int) Records.returnedId(last);
        }
        try (PreparedStatement insert = insertSolution(connection)) {
            insert(insert, setId, position, solution);
        }
    }

    private static PreparedStatement insertSolution(Connection connection) throws SQLException {
        return connection.prepareStatement(
                "INSERT INTO solution(set_id, id, position, generator, steps, record)"
                        + " VALUES (?,?,?,?,?,?)");
    }

    private void insert(PreparedStatement insert, long setId, int position, Solution solution)
            throws SQLException {
        insert.setLong(1, setId);
        insert.setString(2, solution.id());
        insert.setInt(3, position);
        insert.setString(4, solution.generator());
        insert.setInt(5, solution.steps().size());
        insert.setString(6, json.write(solution));
        insert.executeUpdate();
    }

    List<StoredSet> all(Connection connection) throws SQLException, WorkspaceException {
        List<StoredSet> sets = new ArrayList<>();
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT id, name, source, format, sha256, imported_at, problems,"
                                        + " problem_count, (SELECT count(*) FROM solution WHERE"
                                        + " set_id = solution_set.id) FROM solution_set"
                                        + " ORDER BY id");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                String where = "set " + rows.getLong(1);
                sets.add(
                        new StoredSet(
                                rows.getLong(1),
                                rows.getString(2),
                                rows.getString(3),
                                records.constant(SolutionFormat.class, rows.getString(4), where),
                                rows.getString(5),
                                Instant.ofEpochMilli(rows.getLong(6)),
                                records.record(
                                        rows.getString(7),
                                        new TypeReference<List<RowProblem>>() {},
                                        where),
                                rows.getInt(8),
                                rows.getInt(9)));
            }
        }
        return sets;
    }

    List<Solution> solutions(Connection connection, long setId)
            throws SQLException, WorkspaceException {
        List<Solution> solutions = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT record, id FROM solution WHERE set_id = ? ORDER BY position")) {
            select.setLong(1, setId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    solutions.add(
                            records.record(
                                    rows.getString(1),
                                    new TypeReference<Solution>() {},
                                    "set " + setId + ", solution " + rows.getString(2)));
                }
            }
        }
        return solutions;
    }
}
