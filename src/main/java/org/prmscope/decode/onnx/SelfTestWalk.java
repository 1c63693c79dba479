package org.prmscope.decode.onnx;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.CausalLm;
import org.prmscope.decode.NextToken;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The way a self-test takes through a model: a prompt in two parts, so that one is a first and one
/// a continued prefill; one-token steps of one row; then steps of two rows, the second a copy of
/// the first; and among the steps of both kinds a short prefill. So each of the device's kinds of
/// kernel, and its copies, are on the way.
///
/// The rows of the model are used up; nothing may be held in them.
final class SelfTestWalk {
    private static final int[] NONE = {};

    private final CausalLm lm;
    private final int[] prompt;
    private final int tokens;
    private final Cancellation cancellation;

    /// @param prompt at least two ids
    /// @param tokens after the prompt, at least 2
    SelfTestWalk(CausalLm lm, int[] prompt, int tokens, Cancellation cancellation) {
        if (prompt.length < 2 || tokens < 2) {
            throw new IllegalArgumentException("a prompt of two tokens and two tokens after it");
        }
        this.lm = lm;
        this.prompt = prompt;
        this.tokens = tokens;
        this.cancellation = cancellation;
    }

    /// The most probable tokens one after another.
    ///
    /// @return what the model says of each of them, the first after the prompt
    List<NextToken> greedy() throws WorkbenchException, CancelledException {
        return walk(List.of(), List.of());
    }

    /// Along the most probable tokens of `led`.
    ///
    /// @param reference what else is said of each token
    /// @return what the model says of each token, with the logits of the reference's candidates;
    ///   from the middle on twice, once for each row, as [#twice] orders
    List<NextToken> along(List<NextToken> led, List<NextToken> reference)
            throws WorkbenchException, CancelledException {
        return walk(led, reference);
    }

    /// Along the most probable tokens of `led`, in as few runs as can be: no step is taken.
    List<NextToken> atOnce(List<NextToken> led) throws WorkbenchException, CancelledException {
        int[] all = Arrays.copyOf(prompt, prompt.length + led.size() - 1);
        for (int i = 0; i < led.size() - 1; i++) {
            all[prompt.length + i] = led.get(i).id(0);
        }
        room(1);
        List<NextToken> answers = new ArrayList<>();
        for (int from = 0; from < all.length; from += lm.chunk()) {
            int to = Math.min(all.length, from + lm.chunk());
            int first = Math.max(from, prompt.length - 1);
            int[] wanted = new int[Math.max(0, to - first)];
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = first - from + i;
            }
            int[] part = Arrays.copyOfRange(all, from, to);
            answers.addAll(List.of(lm.forward(0, from, part, wanted, NONE, cancellation)));
        }
        return answers;
    }

    private List<NextToken> walk(List<NextToken> led, List<NextToken> reference)
            throws WorkbenchException, CancelledException {
        room(2);
        List<NextToken> answers = new ArrayList<>();
        answers.add(prefill(labels(reference, 0)));
        NextToken last = answers.getFirst();
        int half = tokens / 2;
        for (int i = 1; i < tokens; i++) {
            int held = prompt.length + i - 1;
            int token = (led.isEmpty() ? last : led.get(i - 1)).id(0);
            int[] labels = labels(reference, i);
            if (i == half) {
                lm.rows().copy(0, 1, held);
            }
            if (!led.isEmpty() && (i == Math.max(2, half / 2) || i == half + half / 2)) {
                between(held);
            }
            int rows = i < half ? 1 : 2;
            int[] lengths = new int[rows];
            int[] ids = new int[rows];
            Arrays.fill(lengths, held);
            Arrays.fill(ids, token);
            NextToken[] both = lm.step(lengths, ids, labels, cancellation);
            last = both[0];
            answers.add(last);
            if (rows == 2 && !led.isEmpty()) {
                answers.add(both[1]);
            }
        }
        return answers;
    }

    /// A run of another shape on the second row, behind what counts there: steps that are replayed
    /// after it must not take over what it left on the device.
    private void between(int held) throws WorkbenchException, CancelledException {
        int[] ids = Arrays.copyOf(prompt, Math.min(3, prompt.length + tokens - held));
        lm.forward(1, held, ids, NONE, NONE, cancellation);
    }

    private NextToken prefill(int[] labels) throws WorkbenchException, CancelledException {
        int part = Math.min(lm.chunk(), (prompt.length + 1) / 2);
        for (int from = 0; ; from += part) {
            int to = Math.min(prompt.length, from + part);
            int[] ids = Arrays.copyOfRange(prompt, from, to);
            if (to == prompt.length) {
                int[] wanted = {ids.length - 1};
                return lm.forward(0, from, ids, wanted, labels, cancellation)[0];
            }
            lm.forward(0, from, ids, NONE, NONE, cancellation);
        }
    }

    /// Each answer as often as [#along] gives one for it.
    static List<NextToken> twice(List<NextToken> led) {
        List<NextToken> all = new ArrayList<>();
        int half = led.size() / 2;
        for (int i = 0; i < led.size(); i++) {
            all.add(led.get(i));
            if (i >= Math.max(1, half)) {
                all.add(led.get(i));
            }
        }
        return all;
    }

    private void room(int rows) throws WorkbenchException {
        lm.rows().resize(rows, prompt.length + tokens, new int[lm.rows().rows()]);
    }

    private static int[] labels(List<NextToken> reference, int index) {
        if (reference.isEmpty()) {
            return NONE;
        }
        NextToken said = reference.get(index);
        int[] ids = new int[said.candidates()];
        for (int rank = 0; rank < ids.length; rank++) {
            ids[rank] = said.id(rank);
        }
        return ids;
    }
}
