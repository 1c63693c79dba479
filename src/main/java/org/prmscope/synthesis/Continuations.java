package org.prmscope.synthesis;

import java.util.List;
import java.util.stream.IntStream;

/// The ways a word problem goes on from its running quantity.
final class Continuations {
    private Continuations() {}

    /// Goes on once; false if the numbers did not allow the continuation that was drawn.
    static boolean tell(Story s) {
        return switch (s.measure) {
            case ITEMS ->
                    switch (s.number(0, 11)) {
                        case 0, 1 -> ItemContinuations.more(s);
                        case 2, 3 -> ItemContinuations.less(s);
                        case 4 -> ItemContinuations.timesAsMany(s);
                        case 5 -> ItemContinuations.moreThan(s);
                        case 6 -> ItemContinuations.fewerThan(s);
                        case 7 -> PartContinuations.fraction(s);
                        case 8 -> PartContinuations.percent(s);
                        case 9 -> ItemContinuations.share(s);
                        case 10 -> ItemContinuations.price(s);
                        default -> ItemContinuations.timeEach(s);
                    };
            case DOLLARS ->
                    switch (s.number(0, 4)) {
                        case 0 -> MeasureContinuations.moreMoney(s);
                        case 1 -> MeasureContinuations.lessMoney(s);
                        case 2 -> MeasureContinuations.shareMoney(s);
                        case 3 -> PartContinuations.percent(s);
                        default -> MeasureContinuations.cents(s);
                    };
            case MINUTES ->
                    s.random.nextBoolean()
                            ? MeasureContinuations.hours(s)
                            : MeasureContinuations.lessMinutes(s);
            case LENGTH ->
                    s.random.nextBoolean()
                            ? MeasureContinuations.pieces(s)
                            : MeasureContinuations.cut(s);
            case END -> false;
        };
    }

    /// The numbers from `low` to `high` that divide a value.
    static List<Integer> divisors(int value, int low, int high) {
        return IntStream.rangeClosed(low, high).filter(d -> value % d == 0).boxed().toList();
    }
}
