package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MathRendererTest extends FxTest {
    private static MathImage draw(String latex, double scale) {
        try (MathRenderer renderer = new MathRenderer()) {
            return await(
                    renderer.render(new MathImage.Request(latex, false, 15, 0xff24292f, scale)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "24 \\times 15 = 350",
                "\\frac{1}{2}",
                "\\boxed{5}",
                "50% of 8",
                "\\begin{align*}a&=b\\\\c&=d\\end{align*}",
                "\\begin{cases}1&x>0\\\\2&x\\le 0\\end{cases}",
                "\\lvert x \\rvert",
                "\\left(\\frac12\\right)^2 \\tag{1}",
                "\\mathbb{R}, \\overline{AB}, \\sqrt[3]{2}, \\text{cm}",
                "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}",
            })
    void theFormulasOfTheFieldAreDrawn(String latex) {
        MathImage image = draw(latex, 1);
        MathImage.Drawn drawn = assertInstanceOf(MathImage.Drawn.class, image, image::toString);
        assertTrue(drawn.baseline() > 0 && drawn.baseline() <= drawn.height(), drawn::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\frac{1}{",
                "\\nosuchcommand",
                "\\includegraphics{/etc/hostname}",
                "\\jlmExternalFont{/etc/hostname}",
                "\\jlmDynamic{x}",
                "\\jlmXML{x}",
                "\\newcommand{\\a}{\\a\\a}\\a",
                "\\renewcommand{\\frac}[2]{x}",
                "\\newenvironment{a}{b}{c}",
                "\\DeclareMathOperator{\\a}{a}",
                "\\makeatletter",
                "\\scalebox{100000}{x}",
                "\\rule{100000pt}{100000pt}",
                "\\hspace{9999999cm}x",
                "\\hdotsfor{999999999}",
                "\\begin{array}{*{99999999}{c}}1\\end{array}",
                "\\char\"41",
                "\\definecolor{a}{rgb}{1,1,1}",
                "#1",
                "",
            })
    void malformedAndHostileFormulasAreRefused(String latex) {
        assertInstanceOf(MathImage.Refused.class, draw(latex, 1));
    }

    @Test
    void deepAndLongFormulasAreRefusedWithoutBeingParsed() {
        assertInstanceOf(
                MathImage.Refused.class, draw("\\sqrt{".repeat(500) + "x" + "}".repeat(500), 1));
        assertInstanceOf(MathImage.Refused.class, draw("x^{".repeat(300) + "}".repeat(300), 1));
        assertInstanceOf(MathImage.Refused.class, draw("x+".repeat(5000), 1));
    }

    @Test
    void aRefusedFormulaDoesNotStopTheNext() {
        try (MathRenderer renderer = new MathRenderer()) {
            for (int i = 0; i < 20; i++) {
                await(renderer.render(request("\\frac{" + i)));
            }
            assertInstanceOf(MathImage.Drawn.class, await(renderer.render(request("x"))));
        }
    }

    @Test
    void picturesHaveDevicePixelsAndLayoutSizes() {
        MathImage.Drawn once = (MathImage.Drawn) draw("\\frac{a}{b}", 1);
        MathImage.Drawn twice = (MathImage.Drawn) draw("\\frac{a}{b}", 2);
        assertEquals(once.image().getWidth(), once.width());
        assertEquals(twice.image().getWidth(), 2 * twice.width());
        assertEquals(once.width(), twice.width(), 2);
        assertEquals(once.baseline(), twice.baseline(), 2);
    }

    @Test
    void theSameRequestIsDrawnOnce() {
        try (MathRenderer renderer = new MathRenderer()) {
            MathImage first = await(renderer.render(request("y")));
            assertSame(first, await(renderer.render(request("y"))));
            assertSame(first, renderer.cached(request("y")).orElseThrow());
        }
    }

    private static MathImage.Request request(String latex) {
        return new MathImage.Request(latex, false, 15, 0xff24292f, 1);
    }
}
