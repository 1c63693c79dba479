package org.prmscope.model;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.DecoderShape;

import java.nio.file.Path;

/// What the configuration beside a graph says of its model.
///
/// @param file the configuration, for messages
/// @param architecture such as `qwen2`
/// @param shape what of it the graph also says, the graph decides where `binding` is false
/// @param binding whether graph and configuration were written together, so that they must agree
/// @param names null where only the graph knows them
record FolderConfig(
        Path file,
        String architecture,
        DecoderShape shape,
        boolean binding,
        ControlIds ids,
        @Nullable DecoderNames names) {}
