package udpchat.cli.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What Tab offers. Called on the input thread; must not block. */
@FunctionalInterface
public interface Completion {

    /**
     * The words that may stand at the cursor.
     *
     * @param before the line up to the word, without blanks at its ends; empty for the first word
     * @param word what is typed of the word so far, perhaps nothing
     * @return whole words; those that do not start with {@code word} are ignored. One that ends in {@code /} can go on
     */
    List<String> words(String before, String word);

    /**
     * The usual rule: the first word is a command if it starts with a slash, otherwise a peer if anything of it is typed;
     * a later word is a path after the commands in {@code pathCommands}, a peer after any other command, and never
     * completed inside a message.
     *
     * @param commands with their slash
     * @param peers the peers' names
     * @param pathCommands with their slash
     */
    static Completion of(
            Supplier<? extends Collection<String>> commands,
            Supplier<? extends Collection<String>> peers,
            Set<String> pathCommands) {
        return (before, word) -> {
            if (before.isEmpty()) {
                if (word.startsWith("/")) {
                    return List.copyOf(commands.get());
                }
                return word.isEmpty() ? List.of() : List.copyOf(peers.get());
            }
            if (!before.startsWith("/") || before.startsWith("//")) {
                return List.of();
            }
            int end = before.indexOf(' ');
            String command = end < 0 ? before : before.substring(0, end);
            if (!pathCommands.contains(command)) {
                return end < 0 ? List.copyOf(peers.get()) : List.of();
            }
            List<String> words = new ArrayList<>(Paths.startingWith(word));
            if (end < 0) {
                words.addAll(peers.get());
            }
            return words;
        };
    }
}
