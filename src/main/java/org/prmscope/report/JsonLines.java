package org.prmscope.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/// Writes a table as JSON Lines.
final class JsonLines {
    private JsonLines() {}

    static String of(DataTable table) {
        JsonMapper mapper = JsonMapper.builder().build();
        StringBuilder lines = new StringBuilder();
        for (List<Cell> row : table.rows()) {
            ObjectNode object = mapper.createObjectNode();
            for (int i = 0; i < row.size(); i++) {
                put(object, table.columns().get(i), row.get(i));
            }
            lines.append(object).append('\n');
        }
        return lines.toString();
    }

    private static void put(ObjectNode object, String name, Cell cell) {
        switch (cell) {
            case Cell.Text(String text) -> object.put(name, text);
            case Cell.Value(double value) -> object.put(name, value);
            case Cell.Count(long value) -> object.put(name, value);
            case Cell.Truth(boolean value) -> object.put(name, value);
            case Cell.Names(List<String> names) -> {
                ArrayNode array = object.putArray(name);
                names.forEach(array::add);
            }
            case Cell.None() -> object.putNull(name);
        }
    }
}
