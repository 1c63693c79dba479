package org.prmscope.decode.onnx;

import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.onnx.SelfTest.Variant;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Loads models on the first CUDA device of the machine.
final class CudaModels implements SelfTest.Opener<OnnxCausalLm> {
    /// Tokens of one forward run: enough to keep a device busy, few enough to cancel quickly.
    private static final int CHUNK = 512;

    private final OrtApi api;
    private final CudaRuntime runtime;
    private final CudaDevice device;
    private final OnnxModelFiles files;
    private final int maxRows;

    private CudaModels(
            OrtApi api, CudaRuntime runtime, CudaDevice device, OnnxModelFiles files, int maxRows) {
        this.api = api;
        this.runtime = runtime;
        this.device = device;
        this.files = files;
        this.maxRows = maxRows;
    }

    /// Looks for the driver, a device and the libraries, cheapest first, and unpacks the provider.
    ///
    /// @param cache folder for ONNX Runtime's libraries, see [OnnxNatives]
    /// @throws OnnxException if something is missing, or the model is none for CUDA
    static CudaModels of(CudaSearch search, Path cache, OnnxModelFiles files, int maxRows)
            throws OnnxException {
        if (files.attention() == AttentionKind.SHARED && files.shape().kvElementBytes() != 2) {
            throw new OnnxException(
                    new WorkbenchException.Report(
                            "The model is not one for CUDA",
                            files.source().toString(),
                            "keys and values in float16 or bfloat16, as GroupQueryAttention wants"
                                    + " them on CUDA",
                            "%d bytes each".formatted(files.shape().kvElementBytes()),
                            "Import the model for CUDA (fp16 or int4), or use the CPU"));
        }
        CudaDevice device = device(search);
        CudaRuntime runtime = CudaLibraries.load(search).runtime();
        Path folder = OnnxNatives.loadWithCuda(cache);
        return new CudaModels(OrtApi.of(folder), runtime, device, files, maxRows);
    }

    /// Such as `CUDA (NVIDIA L4)`.
    String device() {
        return "CUDA (" + device.name() + ")";
    }

    /// Bytes of the device that are free now.
    long freeBytes() throws OnnxException {
        try {
            runtime.setDevice(device.number());
            return runtime.freeMemory();
        } catch (CudaFailure e) {
            throw new OnnxException(
                    new WorkbenchException.Report(
                            "The device does not say how much memory it has left",
                            device(),
                            "an answer of cudaMemGetInfo",
                            String.valueOf(e.getMessage()),
                            "Use the CPU, or update the NVIDIA driver"),
                    e);
        }
    }

    /// Whether steps keep their shapes, so that they can be recorded.
    boolean graphs() {
        return files.attention() == AttentionKind.SHARED;
    }

    @Override
    public OnnxCausalLm open(Variant variant, String note) throws WorkbenchException {
        CudaSettings settings =
                new CudaSettings(device.number(), 0, variant.graphs(), variant.kernels());
        CudaMemory memory = new CudaMemory(runtime, settings, device.name());
        ForeignGraphSession session;
        try (var _ = new CudaEnvironment(variant.kernels())) {
            session = ForeignGraphSession.open(api, files, memory);
        }
        String kernels =
                Stream.of(files.kernels(), variant.text(), session.placement().leftToCpu(), note)
                        .filter(it -> !it.isEmpty())
                        .collect(Collectors.joining("; "));
        OnnxModelFiles noted = files.withKernels(kernels);
        return OnnxCausalLm.open(session, noted, maxRows, CHUNK);
    }

    @Override
    public SelfTestTolerance tolerance(OnnxCausalLm lm) {
        return SelfTestTolerance.of(lm.cacheElement());
    }

    /// The device to compute on.
    ///
    /// @throws OnnxException if there is no driver or no device
    static CudaDevice device(CudaSearch search) throws OnnxException {
        Optional<CudaLibraries.Found> driver = CudaLibraries.driver(search);
        if (driver.isEmpty()) {
            throw new OnnxException(
                    new WorkbenchException.Report(
                            "There is no NVIDIA driver",
                            "this machine",
                            CudaLibraries.driverFile(search),
                            "none",
                            "Install NVIDIA's driver, or use the CPU"));
        }
        try {
            CudaArchitectures architectures = search.architectures();
            List<CudaDevice> devices =
                    new CudaDriver(driver.get().symbols(), architectures).devices();
            if (!devices.isEmpty()) {
                return usable(devices.getFirst(), architectures);
            }
        } catch (CudaFailure e) {
            throw e.reported("There is no CUDA device", "the NVIDIA driver", "a device");
        }
        throw new OnnxException(
                new WorkbenchException.Report(
                        "There is no CUDA device",
                        "the NVIDIA driver",
                        "a device",
                        "none",
                        "Check CUDA_VISIBLE_DEVICES, or use the CPU"));
    }

    private static CudaDevice usable(CudaDevice device, CudaArchitectures architectures)
            throws OnnxException {
        if (device.supported()) {
            return device;
        }
        throw new OnnxException(
                new WorkbenchException.Report(
                        "ONNX Runtime has no kernels for the CUDA device",
                        device.name(),
                        architectures.text(),
                        device.capability(),
                        "Choose another device with CUDA_VISIBLE_DEVICES, or use the CPU"));
    }

    /// For a process's environment.
    static CudaModels of(
            Map<String, String> environment, Path cache, OnnxModelFiles files, int maxRows)
            throws OnnxException {
        return of(CudaSearch.of(environment), cache, files, maxRows);
    }
}
