package org.prmscope.decode.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.prmscope.core.WorkbenchException;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// ONNX Runtime's table of C functions and how they are called.
///
/// `OrtGetApiBase()->GetApi(version)` gives a table of function pointers that only ever grows at
/// its end, so a function keeps its number, the order of `onnxruntime_c_api.h`, for good. Every
/// function but the `Release` ones returns a status that is null or must be freed; here it becomes
/// an [OrtApiFailure].
///
/// The handles take the function's address first; their names spell the parameters: P a pointer, I
/// an `int`, L an `int64_t` or `size_t`.
@SuppressWarnings("restricted") // the package's task: native calls
final class OrtApiTable {
    static final MethodHandle P = status(ADDRESS);
    static final MethodHandle PI = status(ADDRESS, JAVA_INT);
    static final MethodHandle PP = status(ADDRESS, ADDRESS);
    static final MethodHandle PPP = status(ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle PPL = status(ADDRESS, ADDRESS, JAVA_LONG);
    static final MethodHandle PLP = status(ADDRESS, JAVA_LONG, ADDRESS);
    static final MethodHandle PLPP = status(ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    static final MethodHandle IPP = status(JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle IIP = status(JAVA_INT, JAVA_INT, ADDRESS);
    static final MethodHandle PIIIP = status(ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    static final MethodHandle PPPL = status(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    static final MethodHandle PPPP = status(ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle PPLPP = status(ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    static final MethodHandle PPLPLIP =
            status(ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS);
    static final MethodHandle PPPPLPLP =
            status(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);

    private static final MethodHandle NOTHING_TO_P = function(FunctionDescriptor.of(ADDRESS));
    private static final MethodHandle I_TO_P = function(FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final MethodHandle P_TO_P = function(FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle P_TO_I = function(FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle P_TO_NOTHING = function(FunctionDescriptor.ofVoid(ADDRESS));

    /// Functions in the table since the version that is asked for.
    private static final int FUNCTIONS = 422;

    private final MemorySegment functions;
    private final String version;

    /// A call that gives a status. Method handles are declared to throw anything.
    interface Call {
        MemorySegment status() throws Throwable;
    }

    /// A call that writes a result to `out`.
    interface Creation {
        MemorySegment status(MemorySegment out) throws Throwable;
    }

    private OrtApiTable(MemorySegment functions, String version) {
        this.functions = functions;
        this.version = version;
    }

    /// Finds the library that ONNX Runtime's Java interface has loaded, and its functions.
    ///
    /// @param library the file; opened if the Java interface's class loader is another one
    /// @param wanted version of the table, the middle number of ONNX Runtime's
    /// @throws OnnxException if the library is not there or too old
    static OrtApiTable of(Path library, int wanted) throws OnnxException {
        Optional<MemorySegment> base = SymbolLookup.loaderLookup().find("OrtGetApiBase");
        if (base.isEmpty()) {
            base = opened(library);
        }
        try {
            // struct OrtApiBase { GetApi, GetVersionString }
            MemorySegment pair =
                    ((MemorySegment) NOTHING_TO_P.invokeExact(base.orElseThrow()))
                            .reinterpret(2 * ADDRESS.byteSize());
            String version =
                    text((MemorySegment) NOTHING_TO_P.invokeExact(pair.getAtIndex(ADDRESS, 1)));
            MemorySegment table =
                    (MemorySegment) I_TO_P.invokeExact(pair.getAtIndex(ADDRESS, 0), wanted);
            if (table.address() == 0) {
                throw unusable(
                        library, "ONNX Runtime 1." + wanted + " or newer", "version " + version);
            }
            return new OrtApiTable(table.reinterpret(FUNCTIONS * ADDRESS.byteSize()), version);
        } catch (OnnxException e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Of the library, such as `1.29.0`.
    String version() {
        return version;
    }

    /// The address of a function.
    MemorySegment at(int number) {
        return functions.getAtIndex(ADDRESS, number);
    }

    /// Calls, and frees the status.
    void check(Call call) throws OrtApiFailure {
        MemorySegment status;
        try {
            status = call.status();
        } catch (Throwable e) {
            throw impossible(e);
        }
        if (status.address() == 0) {
            return;
        }
        int code;
        String message;
        try {
            code = (int) P_TO_I.invokeExact(at(1), status);
            message = text((MemorySegment) P_TO_P.invokeExact(at(2), status));
        } catch (Throwable e) {
            throw impossible(e);
        } finally {
            release(93, status);
        }
        throw new OrtApiFailure(code, message);
    }

    /// The pointer that a call gives.
    MemorySegment pointer(Creation call) throws OrtApiFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            check(() -> call.status(out));
            return out.get(ADDRESS, 0);
        }
    }

    /// The `size_t` that a call gives.
    long size(Creation call) throws OrtApiFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG);
            check(() -> call.status(out));
            return out.get(JAVA_LONG, 0);
        }
    }

    /// Calls one of the functions that return nothing.
    void release(int number, MemorySegment pointer) {
        try {
            P_TO_NOTHING.invokeExact(at(number), pointer);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// A C string of ONNX Runtime.
    static String text(MemorySegment pointer) {
        return pointer.address() == 0 ? "" : pointer.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /// What an array of ONNX Runtime points to.
    static List<MemorySegment> pointers(MemorySegment array, long count) {
        MemorySegment sized = array.reinterpret(count * ADDRESS.byteSize());
        return sized.elements(ADDRESS).map(it -> it.get(ADDRESS, 0)).toList();
    }

    private static Optional<MemorySegment> opened(Path library) throws OnnxException {
        try {
            Optional<MemorySegment> base =
                    SymbolLookup.libraryLookup(library, Arena.global()).find("OrtGetApiBase");
            if (base.isPresent()) {
                return base;
            }
        } catch (IllegalArgumentException e) {
            throw unusable(library, "a library that can be loaded", String.valueOf(e.getMessage()));
        }
        throw unusable(library, "a library with OrtGetApiBase", "none");
    }

    private static OnnxException unusable(Path library, String expected, String found) {
        return new OnnxException(
                new WorkbenchException.Report(
                        "ONNX Runtime's C interface cannot be used",
                        library.toString(),
                        expected,
                        found,
                        "Delete that folder so that it is unpacked again"));
    }

    private static IllegalStateException impossible(Throwable e) {
        return new IllegalStateException("a native function throws nothing", e);
    }

    private static MethodHandle status(MemoryLayout... parameters) {
        return function(FunctionDescriptor.of(ADDRESS, parameters));
    }

    private static MethodHandle function(FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(descriptor);
    }
}
