package udpchat.cli.slash;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arguments as typed, cut as a command's table entry says.
 *
 * @param values as many as were given, each not blank
 */
record Words(List<String> values) {

    /**
     * Cuts what stands after the command's name.
     *
     * @throws IllegalArgumentException with one line for the person: too few, too many, or more lines than it takes
     */
    static Words cut(CommandInfo info, String rest) {
        boolean text = info.arguments().stream().anyMatch(argument -> argument.kind() == Argument.Kind.TEXT);
        if (!text && rest.stripTrailing().indexOf('\n') >= 0) {
            throw new IllegalArgumentException(info.usage() + " takes one line");
        }
        List<String> values = new ArrayList<>();
        int at = 0;
        for (Argument argument : info.arguments()) {
            int start = skipBlanks(rest, at);
            if (argument.kind().takesRest()) {
                String value = textFrom(rest, at);
                at = rest.length();
                if (!value.isBlank()) {
                    values.add(value);
                }
                continue;
            }
            int end = wordEnd(rest, start);
            if (end > start) {
                values.add(rest.substring(start, end));
            }
            at = end;
        }
        long required = info.arguments().stream()
                .filter(argument -> !argument.optional())
                .count();
        if (values.size() < required) {
            throw new IllegalArgumentException(
                    info.arguments().get(values.size()).label() + " is missing: " + info.usage());
        }
        if (!rest.substring(at).isBlank()) {
            throw new IllegalArgumentException("too much after /" + info.name() + ", '"
                    + rest.substring(at).strip() + "': " + info.usage());
        }
        return new Words(List.copyOf(values));
    }

    String get(int index) {
        return values.get(index);
    }

    Optional<String> optional(int index) {
        return index < values.size() ? Optional.of(values.get(index)) : Optional.empty();
    }

    /** An argument that has to obey {@link NameRule}. */
    String name(int index) {
        return NameRule.parse(values.get(index));
    }

    /** Whether an argument that can only be {@code yes} was given. */
    boolean yes(int index) {
        optional(index).filter(word -> !word.equalsIgnoreCase("yes")).ifPresent(word -> {
            throw new IllegalArgumentException("'" + word + "': say yes where it was the same on both screens");
        });
        return index < values.size();
    }

    /**
     * The text after a word that ends here: without the spaces between, or without the one line end there, which belongs
     * to the command, so that a pasted text keeps its own indentation.
     */
    static String textFrom(String input, int wordEnd) {
        int start = skipBlanks(input, wordEnd);
        return input.substring(start < input.length() && input.charAt(start) == '\n' ? start + 1 : start);
    }

    /** The end of the word that starts here. */
    static int wordEnd(String text, int from) {
        int end = from;
        while (end < text.length() && !isBlank(text.charAt(end)) && text.charAt(end) != '\n') {
            end++;
        }
        return end;
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }
}
