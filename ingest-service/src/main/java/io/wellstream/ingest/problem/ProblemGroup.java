package io.wellstream.ingest.problem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * All problems of one cause.
 *
 * @param cause what was found and what was expected; with {@code …} where the problems differ
 * @param count how many there are
 * @param first the places of the first few; empty if they have none
 */
public record ProblemGroup(String cause, long count, List<String> first) {
    private static final int SHOWN = 3;
    private static final Pattern VARYING = Pattern.compile("'[^']*'|[0-9a-f]{64}|[A-Z]{1,2}[0-9]{2}\\b|[0-9][0-9,.x]*");

    public ProblemGroup {
        first = List.copyOf(first);
    }

    /** Groups problems by their cause, the most frequent first. */
    public static List<ProblemGroup> of(Collection<Problem> problems) {
        Map<String, List<Problem>> byCause = new LinkedHashMap<>();
        problems.stream().sorted(Problem.ORDER).forEach(problem -> byCause.computeIfAbsent(
                        cause(problem), cause -> new ArrayList<>())
                .add(problem));
        return byCause.values().stream()
                .map(ProblemGroup::group)
                .sorted(Comparator.comparingLong(ProblemGroup::count).reversed())
                .toList();
    }

    /** The problem's text without the names and numbers in it. */
    private static String cause(Problem problem) {
        return VARYING.matcher(problem.problem()).replaceAll("…");
    }

    private static ProblemGroup group(List<Problem> alike) {
        Problem example = alike.getFirst();
        boolean same = alike.stream().allMatch(other -> other.problem().equals(example.problem()));
        boolean sameExpected = alike.stream().allMatch(other -> other.expected().equals(example.expected()));
        String cause = new Problem(
                        Problem.NOWHERE,
                        same ? example.problem() : cause(example),
                        sameExpected ? example.expected() : "")
                .toString();
        List<String> first = alike.stream()
                .limit(SHOWN)
                .map(problem -> same ? problem.place().toString() : problem.place() + ": " + problem.problem())
                .filter(place -> !place.isEmpty())
                .toList();
        return new ProblemGroup(cause, alike.size(), first);
    }
}
