package udpchat.cli.console;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * How a console starts.
 *
 * @param prompt the first prompt
 * @param completion what Tab offers
 * @param history the file in which lines are kept across runs; null for none
 * @param keptInHistory which lines that file may hold. Messages must not be among them: they would stand there in clear
 * @param color whether colour may be used; without it the escape sequences for colour are left out of the prompts
 */
public record ConsoleSettings(
        String prompt, Completion completion, Path history, Predicate<String> keptInHistory, boolean color) {
    public ConsoleSettings {
        Objects.requireNonNull(prompt);
        Objects.requireNonNull(completion);
        Objects.requireNonNull(keptInHistory);
    }

    /** No completion, no history file, colour. */
    public static ConsoleSettings of(String prompt) {
        return new ConsoleSettings(prompt, (before, word) -> List.of(), null, line -> false, true);
    }

    public ConsoleSettings withCompletion(Completion newCompletion) {
        return new ConsoleSettings(prompt, newCompletion, history, keptInHistory, color);
    }

    public ConsoleSettings withHistory(Path file, Predicate<String> kept) {
        return new ConsoleSettings(prompt, completion, file, kept, color);
    }

    public ConsoleSettings withColor(boolean newColor) {
        return new ConsoleSettings(prompt, completion, history, keptInHistory, newColor);
    }
}
