package org.prmscope.gates;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// Holds the program to the package table of docs/architecture.md.
@AnalyzeClasses(packages = "org.prmscope", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest static final ArchRule LAYERS = Rules.LAYERS;
    @ArchTest static final ArchRule NO_CYCLES = Rules.NO_CYCLES;
    @ArchTest static final ArchRule CORE_USES_ONLY_THE_JDK = Rules.CORE_USES_ONLY_THE_JDK;
    @ArchTest static final ArchRule TOOLKIT_ONLY_IN_UI = Rules.TOOLKIT_ONLY_IN_UI;
    @ArchTest static final ArchRule RUNTIME_ONLY_IN_ONNX = Rules.RUNTIME_ONLY_IN_ONNX;
    @ArchTest static final ArchRule LIBTORCH_ONLY_IN_TRAIN = Rules.LIBTORCH_ONLY_IN_TRAIN;
    @ArchTest static final ArchRule PROCESSES_ONLY_IN_SANDBOX = Rules.PROCESSES_ONLY_IN_SANDBOX;
    @ArchTest static final ArchRule VIEW_MODELS_NEED_NO_TOOLKIT = Rules.VIEW_MODELS_NEED_NO_TOOLKIT;
    @ArchTest static final ArchRule NO_AMBIENT_CLOCK = Rules.NO_AMBIENT_CLOCK_OR_RANDOMNESS;
    @ArchTest static final ArchRule PACKAGES_ARE_NULL_MARKED = Rules.PACKAGES_ARE_NULL_MARKED;
    @ArchTest static final ArchRule NO_CATCH_ALL_NAMES = Rules.NO_CATCH_ALL_NAMES;
    @ArchTest static final ArchRule NO_MUTABLE_STATICS = Rules.NO_MUTABLE_STATICS;
    @ArchTest static final ArchRule NO_STANDARD_STREAMS = Rules.NO_STANDARD_STREAMS;
}
