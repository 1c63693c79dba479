package org.prmscope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

class UserFoldersTest {
    @Test
    void linuxFollowsTheXdgDirectories() {
        UserFolders folders =
                UserFolders.of(
                        Map.of("XDG_CACHE_HOME", "/c", "XDG_DATA_HOME", "/d"),
                        system("Linux", "/home/ada"));
        assertEquals(Path.of("/c/prmscope"), folders.cache());
        assertEquals(Path.of("/d/prmscope/workspace.prmscope"), folders.workspace());
    }

    @Test
    void relativeXdgDirectoriesAreIgnoredAsTheSpecificationSays() {
        UserFolders folders =
                UserFolders.of(Map.of("XDG_CACHE_HOME", "c"), system("Linux", "/home/ada"));
        assertEquals(Path.of("/home/ada/.cache/prmscope"), folders.cache());
    }

    @Test
    void prmscopeHomePutsEverythingBelowOneFolder() {
        UserFolders folders =
                UserFolders.of(Map.of("PRMSCOPE_HOME", "/p"), system("Linux", "/home/ada"));
        assertEquals(Path.of("/p/cache"), folders.cache());
        assertEquals(Path.of("/p/prmscope.log"), folders.log());
    }

    @Test
    void aMacKeepsItsFilesInTheLibrary() {
        UserFolders folders = UserFolders.of(Map.of(), system("Mac OS X", "/Users/ada"));
        assertEquals(Path.of("/Users/ada/Library/Caches/PRMScope"), folders.cache());
    }

    @Test
    void aFolderThatCannotBeMadeSaysWhichAndWhatToDo(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        UserFolders folders =
                UserFolders.of(
                        Map.of("PRMSCOPE_HOME", file.toString()), system("Linux", "/home/ada"));
        WorkbenchException refused = assertThrows(WorkbenchException.class, folders::make);
        assertTrue(refused.report().text().contains(file.toString()));
        assertTrue(refused.report().remedy().contains("PRMSCOPE_HOME"));
    }

    @Test
    void filesOpenTheWindowAndCommandsDoNot() {
        Set<String> commands = Set.of("verify", "doctor");
        assertTrue(Launcher.wantsWindow(new String[] {}, commands));
        assertTrue(Launcher.wantsWindow(new String[] {"gsm8k.json"}, commands));
        assertTrue(Launcher.wantsWindow(new String[] {"--workspace", "w", "a.json"}, commands));
        assertFalse(Launcher.wantsWindow(new String[] {"doctor"}, commands));
        assertFalse(Launcher.wantsWindow(new String[] {"--help"}, commands));
        assertFalse(Launcher.wantsWindow(new String[] {"verify", "--input", "x"}, commands));
    }

    private static Properties system(String name, String home) {
        Properties properties = new Properties();
        properties.setProperty("os.name", name);
        properties.setProperty("user.home", home);
        return properties;
    }
}
