package org.prmscope.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.CodeMode;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Sampling;
import org.prmscope.core.Scaling;
import org.prmscope.core.WorkbenchException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Runs as a person writes them.
class RunSpecTest {
    private static final RunConfiguration GENPRM = RunConfiguration.of(Protocol.GENPRM);

    private static RunConfiguration parse(String text) throws WorkbenchException {
        return RunSpec.parse(text, GENPRM);
    }

    private static WorkbenchException.Report refused(String text) {
        return assertThrows(WorkbenchException.class, () -> parse(text), text).report();
    }

    @Test
    void theKindAndItsCountsAreEnough() throws Exception {
        assertEquals(GENPRM.withScaling(Scaling.parallel(8)), parse("parallel:k=8"));
        assertEquals(GENPRM.withScaling(Scaling.sequential(4)), parse(" Sequential : R = 4 "));
        assertEquals(4, parse("mixed:k=4,r=2").scaling().chains());
        assertEquals(2, parse("mixed:k=4,r=2").scaling().rounds());
        assertEquals(GENPRM, parse("single"));
        assertEquals(GENPRM, parse("single:"));
    }

    @Test
    void everyFieldArrives() throws Exception {
        RunConfiguration run =
                parse(
                        "mixed:k=4,r=2,t=0.7,topp=0.9,topk=5,seed=-3,protocol=thinkprm,mode=analyze,"
                                + "budget=8192,tokens=900,code=1,all=true,dt=2,trigger=\"Wait, let"
                                + " me \\\"check\\\"\",trigger=Again?");
        assertEquals(Protocol.THINKPRM, run.protocol());
        assertEquals(CodeMode.ANALYZE_ONLY, run.codeMode());
        assertEquals(new Sampling(0.7, 0.9, 5), run.sampling());
        assertEquals(-3, run.seed());
        assertEquals(900, run.maxTokens());
        assertEquals(1, run.maxCodeRounds());
        assertFalse(run.stopAtFirstError());
        assertEquals(2.0, run.decisionTemperature());
        assertEquals(
                new Scaling(4, 2, List.of("Wait, let me \"check\"", "Again?"), 8_192),
                run.scaling());
    }

    @Test
    void anotherProtocolBringsItsOwnTokenLimit() throws Exception {
        assertEquals(8_192, parse("single:protocol=thinkprm").maxTokens());
        assertEquals(2_048, parse("single:protocol=genprm").maxTokens());
    }

    @Test
    void theBudgetForAllHoldsUnlessARunHasItsOwnOrNone() throws Exception {
        RunConfiguration base = GENPRM.withScaling(Scaling.SINGLE.withBudget(100));
        assertEquals(100, RunSpec.parse("parallel:k=8", base).scaling().budget());
        assertEquals(50, RunSpec.parse("parallel:k=8,budget=50", base).scaling().budget());
        assertEquals(null, RunSpec.parse("parallel:k=8,budget=none", base).scaling().budget());
        assertTrue(RunSpec.hasBudget("parallel:k=8,budget=none"));
        assertFalse(RunSpec.hasBudget("parallel:k=8"));
    }

    @Test
    void errorsNameTheField() {
        assertTrue(refused("parallel:k=x").where().contains("field k"));
        assertTrue(refused("parallel:k=0").expected().contains("from 1"));
        assertTrue(refused("parallel:k=1025").expected().contains("1024"));
        assertTrue(refused("parallel").where().contains("field k"));
        assertTrue(refused("parallel:k=2,r=2").where().contains("field r"));
        assertTrue(refused("mixed:k=2").where().contains("field r"));
        assertTrue(refused("sequential:r=65").where().contains("field r"));
        assertTrue(refused("single:t=nan").where().contains("field t"));
        assertTrue(refused("single:t=-1").where().contains("field t"));
        assertTrue(refused("single:topp=0").where().contains("field topp"));
        assertTrue(refused("single:mode=both").expected().contains("analyze"));
        assertTrue(refused("single:protocol=oracle").expected().contains("thinkprm"));
        assertTrue(refused("single:all=maybe").where().contains("field all"));
        assertTrue(refused("single:seed=1.5").where().contains("field seed"));
        assertTrue(refused("single:colour=red").where().contains("colour"));
        assertTrue(refused("single:t=1,t=2").where().contains("field t"));
        assertTrue(refused("single:t").where().contains("field t"));
        assertTrue(refused("single:trigger=").where().contains("field trigger"));
        assertTrue(refused("parallel:k=8,budget=7").where().contains("field budget"));
        assertTrue(refused("single:trigger=\"open").expected().contains("quote"));
        assertTrue(refused("fast:k=2").expected().contains("parallel"));
        assertTrue(refused("").found().contains("nothing"));
        assertTrue(refused("x".repeat(5_000)).expected().contains("characters"));
    }

    @Test
    void whatWasWrittenReadsBackTheSameWhateverItIsLaidOver() throws Exception {
        Random random = new Random(7);
        RunConfiguration other =
                parse("mixed:k=3,r=3,t=0,seed=9,budget=99,protocol=thinkprm,all=yes,trigger=Hm");
        for (int i = 0; i < 500; i++) {
            RunConfiguration run = anyRun(random);
            String text = RunSpec.text(run);
            assertEquals(run, RunSpec.parse(text, other), text);
            assertEquals(run, RunSpec.parse(text, GENPRM), text);
        }
    }

    private static RunConfiguration anyRun(Random random) {
        Protocol protocol = random.nextBoolean() ? Protocol.GENPRM : Protocol.THINKPRM;
        int chains = 1 + random.nextInt(8);
        int rounds = 1 + random.nextInt(4);
        List<String> triggers = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            triggers.add(anyPhrase(random));
        }
        return new RunConfiguration(
                protocol,
                List.of(CodeMode.values()).get(random.nextInt(3)),
                new Sampling(random.nextDouble(), 1 - random.nextDouble(), random.nextInt(50)),
                1 + random.nextInt(9_000),
                random.nextInt(5),
                random.nextBoolean(),
                0.1 + random.nextDouble(),
                GENPRM.codeLimits(),
                new Scaling(
                        chains,
                        rounds,
                        triggers,
                        random.nextBoolean() ? null : chains * rounds + random.nextInt(9_000)),
                random.nextLong());
    }

    private static String anyPhrase(Random random) {
        String letters = "ab ,=\"\\:é🙂'k";
        StringBuilder phrase = new StringBuilder("x");
        for (int i = random.nextInt(12); i > 0; i--) {
            phrase.append(letters.charAt(random.nextInt(letters.length())));
        }
        return phrase.toString();
    }
}
