package udpchat.cli.slash;

import java.util.Locale;
import java.util.Optional;
import udpchat.cli.render.SafeText;

/**
 * Reads one input of a person. A slash makes a command only as the very first character; {@code //} is a text that
 * begins with one slash. Several lines, as from a paste, are one message. Pure: knows no peers, so a peer stays as typed.
 */
public final class SlashParser {
    private static final char SLASH = '/';
    private static final int MAX_SHOWN = 40;

    private SlashParser() {}

    /** Never throws: what is wrong becomes {@link SlashCommand.Invalid}. */
    public static SlashCommand parse(String input) {
        if (input.isBlank()) {
            return new SlashCommand.Blank();
        }
        if (input.charAt(0) == SLASH) {
            return input.startsWith("//") ? new SlashCommand.Say(input.substring(1)) : command(input);
        }
        return addressed(input).orElseGet(() -> new SlashCommand.Say(input));
    }

    private static SlashCommand command(String input) {
        int end = Words.wordEnd(input, 1);
        String name = input.substring(1, end).toLowerCase(Locale.ROOT);
        Optional<CommandInfo> info = CommandTable.find(name);
        if (info.isEmpty()) {
            return unknown(name);
        }
        try {
            return info.get().build(Words.cut(info.get(), input.substring(end)));
        } catch (IllegalArgumentException e) {
            return new SlashCommand.Invalid(
                    SafeText.line(e.getMessage()), Optional.of(info.get().usage()));
        }
    }

    private static SlashCommand unknown(String name) {
        if (name.isEmpty()) {
            return new SlashCommand.Invalid(
                    "a command has a name; /help lists them, // begins a text with a slash", Optional.empty());
        }
        String shown = SafeText.line(name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "…");
        Optional<String> nearest = Nearest.of(name, CommandTable.names()).map(found -> "/" + found);
        String hint = nearest.map(found -> "; did you mean " + found + "?").orElse("; /help lists them.");
        return new SlashCommand.Invalid("no command /" + shown + hint + " To send it as text, begin with //", nearest);
    }

    /** {@code host:port TEXT}, the form of a plain {@code sendto} loop. */
    private static Optional<SlashCommand> addressed(String input) {
        int end = Words.wordEnd(input, 0);
        String peer = input.substring(0, end);
        if (!AddressedWord.isEndpoint(peer) || input.substring(end).isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new SlashCommand.Msg(peer, Words.textFrom(input, end)));
    }
}
