package org.prmscope.ui.workbench;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;

import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeMode;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Sampling;
import org.prmscope.core.Scaling;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.scaling.ScalingViewModel;
import org.prmscope.ui.session.Remembered;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The options of the next run, as the header edits them.
///
/// The token limit is kept for each protocol, since a step of one and a chain of the other differ
/// by orders of magnitude.
public final class RunBarViewModel {
    private static final String REMEMBERED = "run.options";
    private static final String SCALING = "run.scaling";
    private static final int VERSION = 1;

    /// The settings to read before [#restore].
    public static final List<String> KEYS = List.of(REMEMBERED, SCALING);

    private final ObjectProperty<Protocol> protocol = new SimpleObjectProperty<>(Protocol.GENPRM);
    private final ObjectProperty<CodeMode> codeMode = new SimpleObjectProperty<>();
    private final DoubleProperty temperature = new SimpleDoubleProperty();
    private final DoubleProperty topP = new SimpleDoubleProperty();
    private final IntegerProperty topK = new SimpleIntegerProperty();
    private final IntegerProperty maxTokens = new SimpleIntegerProperty();
    private final IntegerProperty maxCodeRounds = new SimpleIntegerProperty();
    private final BooleanProperty stopAtFirstError = new SimpleBooleanProperty();
    private final DoubleProperty decisionTemperature = new SimpleDoubleProperty();
    private final LongProperty seed = new SimpleLongProperty();
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper hint = new ReadOnlyStringWrapper("");
    private final ScalingViewModel scaling = new ScalingViewModel();
    private final Map<Protocol, Integer> tokenLimits = new EnumMap<>(Protocol.class);

    public RunBarViewModel() {
        reset();
        protocol.subscribe(this::switchTokenLimit);
        maxTokens.subscribe(limit -> tokenLimits.put(protocol.get(), limit.intValue()));
        for (var option :
                new javafx.beans.value.ObservableValue<?>[] {
                    codeMode,
                    temperature,
                    topP,
                    topK,
                    maxTokens,
                    maxCodeRounds,
                    stopAtFirstError,
                    decisionTemperature,
                    seed,
                    scaling.scalingProperty()
                }) {
            option.subscribe(this::summarise);
        }
    }

    /// Back to the reference settings of both protocols; the protocol stays.
    public void reset() {
        for (Protocol each : Protocol.values()) {
            tokenLimits.put(each, RunConfiguration.of(each).maxTokens());
        }
        RunConfiguration reference = RunConfiguration.of(protocol.get());
        codeMode.set(reference.codeMode());
        temperature.set(reference.sampling().temperature());
        topP.set(reference.sampling().topP());
        topK.set(reference.sampling().topK());
        maxTokens.set(reference.maxTokens());
        maxCodeRounds.set(reference.maxCodeRounds());
        stopAtFirstError.set(reference.stopAtFirstError());
        decisionTemperature.set(reference.decisionTemperature());
        seed.set(reference.seed());
        scaling.apply(reference.scaling());
        summarise();
    }

    /// Takes over the options of the last run; what cannot be read leaves all as it is.
    void restore(Remembered remembered) {
        scaling.read(remembered.get(SCALING));
        String text = remembered.get(REMEMBERED);
        if (text == null) {
            return;
        }
        try {
            read(text.split(" "));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
            // Another version wrote it, or somebody edited it: the reference settings are there.
            protocol.set(Protocol.GENPRM);
            reset();
        }
    }

    private void read(String[] parts) {
        if (Integer.parseInt(parts[0]) != VERSION) {
            throw new IllegalArgumentException(parts[0]);
        }
        int at = 2;
        Map<Protocol, Integer> limits = new EnumMap<>(Protocol.class);
        for (Protocol each : Protocol.values()) {
            limits.put(each, Integer.parseInt(parts[at++]));
        }
        tokenLimits.putAll(limits);
        // Setting the protocol takes its limit over, unless it was the protocol already.
        protocol.set(Protocol.valueOf(parts[1]));
        switchTokenLimit(protocol.get());
        codeMode.set(CodeMode.valueOf(parts[at]));
        temperature.set(Double.parseDouble(parts[at + 1]));
        topP.set(Double.parseDouble(parts[at + 2]));
        topK.set(Integer.parseInt(parts[at + 3]));
        maxCodeRounds.set(Integer.parseInt(parts[at + 4]));
        stopAtFirstError.set(Boolean.parseBoolean(parts[at + 5]));
        decisionTemperature.set(Double.parseDouble(parts[at + 6]));
        seed.set(Long.parseLong(parts[at + 7]));
    }

