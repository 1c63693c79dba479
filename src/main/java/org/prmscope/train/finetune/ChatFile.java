package org.prmscope.train.finetune;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.prmscope.core.IoReason;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.ByteSize;
import org.prmscope.tokenizer.ChatTemplate;
import org.prmscope.tokenizer.Tokenizer;
import org.prmscope.train.TrainingExample;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Reads chats as OpenAI's JSONL: `{"messages":[{"role":"user","content":"..."}, ...]}`, at most
/// one system message first, then turns of user and assistant.
///
/// The loss counts what the assistant says and the token that ends its turn. An assistant's message
/// may have `"masked": [[start, end], ...]`: ranges of its content, in Unicode code points, that
/// the program appended (such as the output of code) and that are read but not trained on. A text
/// on either side of such a border is tokenized by itself, as the verifier's engine does it.
public final class ChatFile {
    private static final int MOST_MESSAGES = 10_000;

    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final int longest;

    /// @param longest tokens of a chat; longer ones are left out
    public ChatFile(Tokenizer tokenizer, ChatTemplate template, int longest) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.longest = longest;
    }

    /// A file's chats as tokens, in its order.
    ///
    /// @param tooLong chats left out because of their length
    public record Chats(List<TrainingExample> examples, int tooLong) {
        /// What an example takes beside its tokens: three objects and a reference.
        private static final long EXAMPLE = 72;

        public Chats {
            examples = List.copyOf(examples);
        }

        /// Bytes that the chats take while they are held: an id and a mark for each token.
        public long bytes() {
            return bytes(examples);
        }

        private static long bytes(List<TrainingExample> examples) {
            long tokens = 0;
            for (TrainingExample example : examples) {
                tokens += example.length();
            }
            return (Integer.BYTES + 1) * tokens + EXAMPLE * examples.size();
        }
    }

    /// Reads a file.
    ///
    /// @throws WorkbenchException if a line is not such a chat (the line is named), if no chat is
    ///   left, or if they are more than memory holds
    public Chats read(Path file) throws WorkbenchException {
        List<TrainingExample> examples = new ArrayList<>();
        int tooLong = 0;
        JsonMapper json = new JsonMapper();
        try (ChatLines lines = ChatLines.open(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                String place = lines.place();
                TrainingExample example = encode(tree(json, line, place), place);
                if (example.length() > longest) {
                    tooLong++;
                } else {
                    examples.add(example);
                }
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (OutOfMemoryError e) {
            throw tooMany(file, examples.size(), Chats.bytes(examples), e);
        }
        if (examples.isEmpty() && tooLong == 0) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "There is nothing to train on",
                            file.toString(),
                            "at least one chat",
                            "no line that is not blank",
                            "Take another file (prmscope synth export writes such files)."));
        }
        if (examples.isEmpty()) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "There is nothing to train on",
                            file.toString(),
                            "at least one chat of at most " + longest + " tokens",
                            tooLong + " chats, all of them longer",
                            "Allow longer chats, or take another file."));
        }
        return new Chats(examples, tooLong);
    }

    /// Chats in a file: its lines that are not blank.
    ///
    /// @throws WorkbenchException if it cannot be read as text, or a line is too long
    public static int count(Path file) throws WorkbenchException {
        int count = 0;
        try (ChatLines lines = ChatLines.open(file)) {
            while (lines.next() != null) {
                count++;
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return count;
    }

    private static WorkbenchException unreadable(Path file, IOException e) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The chats cannot be read",
                        file.toString(),
                        "JSONL in UTF-8",
                        e instanceof CharacterCodingException
                                ? "bytes that are not UTF-8"
                                : IoReason.of(e),
                        "Check the path and the permissions, and that the file is text."),
                e);
    }

    private static WorkbenchException tooMany(
            Path file, int chats, long bytes, OutOfMemoryError e) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The chats do not fit into memory",
                        file.toString(),
                        "chats that Java's %s hold"
                                .formatted(new ByteSize(Runtime.getRuntime().maxMemory())),
                        "no room after %d chats, which take %s"
                                .formatted(chats, new ByteSize(bytes)),
                        "Take fewer or shorter chats, or give Java more, such as"
                                + " PRMSCOPE_JAVA_OPTS=-Xmx8g."),
                e);
    }

    private static JsonNode tree(JsonMapper json, String line, String place)
            throws WorkbenchException {
        try {
            return json.readTree(line);
        } catch (JsonProcessingException e) {
            throw new WorkbenchException(
                    wrong(place, "one JSON object", String.valueOf(e.getOriginalMessage()))
                            .report(),
                    e);
        }
    }

    private TrainingExample encode(JsonNode row, String place) throws WorkbenchException {
        JsonNode messages = row.path("messages");
        if (!messages.isArray() || messages.isEmpty() || messages.size() > MOST_MESSAGES) {
            throw wrong(place, "a field messages with 1 to " + MOST_MESSAGES, brief(messages));
        }
        Tokens tokens = new Tokens();
        boolean system = role(messages.get(0), place).equals("system");
        tokens.add(
                template.begin(
                        system ? Optional.of(content(messages.get(0), place)) : Optional.empty()),
                false);
        boolean users = true;
        for (int i = system ? 1 : 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            String role = role(message, place);
            if (!role.equals(users ? "user" : "assistant")) {
                throw wrong(
                        place,
                        "turns of user and assistant, the user first",
                        "message " + (i + 1) + " of " + role);
            }
            if (users) {
                tokens.add(template.userTurn(content(message, place)), false);
            } else {
                assistant(message, place, tokens);
            }
            users = !users;
        }
        if (tokens.trainedTokens() == 0) {
            throw wrong(place, "a message of the assistant that is not all masked", "none");
        }
        return tokens.example();
    }

    private void assistant(JsonNode message, String place, Tokens tokens)
            throws WorkbenchException {
        String content = content(message, place);
        tokens.add(template.assistantStart(), false);
        int length = content.codePointCount(0, content.length());
        int at = 0;
        JsonNode masked = message.path("masked");
        if (!masked.isMissingNode() && !masked.isNull() && !masked.isArray()) {
            throw wrong(place, "masked as an array of [start, end]", brief(masked));
        }
        for (JsonNode range : masked) {
            if (!range.isArray()
                    || range.size() != 2
                    || !range.path(0).isInt()
                    || !range.path(1).isInt()) {
                throw wrong(place, "masked ranges, each an array of two integers", brief(range));
            }
            int start = range.path(0).intValue();
            int end = range.path(1).intValue();
            if (start < at || end < start || end > length) {
                throw wrong(
                        place,
                        "masked ranges in order within " + length + " code points",
                        brief(masked));
            }
            tokens.add(tokenizer.encode(part(content, at, start)), true);
            tokens.add(tokenizer.encode(part(content, start, end)), false);
            at = end;
        }
        tokens.add(tokenizer.encode(part(content, at, length)), true);
        for (int id : template.assistantEnd()) {
            tokens.add(new int[] {id}, template.endIds().contains(id));
        }
    }

    private static String part(String content, int start, int end) {
        int from = content.offsetByCodePoints(0, start);
        return content.substring(from, content.offsetByCodePoints(from, end - start));
    }

    private static String role(JsonNode message, String place) throws WorkbenchException {
        String role = message.path("role").asText();
        if (!List.of("system", "user", "assistant").contains(role)) {
            throw wrong(place, "a role system, user or assistant", brief(message.path("role")));
        }
        return role;
    }

    private static String content(JsonNode message, String place) throws WorkbenchException {
        JsonNode content = message.path("content");
        if (!content.isTextual()) {
            throw wrong(place, "a content of text", brief(content));
        }
        return content.textValue();
    }

    private static String brief(JsonNode node) {
        String text = node.isMissingNode() ? "no such field" : node.toString();
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }

    private static WorkbenchException wrong(String place, String expected, String found) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "A chat cannot be trained on",
                        place,
                        expected,
                        found,
                        "Write one chat a line, as OpenAI's fine-tuning takes them (prmscope synth"
                                + " exports them so)."));
    }

    /// Tokens with their marks, growing.
    private static final class Tokens {
        private int[] ids = new int[256];
        private boolean[] trained = new boolean[256];
        private int size;

        void add(int[] more, boolean mark) {
            int needed = size + more.length;
            if (needed > ids.length) {
                ids = Arrays.copyOf(ids, Math.max(needed, 2 * ids.length));
                trained = Arrays.copyOf(trained, ids.length);
            }
            System.arraycopy(more, 0, ids, size, more.length);
            Arrays.fill(trained, size, needed, mark);
            size = needed;
        }

        int trainedTokens() {
            int count = 0;
            for (int i = 1; i < size; i++) {
                count += trained[i] ? 1 : 0;
            }
            return count;
        }

        TrainingExample example() {
            return new TrainingExample(Arrays.copyOf(ids, size), Arrays.copyOf(trained, size));
        }
    }
}
