package org.prmscope.sandbox;

import java.util.List;

class BubblewrapHostileCodeTest extends HostileCode {
    @Override
    CodeExecutor start() {
        return Sandboxes.bubblewrap();
    }

    @Override
    List<String> allowed(HostileScript script) {
        return script.bubblewrap();
    }

    @Override
    int wallMs(HostileScript script) {
        return script.limited() ? 1_000 : 20_000;
    }
}
