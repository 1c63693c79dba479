package org.prmscope;

import org.prmscope.cli.Console;
import org.prmscope.cli.PrmScopeCommand;
import org.prmscope.core.WorkbenchException;
import org.prmscope.ui.UiArguments;
import org.prmscope.ui.UiLauncher;

import picocli.CommandLine;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The program's entry point for both the window and the command line.
///
/// Without arguments, or with files to open, the window starts; everything else is a command.
public final class Launcher {
    private Launcher() {}

    static void main(String[] args) {
        UserFolders folders = UserFolders.of(System.getenv(), System.getProperties());
        try {
            folders.make();
        } catch (WorkbenchException e) {
            System.err.println("prmscope: " + e.getMessage());
            System.exit(3);
        }
        LogFile.open(folders.log());
        Assembly assembly = new Assembly(folders);
        CommandLine parser = PrmScopeCommand.parser(assembly, Console.ofProcess());
        if (wantsWindow(args, parser.getSubcommands().keySet())) {
            List<Path> files = Arrays.stream(args).map(Path::of).toList();
            UiLauncher.launch(assembly::openForWindow, new UiArguments(files));
        } else {
            System.exit(parser.execute(args));
        }
    }

    /// Whether the arguments are files to open, or none, rather than a command or an option.
    static boolean wantsWindow(String[] args, Set<String> commands) {
        return Stream.of(args).noneMatch(arg -> arg.startsWith("-"))
                && (args.length == 0 || !commands.contains(args[0]));
    }
}
