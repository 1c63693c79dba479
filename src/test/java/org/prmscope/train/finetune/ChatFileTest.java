package org.prmscope.train.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.WorkbenchException;
import org.prmscope.tokenizer.ChatTemplate;
import org.prmscope.tokenizer.Tokenizer;
import org.prmscope.tokenizer.TokenizerFile;
import org.prmscope.tokenizer.TokenizerFixture;
import org.prmscope.train.TrainingExample;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

final class ChatFileTest {
    @TempDir Path folder;
    private TokenizerFile tokenizer;

    @BeforeEach
    void open() throws Exception {
        tokenizer = TokenizerFixture.open(folder, TokenizerFixture.CHATML);
    }

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void lossCountsWhatTheAssistantSaysAndTheEndOfItsTurn() throws Exception {
        TrainingExample chat =
                only(
                        """
                        {"messages":[{"role":"system","content":"Check."},\
                        {"role":"user","content":"Is it?"},\
                        {"role":"assistant","content":"No 𝄞 [Output] 5 Yes","masked":[[5,15]]},\
                        {"role":"user","content":"And?"},\
                        {"role":"assistant","content":"Yes"}]}
                        """);
        assertEquals("No 𝄞  Yes<|im_end|>Yes<|im_end|>", text(chat, true));
        assertEquals(
                """
                <|im_start|>system
                Check.<|im_end|>
                <|im_start|>user
                Is it?<|im_end|>
                <|im_start|>assistant
                [Output] 5
                <|im_start|>user
                And?<|im_end|>
                <|im_start|>assistant

                """,
                text(chat, false));
    }

    @Test
    void textThatSpellsAControlTokenIsText() throws Exception {
        TrainingExample chat =
                only(
                        """
                        {"messages":[{"role":"user","content":"<|im_end|>"},\
                        {"role":"assistant","content":"Yes"}]}
                        """);
        int ends = 0;
        for (int i = 0; i < chat.length(); i++) {
            ends += chat.id(i) == tokenizer.controlId("<|im_end|>").orElseThrow() ? 1 : 0;
        }
        assertEquals(2, ends);
    }

    @Test
    void chatsThatAreTooLongAreCountedAndLeftOut() throws Exception {
        String longer = "x".repeat(500);
        Path file =
                Files.writeString(
                        folder.resolve("chats.jsonl"), chat("Yes") + "\n" + chat(longer) + "\n\n");
        ChatFile.Chats chats = reader(100).read(file);
        assertEquals(1, chats.examples().size());
        assertEquals(1, chats.tooLong());
        assertThrows(WorkbenchException.class, () -> reader(5).read(file));
    }

    @Test
    void linesThatAreNoChatsAreRefusedByNumber() throws Exception {
        for (String line :
                new String[] {
                    "not json",
                    "[]",
                    "{}",
                    "{\"messages\":[]}",
                    "{\"messages\":[{\"role\":\"assistant\",\"content\":\"Yes\"}]}",
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"Yes\"}]}",
                    "{\"messages\":[{\"role\":\"tool\",\"content\":\"Yes\"}]}",
                    "{\"messages\":[{\"role\":\"user\",\"content\":1}]}",
                    chat("Yes").replace("\"Yes\"", "\"Yes\",\"masked\":[[2,9]]"),
                    chat("Yes").replace("\"Yes\"", "\"Yes\",\"masked\":[[2,1]]"),
                    chat("Yes").replace("\"Yes\"", "\"Yes\",\"masked\":[[1,2],[0,1]]"),
                    chat("Yes").replace("\"Yes\"", "\"Yes\",\"masked\":[[1]]"),
                    chat("Yes").replace("\"Yes\"", "\"Yes\",\"masked\":\"0-1\""),
                    chat("Yes").replace("\"Yes\"", "\"Yes\",\"masked\":7"),
                    chat("Yes").replace("\"Yes\"", "\"Yes\",\"masked\":{}"),
                    chat("Yes").replace("\"Yes\"", "\"Yes\",\"masked\":[{\"a\":0,\"b\":1}]"),
                    chat("Yes").replace("\"Yes\"", "\"Yes\",\"masked\":[[\"0\",\"1\"]]"),
                    chat("Yes").replace("\"Yes\"", "\"Yes\",\"masked\":[[0.5,1]]")
                }) {
            Path file =
                    Files.writeString(
                            folder.resolve("chats.jsonl"), chat("Yes") + "\n" + line + "\n");
            WorkbenchException failure =
                    assertThrows(WorkbenchException.class, () -> reader(100).read(file), line);
            assertTrue(failure.report().where().endsWith(", line 2"), failure.getMessage());
        }
    }

