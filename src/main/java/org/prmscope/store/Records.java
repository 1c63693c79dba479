package org.prmscope.store;

import com.fasterxml.jackson.core.type.TypeReference;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Reads stored values back; a value that cannot be is damage of the file, named with its place.
record Records(RecordJson json, Path file) {
    <T> T record(String text, TypeReference<T> type, String where) throws WorkspaceException {
        try {
            return json.read(text, type);
        } catch (RecordJson.MalformedRecord e) {
            throw damaged(where, e);
        }
    }

    <E extends Enum<E>> E constant(Class<E> type, String name, String where)
            throws WorkspaceException {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw damaged(where, e);
        }
    }

    WorkspaceException damaged(String where, Exception cause) {
        WorkspaceException damaged =
                Database.corrupt(file, where + ": " + String.valueOf(cause.getMessage()));
        damaged.initCause(cause);
        return damaged;
    }

    /// The number in the first row and column.
    static long returnedId(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("no row came back");
            }
            return rows.getLong(1);
        }
    }
}
