package org.prmscope.bestofn;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Candidate;
import org.prmscope.core.CandidateGroup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;

/// All candidates of a set graded against the right answers.
///
/// @param problems those with a right answer
/// @param ungraded what could not be graded, with the reason
/// @param agreement with the file's own word
public record Grading(
        List<GradedProblem> problems, List<Ungraded> ungraded, FlagAgreement agreement) {
    public Grading {
        problems = List.copyOf(problems);
        ungraded = List.copyOf(ungraded);
    }

    /// What could not be graded.
    ///
    /// @param problem its id
    /// @param candidate from 0; null for a whole problem
    /// @param answer as it stands there; empty if there is none
    public record Ungraded(
            String problem, @Nullable Integer candidate, Kind kind, String answer, String reason) {
        /// What is missing.
        public enum Kind {
            NO_RIGHT_ANSWER("no right answer known"),
            NO_ANSWER("no final answer"),
            UNDECIDED("not decided");

            private final String title;

            Kind(String title) {
                this.title = title;
            }

            public String title() {
                return title;
            }
        }
    }

    /// How our grades compare with a file's own.
    ///
    /// @param bothRight right here and there
    /// @param bothWrong wrong here, or without an answer, and there
    /// @param rightHere right here only
    /// @param rightThere right there only
    /// @param undecided not decided here
    /// @param disagreements the candidates of `rightHere` and `rightThere`
    public record FlagAgreement(
            int bothRight,
            int bothWrong,
            int rightHere,
            int rightThere,
            int undecided,
            List<String> disagreements) {
        public FlagAgreement {
            disagreements = List.copyOf(disagreements);
        }

        /// Candidates of which the file says something.
        public int total() {
            return bothRight + bothWrong + rightHere + rightThere + undecided;
        }
    }

    /// Candidates of a grade.
    public int count(Grade grade) {
        return (int)
                problems.stream()
                        .flatMap(problem -> problem.candidates().stream())
                        .filter(candidate -> candidate.grade() == grade)
                        .count();
    }

    /// Grades a set.
    ///
    /// @param scores of each candidate; null where it has none
    public static Grading of(
            List<CandidateGroup> groups,
            AnswerGrader grader,
            Function<Candidate, @Nullable Double> scores) {
        return of(groups, grader, scores, _ -> {});
    }

    /// Grades a set, which may take long where answers have to be compared symbolically.
    ///
    /// @param graded told how many candidates are done; ends the grading by throwing
    public static Grading of(
            List<CandidateGroup> groups,
            AnswerGrader grader,
            Function<Candidate, @Nullable Double> scores,
            IntConsumer graded) {
        Work work = new Work(grader, scores, graded);
        groups.forEach(work::add);
        return new Grading(
                work.problems,
                work.ungraded,
                new FlagAgreement(
                        work.bothRight,
                        work.bothWrong,
                        work.rightHere,
                        work.rightThere,
                        work.undecided,
                        work.disagreements));
    }

    /// The same grades with other scores.
    ///
    /// @param groups that were graded
    public Grading scored(
            List<CandidateGroup> groups, Function<Candidate, @Nullable Double> scores) {
        Map<String, CandidateGroup> byId = new HashMap<>();
        groups.forEach(group -> byId.put(group.id(), group));
        List<GradedProblem> scored = new ArrayList<>();
        for (GradedProblem problem : problems) {
            CandidateGroup group = byId.get(problem.id());
            if (group == null) {
                throw new IllegalArgumentException("not among the groups: " + problem.id());
            }
            List<GradedCandidate> candidates = new ArrayList<>();
            for (int i = 0; i < problem.candidates().size(); i++) {
                GradedCandidate graded = problem.candidates().get(i);
                candidates.add(
                        new GradedCandidate(
                                graded.answerClass(),
                                graded.grade(),
                                scores.apply(group.candidates().get(i))));
            }
            scored.add(new GradedProblem(problem.id(), candidates));
        }
        return new Grading(scored, ungraded, agreement);
    }

    private static final class Work {
        private final AnswerGrader grader;
        private final Function<Candidate, @Nullable Double> scores;
        private final IntConsumer graded;
        private final List<GradedProblem> problems = new ArrayList<>();
        private final List<Ungraded> ungraded = new ArrayList<>();
        private final List<String> disagreements = new ArrayList<>();
        private int bothRight;
        private int bothWrong;
        private int rightHere;
        private int rightThere;
        private int undecided;
        private int done;

        Work(
                AnswerGrader grader,
                Function<Candidate, @Nullable Double> scores,
                IntConsumer graded) {
            this.grader = grader;
            this.scores = scores;
            this.graded = graded;
        }

        void add(CandidateGroup group) {
            String right = group.answer();
            if (right == null) {
                ungraded.add(
                        new Ungraded(
                                group.id(),
                                null,
                                Ungraded.Kind.NO_RIGHT_ANSWER,
                                "",
                                "the file does not say the right answer"));
                done += group.candidates().size();
                graded.accept(done);
                return;
            }
            List<GradedCandidate> candidates = new ArrayList<>();
            List<String> classes = new ArrayList<>();
            for (int i = 0; i < group.candidates().size(); i++) {
                Candidate candidate = group.candidates().get(i);
                Grade grade = grade(group.id(), i, candidate, right);
                candidates.add(
                        new GradedCandidate(
                                answerClass(candidate.finalAnswer(), classes),
                                grade,
                                scores.apply(candidate)));
                compareWithFlag(candidate, grade);
                done++;
                graded.accept(done);
            }
            problems.add(new GradedProblem(group.id(), candidates));
        }

        private Grade grade(String problem, int index, Candidate candidate, String right) {
            String answer = candidate.finalAnswer();
            if (answer == null) {
                ungraded.add(
                        new Ungraded(
                                problem, index, Ungraded.Kind.NO_ANSWER, "", candidate.noAnswer()));
                return Grade.NO_ANSWER;
            }
            Sameness same = grader.compare(right, answer);
            return switch (same.kind()) {
                case SAME -> Grade.RIGHT;
                case DIFFERENT -> Grade.WRONG;
                case UNDECIDED -> {
                    ungraded.add(
                            new Ungraded(
                                    problem,
                                    index,
                                    Ungraded.Kind.UNDECIDED,
                                    answer,
                                    same.detail()));
                    yield Grade.UNDECIDED;
                }
            };
        }

        /// Candidates whose answers are shown to be the same vote together.
        private int answerClass(@Nullable String answer, List<String> classes) {
            if (answer == null) {
                return -1;
            }
            for (int known = 0; known < classes.size(); known++) {
                if (grader.compare(classes.get(known), answer).is(Sameness.Kind.SAME)) {
                    return known;
                }
            }
            classes.add(answer);
            return classes.size() - 1;
        }

        private void compareWithFlag(Candidate candidate, Grade grade) {
            Boolean flag = candidate.isCorrect();
            if (flag == null) {
                return;
            }
            switch (grade) {
                case RIGHT -> {
                    bothRight += flag ? 1 : 0;
                    rightHere += flag ? 0 : 1;
                }
                case WRONG, NO_ANSWER -> {
                    bothWrong += flag ? 0 : 1;
                    rightThere += flag ? 1 : 0;
                }
                case UNDECIDED -> undecided++;
            }
            if (grade != Grade.UNDECIDED && flag != (grade == Grade.RIGHT)) {
                disagreements.add(candidate.solution().id());
            }
        }
    }
}
