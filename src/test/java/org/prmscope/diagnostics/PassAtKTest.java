package org.prmscope.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.SplittableRandom;

class PassAtKTest {
    /// Expected: the paper's own `pass_at_k` (arXiv 2107.03374, figure 3) with numpy 2.4.6: `1.0 -
    /// np.prod(1.0 - k / np.arange(n - c + 1, n + 1))`, 1.0 where n - c < k.
    @ParameterizedTest
    @CsvSource({
        "10, 3, 1, 0.3",
        "10, 3, 5, 0.9166666666666666",
        "200, 7, 100, 0.9929911172418123",
        "1000, 1, 10, 0.01",
        "5, 0, 5, 0",
        "5, 1, 5, 1",
        "100000, 50000, 3, 0.87500375003750"
    })
    void isTheEstimatorOfThePaper(int n, int right, int k, double expected) {
        assertEquals(expected, PassAtK.of(n, right, k), 1e-12);
    }

    @Test
    void growsWithTheSamplesAndWithTheRightOnes() {
        for (int n = 1; n <= 24; n++) {
            for (int right = 0; right <= n; right++) {
                assertEquals((double) right / n, PassAtK.of(n, right, 1), 1e-12);
                assertEquals(right > 0 ? 1 : 0, PassAtK.of(n, right, n));
                for (int k = 1; k < n; k++) {
                    double here = PassAtK.of(n, right, k);
                    assertTrue(PassAtK.of(n, right, k + 1) >= here - 1e-12);
                    assertTrue(right == n || PassAtK.of(n, right + 1, k) >= here - 1e-12);
                }
            }
        }
    }

    @Test
    void isTheShareOfSubsetsWithARightOne() {
        SplittableRandom random = new SplittableRandom(3);
        int hits = 0;
        int draws = 60_000;
        for (int draw = 0; draw < draws; draw++) {
            // Three of twelve without replacement; the first four are right.
            int first = random.nextInt(12);
            int second = random.nextInt(11);
            second += second >= first ? 1 : 0;
            int third;
            do {
                third = random.nextInt(12);
            } while (third == first || third == second);
            hits += first < 4 || second < 4 || third < 4 ? 1 : 0;
        }
        assertEquals(PassAtK.of(12, 4, 3), (double) hits / draws, 0.008);
    }

    @Test
    void refusesCountsThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> PassAtK.of(3, 1, 4));
        assertThrows(IllegalArgumentException.class, () -> PassAtK.of(3, 4, 1));
        assertThrows(IllegalArgumentException.class, () -> PassAtK.of(3, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> PassAtK.of(3, 1, 0));
    }
}
