package org.prmscope.ui.session;

import org.jspecify.annotations.Nullable;
import org.prmscope.run.Workbench;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Settings that outlive the window, read once and written behind.
///
/// Writes of one key never overtake each other: while one batch is written the next one gathers.
public final class Remembered {
    private final Session session;
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> pending = new LinkedHashMap<>();
    private boolean writing;
    private @Nullable Runnable after;

    public Remembered(Session session) {
        this.session = session;
    }

    /// Reads settings; call off the FX thread before the window asks for them.
    ///
    /// @throws org.prmscope.core.WorkbenchException if the workspace cannot be read
    public static Map<String, String> read(Workbench workbench, List<String> keys)
            throws org.prmscope.core.WorkbenchException {
        Map<String, String> found = new HashMap<>();
        for (String key : keys) {
            workbench.setting(key).ifPresent(value -> found.put(key, value));
        }
        return found;
    }

    /// Takes over what was read.
    public void load(Map<String, String> found) {
        values.putAll(found);
    }

    /// The value as last put or read.
    public @Nullable String get(String key) {
        return values.get(key);
    }

    /// A number, `otherwise` where there is none.
    public double number(String key, double otherwise) {
        String value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(value);
            return Double.isFinite(number) ? number : otherwise;
        } catch (NumberFormatException malformed) {
            // A setting edited by hand must not keep the window from opening.
            return otherwise;
        }
    }

    /// Remembers a value; written in the background.
    public void put(String key, String value) {
        if (value.equals(values.put(key, value)) || !session.isAttached()) {
            return;
        }
        pending.put(key, value);
        write();
    }

    /// Calls back once nothing is left to write, at once if nothing is.
    public void whenWritten(Runnable callback) {
        if (writing || !pending.isEmpty()) {
            after = callback;
        } else {
            callback.run();
        }
    }

    private void write() {
        if (!writing && pending.isEmpty() && after != null) {
            Runnable callback = after;
            after = null;
            callback.run();
        }
        if (writing || pending.isEmpty()) {
            return;
        }
        writing = true;
        Map<String, String> batch = Map.copyOf(pending);
        pending.clear();
        session.call(
                (workbench, cancellation) -> {
                    for (Map.Entry<String, String> entry : batch.entrySet()) {
                        workbench.putSetting(entry.getKey(), entry.getValue());
                    }
                    return true;
                },
                done -> {
                    writing = false;
                    write();
                },
                failure -> {
                    writing = false;
                    write();
                    session.dialogs().showFailure("Remembering the window's state", failure);
                });
    }
}
