package org.prmscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

class PrmScopeCommandTest {
    private static WorkbenchOpener broken() {
        return (WorkbenchOpener)
                Proxy.newProxyInstance(
                        WorkbenchOpener.class.getClassLoader(),
                        new Class<?>[] {WorkbenchOpener.class},
                        (_, method, _) -> {
                            if (method.getName().equals("version")) {
                                return "test";
                            }
                            throw new IllegalStateException("broken\u001b[2J");
                        });
    }

    @Test
    void aMistakeOfTheProgramIsOneLineWithoutAStackTrace() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        Console console = new Console(stream, stream, false);

        int code = PrmScopeCommand.parser(broken(), console).execute("doctor");

        String told = err.toString(StandardCharsets.UTF_8);
        assertEquals(ExitCode.ENVIRONMENT.code(), code, told);
        assertEquals(1, told.lines().count(), told);
        assertTrue(told.contains("IllegalStateException: broken\\u001b[2J"), told);
    }
}
