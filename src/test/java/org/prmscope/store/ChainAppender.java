package org.prmscope.store;

import org.prmscope.core.Run;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;

/// A program of its own that appends chains until it is killed and tells every committed one.
final class ChainAppender {
    private ChainAppender() {}

    public static void main(String[] arguments) throws Exception {
        int solutions = Integer.parseInt(arguments[2]);
        try (PrintStream out =
                        new PrintStream(
                                new FileOutputStream(FileDescriptor.out),
                                true,
                                StandardCharsets.UTF_8);
                Workspace workspace =
                        Workspace.open(
                                Path.of(arguments[0]),
                                InstantSource.fixed(WorkspaceTest.NOW),
                                Path.of(arguments[1]))) {
            Run run =
                    WorkspaceTest.begin(
                            workspace, workspace.importSet(WorkspaceTest.set(solutions)));
            for (int i = 0; i < solutions; i++) {
                workspace.appendChain(run.id(), new RandomChains(i).chain("s" + i, 0, 400));
                out.println(i);
            }
        }
    }
}