    /// Remembers the options for the next start.
    void remember(Remembered remembered) {
        List<String> parts = new ArrayList<>();
        parts.add(Integer.toString(VERSION));
        parts.add(protocol.get().name());
        for (Protocol each : Protocol.values()) {
            parts.add(
                    Integer.toString(
                            tokenLimits.getOrDefault(each, RunConfiguration.of(each).maxTokens())));
        }
        parts.add(codeMode.get().name());
        parts.add(Double.toString(temperature.get()));
        parts.add(Double.toString(topP.get()));
        parts.add(Integer.toString(topK.get()));
        parts.add(Integer.toString(maxCodeRounds.get()));
        parts.add(Boolean.toString(stopAtFirstError.get()));
        parts.add(Double.toString(decisionTemperature.get()));
        parts.add(Long.toString(seed.get()));
        remembered.put(REMEMBERED, String.join(" ", parts));
        remembered.put(SCALING, scaling.written());
    }

    /// The configuration that these options describe; values outside their range are taken as the
    /// nearest allowed one.
    public RunConfiguration configuration() {
        double t = Math.clamp(temperature.get(), 0, 100);
        return new RunConfiguration(
                protocol.get(),
                codeMode.get(),
                new Sampling(t, Math.clamp(topP.get(), 0.01, 1), Math.max(topK.get(), 0)),
                Math.max(maxTokens.get(), 1),
                Math.max(maxCodeRounds.get(), 0),
                stopAtFirstError.get(),
                Math.max(decisionTemperature.get(), 0.01),
                CodeLimits.DEFAULT,
                scaling.scalingProperty().get(),
                seed.get());
    }

    private void switchTokenLimit(Protocol now) {
        Integer limit = tokenLimits.get(now);
        if (limit != null) {
            maxTokens.set(limit);
        }
        summarise();
    }

    private void summarise() {
        double t = temperature.get();
        String sampling = t == 0 ? "greedy" : "T " + Figures.plain(t);
        String code =
                protocol.get() == Protocol.THINKPRM
                        ? ""
                        : switch (codeMode.get()) {
                            case ANALYZE_ONLY -> " · no code";
                            case WITHOUT_EXECUTION -> " · code not run";
                            case WITH_EXECUTION -> " · code on";
                        };
        Scaling spread = scaling.scalingProperty().get();
        String title = spread.kind() == Scaling.Kind.SINGLE ? "" : spread.title() + " · ";
        summary.set(title + sampling + code + " · seed " + seed.get());
        hint.set(
                t == 0 && spread.chains() > 1
                        ? "At temperature 0 all chains are alike: raise it to draw different ones."
                        : "");
    }

    public ObjectProperty<Protocol> protocolProperty() {
        return protocol;
    }

    /// GenPRM becomes ThinkPRM and back.
    public void toggleProtocol() {
        protocol.set(
                switch (protocol.get()) {
                    case GENPRM -> Protocol.THINKPRM;
                    case THINKPRM -> Protocol.GENPRM;
                });
    }

    public ObjectProperty<CodeMode> codeModeProperty() {
        return codeMode;
    }

    public DoubleProperty temperatureProperty() {
        return temperature;
    }

    public DoubleProperty topPProperty() {
        return topP;
    }

    public IntegerProperty topKProperty() {
        return topK;
    }

    /// Tokens a step (GenPRM) or the chain (ThinkPRM) may use.
    public IntegerProperty maxTokensProperty() {
        return maxTokens;
    }

    public IntegerProperty maxCodeRoundsProperty() {
        return maxCodeRounds;
    }

    public BooleanProperty stopAtFirstErrorProperty() {
        return stopAtFirstError;
    }

    public DoubleProperty decisionTemperatureProperty() {
        return decisionTemperature;
    }

    public LongProperty seedProperty() {
        return seed;
    }

    /// Chains, rounds, phrases and budget.
    public ScalingViewModel scaling() {
        return scaling;
    }

    /// What speaks against these options; empty if nothing does.
    public ReadOnlyStringProperty hintProperty() {
        return hint.getReadOnlyProperty();
    }

    /// The options in a few words, such as `T 0.6 · code on · seed 0`.
    public ReadOnlyStringProperty summaryProperty() {
        return summary.getReadOnlyProperty();
    }
}
