package org.prmscope.gates;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.prmscope.core.canary.RuleBreakerHelper;
import org.prmscope.core.canary.RuleBreakerViewModel;
import org.prmscope.run.RunState;

import java.util.Map;
import java.util.stream.Stream;

/// A rule that cannot fail checks nothing: each one must refuse the canary.
class ArchitectureCanaryTest {
    private static final Map<String, ArchRule> RULES =
            Map.ofEntries(
                    Map.entry("layers", Rules.LAYERS),
                    Map.entry("core uses only the JDK", Rules.CORE_USES_ONLY_THE_JDK),
                    Map.entry("toolkit only in ui", Rules.TOOLKIT_ONLY_IN_UI),
                    Map.entry("runtime only in onnx", Rules.RUNTIME_ONLY_IN_ONNX),
                    Map.entry("libtorch only in train", Rules.LIBTORCH_ONLY_IN_TRAIN),
                    Map.entry("processes only in sandbox", Rules.PROCESSES_ONLY_IN_SANDBOX),
                    Map.entry("view models need no toolkit", Rules.VIEW_MODELS_NEED_NO_TOOLKIT),
                    Map.entry("no ambient clock", Rules.NO_AMBIENT_CLOCK_OR_RANDOMNESS),
                    Map.entry("packages are null-marked", Rules.PACKAGES_ARE_NULL_MARKED),
                    Map.entry("no catch-all names", Rules.NO_CATCH_ALL_NAMES),
                    Map.entry("no mutable statics", Rules.NO_MUTABLE_STATICS),
                    Map.entry("no standard streams", Rules.NO_STANDARD_STREAMS));

    @TestFactory
    Stream<DynamicTest> everyRuleRefusesItsCanary() {
        JavaClasses canaries =
                new ClassFileImporter()
                        .importClasses(
                                RuleBreakerHelper.class,
                                RuleBreakerViewModel.class,
                                RunState.class);
        return RULES.entrySet().stream()
                .map(rule ->
                        DynamicTest.dynamicTest(
                                rule.getKey(),
                                () ->
                                        assertThrows(
                                                AssertionError.class,
                                                () -> rule.getValue().check(canaries))));
    }
}
