package org.prmscope.run;

import org.prmscope.core.ComputeMode;

/// How a verifier is to be loaded.
///
/// @param device where to compute
/// @param rows chains that may be decoded together; 0 leaves it to the device
/// @param kvBytes bytes that all key-value rows together may take; 0 leaves it to the memory that
///   is free
public record LoadOptions(Device device, ComputeMode mode, int rows, long kvBytes) {
    /// The fastest that the machine has.
    public static final LoadOptions DEFAULT =
            new LoadOptions(Device.AUTOMATIC, ComputeMode.FAST, 0, 0);

    /// Where a model is computed.
    public enum Device {
        /// CUDA where its libraries and a device are there and pass the self-test; otherwise the
        /// CPU, with the reason said.
        AUTOMATIC,
        CPU,
        /// Refused, with the reason, where it cannot be had.
        CUDA
    }

    public LoadOptions {
        if (rows < 0 || kvBytes < 0) {
            throw new IllegalArgumentException("rows and bytes are 0 or more");
        }
    }
}
