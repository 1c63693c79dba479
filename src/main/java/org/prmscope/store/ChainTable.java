package org.prmscope.store;

import com.fasterxml.jackson.core.type.TypeReference;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.ChainEvent;
import org.prmscope.core.ChainSection;
import org.prmscope.core.CodeCheck;
import org.prmscope.core.Confidence;
import org.prmscope.core.Round;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.VerificationChain;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/// Reads and writes verification chains.
final class ChainTable {
    private static final String SUMMARY =
            "SELECT solution_id, chain_index, seed, end, wall_ms, prefilled, generated, injected,"
                    + " verdicts, solution_confidence, events, rounds, kv_bytes";
    private static final String FROM =
            " FROM chain LEFT JOIN chain_rounds USING(run_id, solution_id, chain_index)"
                    + " LEFT JOIN chain_memory USING(run_id, solution_id, chain_index)";

    private final RecordJson json;
    private final Records records;

    ChainTable(RecordJson json, Records records) {
        this.json = json;
        this.records = records;
    }

    void insert(Connection connection, long runId, VerificationChain chain) throws SQLException {
        Confidence confidence = chain.solutionConfidence();
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO chain(run_id, solution_id, chain_index, seed, end, wall_ms,"
                                + " prefilled, generated, injected, verdicts, solution_confidence,"
                                + " events, sections, code_checks, tokens)"
                                + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
            insert.setLong(1, runId);
            insert.setString(2, chain.solutionId());
            insert.setInt(3, chain.index());
            insert.setLong(4, chain.seed());
            insert.setString(5, chain.end().name());
            insert.setDouble(6, chain.wallMs());
            insert.setInt(7, chain.usage().prefilled());
            insert.setInt(8, chain.usage().generated());
            insert.setInt(9, chain.usage().injected());
            insert.setString(10, json.write(chain.verdicts()));
            insert.setString(11, confidence == null ? null : json.write(confidence));
            insert.setString(12, json.write(chain.events()));
            insert.setString(13, json.write(chain.sections()));
            insert.setString(14, json.write(chain.codeChecks()));
            insert.setBytes(15, TraceCodec.encode(chain.tokens()));
            insert.executeUpdate();
        }
        if (!chain.rounds().isEmpty()) {
            insertRounds(connection, runId, chain);
        }
        Long kvBytes = chain.kvBytes();
        if (kvBytes != null) {
            insertMemory(connection, runId, chain, kvBytes);
        }
    }

