package udpchat.cli.slash;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One command: its names, what it is for and what it takes. An entry of {@link CommandTable}. */
public final class CommandInfo {
    private final Task task;
    private final String name;
    private final List<String> aliases;
    private final String summary;
    private final List<Argument> arguments;
    private final Function<Words, SlashCommand> build;

    CommandInfo(
            Task task,
            String name,
            List<String> aliases,
            String summary,
            List<Argument> arguments,
            Function<Words, SlashCommand> build) {
        this.task = task;
        this.name = name;
        this.aliases = aliases;
        this.summary = summary;
        this.arguments = arguments;
        this.build = build;
    }

    public Task task() {
        return task;
    }

    /** Without the slash. */
    public String name() {
        return name;
    }

    /** Other names, without the slash. */
    public List<String> aliases() {
        return aliases;
    }

    /** One line, no full stop. */
    public String summary() {
        return summary;
    }

    public List<Argument> arguments() {
        return arguments;
    }

    /** {@code /msg PEER TEXT}. */
    public String usage() {
        return Stream.concat(Stream.of("/" + name), arguments.stream().map(Argument::toString))
                .collect(Collectors.joining(" "));
    }

    /**
     * The command with these arguments.
     *
     * @throws IllegalArgumentException with one line for the person, when one is not what it has to be
     */
    SlashCommand build(Words words) {
        return build.apply(words);
    }

    /** The name and the aliases. */
    Stream<String> allNames() {
        return Stream.concat(Stream.of(name), aliases.stream());
    }
}
