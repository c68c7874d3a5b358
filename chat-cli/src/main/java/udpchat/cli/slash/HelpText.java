package udpchat.cli.slash;

import java.util.Optional;
import java.util.stream.Collectors;
import udpchat.cli.render.SafeText;

/** What {@code /help} says, from the table of commands. */
public final class HelpText {
    private static final int USAGE_WIDTH = CommandTable.ALL.stream()
            .mapToInt(info -> info.usage().length())
            .max()
            .orElse(0);

    private HelpText() {}

    /** All commands by task, several lines. */
    public static String all() {
        StringBuilder out = new StringBuilder();
        for (Task task : Task.values()) {
            out.append(task.title()).append('\n');
            for (CommandInfo info : CommandTable.ALL) {
                if (info.task() == task) {
                    String gap = " ".repeat(USAGE_WIDTH - info.usage().length());
                    out.append("  ").append(info.usage()).append(gap);
                    out.append("  ").append(info.summary()).append('\n');
                }
            }
        }
        return out.append("PEER is a name from /peers, host:port, [v6]:port, host, KEY@host:port, or\n")
                .append("raw:host:port, which gets plain text that anyone on the way can read.\n")
                .append("Any other line is a message; //text is one that begins with a slash.")
                .toString();
    }

    /** One command by its name or an alias, with or without its slash; empty if there is none. */
    public static Optional<String> of(String name) {
        return CommandTable.find(name.startsWith("/") ? name.substring(1) : name)
                .map(HelpText::explain);
    }

    /** What to say about a name that {@link #of} does not know. */
    public static String unknown(String name) {
        String bare = name.startsWith("/") ? name.substring(1) : name;
        return SlashParser.parse("/" + bare) instanceof SlashCommand.Invalid invalid
                ? invalid.message()
                : "no help for " + SafeText.line(name);
    }

    private static String explain(CommandInfo info) {
        String also = info.aliases().isEmpty()
                ? ""
                : "\n  also "
                        + info.aliases().stream().map(alias -> "/" + alias).collect(Collectors.joining(" "));
        return info.usage() + "\n  " + info.summary() + also;
    }
}