    void dropFailed(Connection connection, long runId) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM chain WHERE run_id = ? AND end = ?")) {
            delete.setLong(1, runId);
            delete.setString(2, ChainEnd.FAILED.name());
            delete.executeUpdate();
        }
    }

    private void insertRounds(Connection connection, long runId, VerificationChain chain)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO chain_rounds(run_id, solution_id, chain_index, rounds)"
                                + " VALUES (?,?,?,?)")) {
            insert.setLong(1, runId);
            insert.setString(2, chain.solutionId());
            insert.setInt(3, chain.index());
            insert.setString(4, json.write(chain.rounds()));
            insert.executeUpdate();
        }
    }

    private static void insertMemory(
            Connection connection, long runId, VerificationChain chain, long kvBytes)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO chain_memory(run_id, solution_id, chain_index, kv_bytes)"
                                + " VALUES (?,?,?,?)")) {
            insert.setLong(1, runId);
            insert.setString(2, chain.solutionId());
            insert.setInt(3, chain.index());
            insert.setLong(4, kvBytes);
            insert.executeUpdate();
        }
    }

    /// A chain as it is stored, still to be parsed.
    record Row(
            String solutionId,
            int index,
            long seed,
            String end,
            double wallMs,
            TokenUsage usage,
            String verdicts,
            @Nullable String confidence,
            String events,
            @Nullable String rounds,
            @Nullable Long kvBytes) {}

    /// All chains of a run in the run's order, but those of some solutions.
    List<Row> rows(Connection connection, long runId, Set<String> except) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        SUMMARY
                                + FROM
                                + " JOIN run_solution USING(run_id, solution_id)"
                                + " WHERE run_id = ? ORDER BY position, chain_index")) {
            select.setLong(1, runId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (!except.contains(rows.getString(1))) {
                        found.add(row(rows));
                    }
                }
            }
        }
        return found;
    }

    private static Row row(ResultSet rows) throws SQLException {
        long kvBytes = rows.getLong(13);
        boolean hasMemory = !rows.wasNull();
        return new Row(
                rows.getString(1),
                rows.getInt(2),
                rows.getLong(3),
                rows.getString(4),
                rows.getDouble(5),
                new TokenUsage(rows.getInt(6), rows.getInt(7), rows.getInt(8)),
                rows.getString(9),
                rows.getString(10),
                rows.getString(11),
                rows.getString(12),
                hasMemory ? kvBytes : null);
    }

    /// Parses rows on all cores: nothing else takes time where a run has thousands of chains.
    List<ChainSummary> parse(long runId, List<Row> rows) throws WorkspaceException {
        ChainSummary[] parsed = new ChainSummary[rows.size()];
        AtomicReference<@Nullable WorkspaceException> damage = new AtomicReference<>();
        IntStream.range(0, parsed.length)
                .parallel()
                .forEach(at -> {
                    try {
                        parsed[at] = summary(rows.get(at), "run " + runId);
                    } catch (WorkspaceException e) {
                        damage.compareAndSet(null, e);
                    }
                });
        WorkspaceException broken = damage.get();
        if (broken != null) {
            throw broken;
        }
        return List.of(parsed);
    }

    private ChainSummary summary(Row row, String run) throws WorkspaceException {
        String where = "%s, solution %s, chain %d".formatted(run, row.solutionId(), row.index());
        String confidence = row.confidence();
        String rounds = row.rounds();
        List<StepVerdict> verdicts =
                records.record(row.verdicts(), new TypeReference<List<StepVerdict>>() {}, where);
        List<Round> passes =
                rounds == null
                        ? List.of()
                        : records.record(rounds, new TypeReference<List<Round>>() {}, where);
        checkOrder(verdicts, where);
        for (Round round : passes) {
            checkOrder(round.verdicts(), where);
        }
        return new ChainSummary(
                row.solutionId(),
                row.index(),
                row.seed(),
                verdicts,
                passes,
                confidence == null
                        ? null
                        : records.record(confidence, new TypeReference<Confidence>() {}, where),
                records.record(row.events(), new TypeReference<List<ChainEvent>>() {}, where),
                records.constant(ChainEnd.class, row.end(), where),
                row.usage(),
                row.wallMs(),
                row.kvBytes());
    }

    @Nullable VerificationChain chain(
            Connection connection, long runId, String solutionId, int index)
            throws SQLException, WorkspaceException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        SUMMARY
                                + ", sections, code_checks, tokens"
                                + FROM
                                + " WHERE run_id = ? AND solution_id = ? AND chain_index = ?")) {
            select.setLong(1, runId);
            select.setString(2, solutionId);
            select.setInt(3, index);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? chain(rows, runId) : null;
            }
        }
    }

    private VerificationChain chain(ResultSet rows, long runId)
            throws SQLException, WorkspaceException {
        ChainSummary summary = summary(row(rows), "run " + runId);
        String where =
                "run %d, solution %s, chain %d"
                        .formatted(runId, summary.solutionId(), summary.index());
        TokenTrace tokens;
        try {
            tokens = TraceCodec.decode(rows.getBytes(16));
        } catch (TraceCodec.MalformedTrace e) {
            throw records.damaged(where, e);
        }
        List<ChainSection> sections =
                records.record(
                        rows.getString(14), new TypeReference<List<ChainSection>>() {}, where);
        checkPlaces(sections, summary, tokens.size(), where);
        return new VerificationChain(
                summary.solutionId(),
                summary.index(),
                summary.seed(),
                tokens,
                sections,
                records.record(rows.getString(15), new TypeReference<List<CodeCheck>>() {}, where),
                summary.verdicts(),
                summary.rounds(),
                summary.solutionConfidence(),
                summary.events(),
                summary.end(),
                summary.usage(),
                summary.wallMs(),
                summary.kvBytes());
    }

    /// Verdicts are found by their places, and their steps by what they say.
    private void checkOrder(List<StepVerdict> verdicts, String where) throws WorkspaceException {
        for (int step = 0; step < verdicts.size(); step++) {
            if (verdicts.get(step).step() != step) {
                throw records.damaged(
                        where,
                        new IllegalArgumentException(
                                "verdict %d is of step %d"
                                        .formatted(step, verdicts.get(step).step())));
            }
        }
    }

    /// A section or decision outside the tokens would break whoever shows it.
    private void checkPlaces(
            List<ChainSection> sections, ChainSummary summary, int size, String where)
            throws WorkspaceException {
        boolean fit =
                sections.stream().allMatch(section -> section.tokens().end() <= size)
                        && decisionsFit(summary.verdicts(), size)
                        && summary.rounds().stream()
                                .allMatch(round ->
                                        round.tokens().end() <= size
                                                && round.verdicts().size()
                                                        == summary.verdicts().size()
                                                && decisionsFit(round.verdicts(), size));
        if (!fit) {
            throw records.damaged(
                    where,
                    new IllegalArgumentException("a section, verdict or round outside its tokens"));
        }
    }

    private static boolean decisionsFit(List<StepVerdict> verdicts, int size) {
        return verdicts.stream()
                .map(StepVerdict::decisionToken)
                .allMatch(token -> token == null || (token >= 0 && token < size));
    }
}
