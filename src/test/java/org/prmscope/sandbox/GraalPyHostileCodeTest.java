package org.prmscope.sandbox;

import java.util.List;
import java.util.stream.Stream;

class GraalPyHostileCodeTest extends HostileCode {
    @Override
    CodeExecutor start() throws SandboxException {
        return Sandboxes.graalPy();
    }

    @Override
    List<String> allowed(HostileScript script) {
        if (!script.limited()) {
            return script.graalPy();
        }
        // A busy machine may need the whole short time to get to where the script is refused.
        return Stream.concat(script.graalPy().stream(), Stream.of("limit TIME")).toList();
    }

    @Override
    int wallMs(HostileScript script) {
        return script.limited() ? 2_000 : 30_000;
    }
}
