/// Decoders on ONNX Runtime: the only package that knows ONNX Runtime and native memory.
@NullMarked
package org.prmscope.decode.onnx;

import org.jspecify.annotations.NullMarked;
