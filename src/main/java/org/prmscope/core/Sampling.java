package org.prmscope.core;

/// How the next token is drawn.
///
/// @param temperature 0 is greedy: the most probable token, the lower id on a tie
/// @param topP the smallest set of tokens whose probability reaches this is kept, 0..1; 1 keeps all
/// @param topK only so many of the most probable tokens are kept; 0 keeps all
public record Sampling(double temperature, double topP, int topK) {
    /// GenPRM's reference settings (`genprm_inference.py`).
    public static final Sampling GENPRM = new Sampling(0.6, 0.95, 20);

    /// Always the most probable token.
    public static final Sampling GREEDY = new Sampling(0, 1, 0);

    public Sampling {
        if (!(temperature >= 0 && temperature <= 100) || !(topP > 0 && topP <= 1) || topK < 0) {
            throw new IllegalArgumentException(
                    "temperature 0..100, topP 0..1 and topK 0 or more, were %s, %s, %d"
                            .formatted(temperature, topP, topK));
        }
    }
}
