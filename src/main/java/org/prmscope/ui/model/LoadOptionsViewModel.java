package org.prmscope.ui.model;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;

import org.prmscope.core.ComputeMode;
import org.prmscope.run.LoadOptions;
import org.prmscope.ui.session.Remembered;

import java.util.List;

/// How the next verifier is to be loaded, as the panel edits it; remembered between starts.
public final class LoadOptionsViewModel {
    /// Rows that can be asked for.
    public static final int MOST_ROWS = 256;

    /// Key-value memory that can be asked for, in MiB.
    public static final int MOST_KV_MIB = 1 << 20;

    private static final String DEVICE = "load.device";
    private static final String REFERENCE = "load.reference";
    private static final String ROWS = "load.rows";
    private static final String KV_MIB = "load.kvMiB";

    /// The settings to read before [#restore].
    public static final List<String> KEYS = List.of(DEVICE, REFERENCE, ROWS, KV_MIB);

    private final Remembered remembered;
    private final ObjectProperty<LoadOptions.Device> device =
            new SimpleObjectProperty<>(LoadOptions.Device.AUTOMATIC);
    private final BooleanProperty reference = new SimpleBooleanProperty();
    private final IntegerProperty rows = new SimpleIntegerProperty();
    private final IntegerProperty kvMib = new SimpleIntegerProperty();
    private final ReadOnlyObjectWrapper<LoadOptions> options =
            new ReadOnlyObjectWrapper<>(LoadOptions.DEFAULT);
    private boolean restoring;

    LoadOptionsViewModel(Remembered remembered) {
        this.remembered = remembered;
        device.subscribe(this::changed);
        reference.subscribe(this::changed);
        rows.subscribe(this::changed);
        kvMib.subscribe(this::changed);
    }

    /// Takes over what was remembered; what cannot be read stays as it is.
    void restore() {
        restoring = true;
        for (LoadOptions.Device each : LoadOptions.Device.values()) {
            if (each.name().equals(remembered.get(DEVICE))) {
                device.set(each);
            }
        }
        reference.set("true".equals(remembered.get(REFERENCE)));
        rows.set((int) Math.clamp(remembered.number(ROWS, 0), 0, MOST_ROWS));
        kvMib.set((int) Math.clamp(remembered.number(KV_MIB, 0), 0, MOST_KV_MIB));
        restoring = false;
        changed();
    }

    private void changed() {
        if (restoring) {
            return;
        }
        LoadOptions now =
                new LoadOptions(
                        device.get(),
                        reference.get() ? ComputeMode.REFERENCE : ComputeMode.FAST,
                        // The reference mode has one row, whatever was asked for before.
                        reference.get() ? 0 : Math.clamp(rows.get(), 0, MOST_ROWS),
                        (long) Math.clamp(kvMib.get(), 0, MOST_KV_MIB) << 20);
        options.set(now);
        remembered.put(DEVICE, device.get().name());
        remembered.put(REFERENCE, Boolean.toString(reference.get()));
        remembered.put(ROWS, Integer.toString(rows.get()));
        remembered.put(KV_MIB, Integer.toString(kvMib.get()));
    }

    /// All of them.
    public ReadOnlyObjectProperty<LoadOptions> optionsProperty() {
        return options.getReadOnlyProperty();
    }

    public ObjectProperty<LoadOptions.Device> deviceProperty() {
        return device;
    }

    /// Whether the mode for audits is wanted.
    public BooleanProperty referenceProperty() {
        return reference;
    }

    /// Chains to decode together, 0 for as many as the device and the memory allow.
    public IntegerProperty rowsProperty() {
        return rows;
    }

    /// Memory for key-value rows in MiB, 0 for what is free.
    public IntegerProperty kvMibProperty() {
        return kvMib;
    }
}
