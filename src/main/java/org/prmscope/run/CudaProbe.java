package org.prmscope.run;

/// Says whether CUDA could be used on this machine. Looks at libraries and devices; loads no model.
@FunctionalInterface
public interface CudaProbe {
    /// What was found.
    sealed interface Finding {
        /// It can be used.
        ///
        /// @param device such as `NVIDIA L4, 22 GiB, driver 580.95`
        record Usable(String device) implements Finding {}

        /// The machine has nothing to use: no fault.
        ///
        /// @param reason such as `no NVIDIA driver`
        record Absent(String reason) implements Finding {}

        /// A device is there, but something keeps it from being used.
        ///
        /// @param reason such as `libcudnn.so.9 was not found`
        /// @param remedy what to install or set
        record Unusable(String reason, String remedy) implements Finding {}
    }

    /// May take seconds the first time: never call it on the window's thread.
    Finding probe();
}
