package org.prmscope.sandbox;

import java.util.List;

class GraalPyHostileCodeTest extends HostileCode {
    @Override
    CodeExecutor start() throws SandboxException {
        return Sandboxes.graalPy();
    }

    @Override
    List<String> allowed(HostileScript script) {
        return script.graalPy();
    }

    @Override
    int wallMs(HostileScript script) {
        return script.limited() ? 2_000 : 30_000;
    }
}