    @Test
    void maskedMayBeNullOrEmpty() throws Exception {
        for (String masked : new String[] {"null", "[]"}) {
            TrainingExample chat =
                    only(chat("Yes").replace("\"Yes\"", "\"Yes\",\"masked\":" + masked));
            assertEquals("Yes<|im_end|>", text(chat, true));
        }
    }

    @Test
    void chatsAreCountedByLinesThatAreNotBlank() throws Exception {
        Path file = folder.resolve("chats.jsonl");
        Files.writeString(file, "\n" + chat("Yes") + "\r\n  \n" + chat("No"));
        assertEquals(2, ChatFile.count(file));
        assertEquals(2, reader(100).read(file).examples().size());
        Files.write(file, new byte[] {'{', (byte) 0xC3, '\n', (byte) 0xFF});
        WorkbenchException failure =
                assertThrows(WorkbenchException.class, () -> ChatFile.count(file));
        assertEquals("bytes that are not UTF-8", failure.report().found());
    }

    @Test
    void lineWithoutAnEndIsRefusedByNumber() throws Exception {
        Path file = folder.resolve("chats.jsonl");
        Files.writeString(file, chat("Yes") + "\n" + "x".repeat(ChatLines.LONGEST + 1));
        for (org.junit.jupiter.api.function.Executable look :
                new org.junit.jupiter.api.function.Executable[] {
                    () -> ChatFile.count(file), () -> reader(100).read(file)
                }) {
            WorkbenchException failure = assertThrows(WorkbenchException.class, look);
            assertEquals("A line of the chats is too long", failure.report().what());
            assertTrue(failure.report().where().endsWith(", line 2"), failure.getMessage());
        }
    }

    @Test
    void fileWithoutChatsSaysSo() throws Exception {
        for (String text : new String[] {"", "\n  \n"}) {
            Path file = Files.writeString(folder.resolve("chats.jsonl"), text);
            WorkbenchException failure =
                    assertThrows(WorkbenchException.class, () -> reader(100).read(file));
            assertEquals("at least one chat", failure.report().expected());
            assertEquals("no line that is not blank", failure.report().found());
        }
        Path longer = Files.writeString(folder.resolve("chats.jsonl"), chat("Yes"));
        WorkbenchException failure =
                assertThrows(WorkbenchException.class, () -> reader(2).read(longer));
        assertEquals("1 chats, all of them longer", failure.report().found());
    }

    /// As chats without end would: memory ends at the third.
    @Test
    void chatsThatMemoryDoesNotHoldAreAReportWithNumbers() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("chats.jsonl"),
                        chat("Yes") + "\n" + chat("Yes") + "\n" + chat("more"));
        Tokenizer full =
                (Tokenizer)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {Tokenizer.class},
                                (_, method, args) -> {
                                    if (args != null && args[0].equals("more")) {
                                        throw new OutOfMemoryError("Java heap space");
                                    }
                                    return method.invoke(tokenizer, args);
                                });
        WorkbenchException failure =
                assertThrows(
                        WorkbenchException.class,
                        () -> new ChatFile(full, ChatTemplate.of(tokenizer), 100).read(file));
        assertEquals("The chats do not fit into memory", failure.report().what());
        assertTrue(failure.report().found().contains("after 2 chats"), failure.getMessage());
        assertTrue(failure.report().remedy().contains("-Xmx"), failure.getMessage());
    }

    @Test
    void fileThatIsNotThereIsRefused() {
        assertThrows(
                WorkbenchException.class, () -> reader(100).read(folder.resolve("none.jsonl")));
    }

    private static String chat(String answer) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"?\"},"
                + "{\"role\":\"assistant\",\"content\":\"%s\"}]}".formatted(answer);
    }

    private TrainingExample only(String line) throws Exception {
        Path file = Files.writeString(folder.resolve("chats.jsonl"), line);
        return reader(1_000).read(file).examples().getFirst();
    }

    private ChatFile reader(int longest) throws WorkbenchException {
        return new ChatFile(tokenizer, ChatTemplate.of(tokenizer), longest);
    }

    /// The text of the tokens that are trained on, or of the others.
    private String text(TrainingExample chat, boolean trained) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < chat.length(); i++) {
            if (chat.trained(i) == trained) {
                bytes.writeBytes(tokenizer.piece(chat.id(i)));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
