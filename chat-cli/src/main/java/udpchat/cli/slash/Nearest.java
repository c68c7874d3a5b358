package udpchat.cli.slash;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Which of some names may have been meant by a mistyped one. */
public final class Nearest {
    /** Longer ones are no typing mistake, and would cost time. */
    private static final int MAX_LENGTH = 32;
    /** One-letter names are near to everything. */
    private static final int MIN_NAME = 2;

    private Nearest() {}

    /**
     * The name that begins with what was typed, else the one with the smallest edit distance of at most a third of its
     * length, but one at least; of equals the first by the alphabet.
     */
    public static Optional<String> of(String typed, Stream<String> names) {
        if (typed.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        record Candidate(String name, int distance) {}
        return names.filter(name -> name.length() >= MIN_NAME)
                .map(name -> new Candidate(
                        name, typed.length() >= MIN_NAME && name.startsWith(typed) ? 0 : distance(typed, name)))
                .filter(candidate ->
                        candidate.distance() <= Math.max(1, candidate.name().length() / 3))
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
