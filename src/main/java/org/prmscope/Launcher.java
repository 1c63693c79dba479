package org.prmscope;

import org.prmscope.cli.Console;
import org.prmscope.cli.PrmScopeCommand;
import org.prmscope.core.IoReason;
import org.prmscope.core.VisibleText;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.WorkspaceFiles;
import org.prmscope.ui.UiArguments;
import org.prmscope.ui.UiLauncher;

import picocli.CommandLine;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The program's entry point for both the window and the command line.
///
/// Without arguments, or with files to open, the window starts, on another workspace after
/// `--workspace W` or if the first file is one; everything else is a command.
public final class Launcher {
    private static final int USAGE = 2;
    private static final int ENVIRONMENT = 3;

    /// What Java puts for bytes that are no text in the locale's encoding.
    private static final char UNDECODABLE = '\ufffd';

    private static final String WORKSPACE = "--workspace";

    private Launcher() {}

    static void main(String[] args) {
        Optional<String> undecodable = undecodable(args);
        if (undecodable.isPresent()) {
            System.err.println("prmscope: " + undecodable.get());
            System.exit(USAGE);
        }
        UserFolders folders = UserFolders.of(System.getenv(), System.getProperties());
        try {
            folders.make();
            LogFile.open(folders.log());
            Assembly assembly = new Assembly(folders);
            WatchedOutput out = new WatchedOutput(new FileOutputStream(FileDescriptor.out));
            System.setOut(new PrintStream(out, true, System.out.charset()));
            CommandLine parser = PrmScopeCommand.parser(assembly, Console.ofProcess());
            if (!wantsWindow(args, parser.getSubcommands().keySet())) {
                System.exit(exitCode(parser.execute(args), out, System.err));
            }
            openWindow(assembly, args);
        } catch (WorkbenchException e) {
            System.err.println("prmscope: " + e.getMessage());
            System.exit(ENVIRONMENT);
        }
    }

    /// The code of a command, unless what it printed was lost.
    static int exitCode(int code, WatchedOutput out, PrintStream err) {
        Optional<IOException> loss = out.loss();
        loss.ifPresent(
                why -> err.println("prmscope: The output cannot be written: " + IoReason.of(why)));
        return loss.isPresent() ? ENVIRONMENT : code;
    }

    /// Says which argument Java could not read: taken as it is, it would name another file.
    static Optional<String> undecodable(String[] args) {
        return Arrays.stream(args)
                .filter(arg -> arg.indexOf(UNDECODABLE) >= 0)
                .findFirst()
                .map(arg ->
                        "An argument cannot be read: expected text in %s, the encoding of this"
                                        .formatted(System.getProperty("sun.jnu.encoding", "?"))
                                + " locale, found "
                                + VisibleText.of(arg).replace(UNDECODABLE, '?')
                                + ", with ? for what is none. Set LC_ALL to a UTF-8 locale such as"
                                + " C.UTF-8, or rename the file.");
    }

    private static void openWindow(Assembly assembly, String[] args) throws WorkbenchException {
        UiLauncher.launch(assembly::openForWindow, arguments(args));
    }

    /// What the window is to open: a workspace may be given like a file.
    static UiArguments arguments(String[] args) {
        boolean named = args.length > 1 && args[0].equals(WORKSPACE);
        List<Path> files = Arrays.stream(args).skip(named ? 2 : 0).map(Path::of).toList();
        if (named) {
            return new UiArguments(Path.of(args[1]), files);
        }
        return !files.isEmpty() && WorkspaceFiles.isWorkspace(files.getFirst())
                ? new UiArguments(files.getFirst(), files.subList(1, files.size()))
                : new UiArguments(null, files);
    }

    /// Whether the arguments are files to open, or none, rather than a command or an option.
    static boolean wantsWindow(String[] args, Set<String> commands) {
        int from = args.length > 1 && args[0].equals(WORKSPACE) ? 2 : 0;
        List<String> rest = List.of(args).subList(from, args.length);
        return rest.stream().noneMatch(arg -> arg.startsWith("-"))
                && (rest.isEmpty() || !commands.contains(rest.getFirst()));
    }
}
