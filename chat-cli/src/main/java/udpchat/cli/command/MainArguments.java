package udpchat.cli.command;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import udpchat.cli.config.Profile;
import udpchat.model.Impairment;

/**
 * Reads the command line of the console and of pipe mode, for which people wait, without picocli: to load that and have
 * it look at our annotations takes longer than Java does to start. What is written the plain way is read here, and what
 * is not, from {@code --help} to a mistake, is left to picocli, which knows all and explains it.
 */
final class MainArguments {

    static final List<String> VALUES = List.of("bind", "nick", "profile", "color", "drain", "pcap", "sim");
    static final List<String> FLAGS =
            List.of("raw", "no-discovery", "ephemeral", "no-history", "json", "plain", "verbose");

    private final UdpChat root;
    private final Set<String> given = new HashSet<>();

    private MainArguments(UdpChat root) {
        this.root = root;
    }

    /**
     * Sets the fields of {@code root} as picocli would.
     *
     * @return false if this is one for picocli; {@code root} is then not to be used
     */
    static boolean read(UdpChat root, List<String> arguments, Defaults defaults) {
        MainArguments reader = new MainArguments(root);
        try {
            return reader.arguments(arguments) && reader.defaults(defaults);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean arguments(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("-")) {
                if (!isPlain(argument)) {
                    return false;
                }
                root.peers.add(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            String key = name.equals("-v") ? "verbose" : name.startsWith("--") ? name.substring(2) : "";
            if (!given.add(key) && !key.equals("verbose")) {
                return false;
            }
            if (FLAGS.contains(key) && equals < 0) {
                flag(key);
            } else if (VALUES.contains(key) && (equals > 0 || i + 1 < arguments.size())) {
                String value = equals > 0 ? argument.substring(equals + 1) : arguments.get(++i);
                if (!isPlain(value)) {
                    return false;
                }
                value(key, value);
            } else {
                return false;
            }
        }
        return true;
    }

    /** The rest comes from the environment, the configuration, or is built in. */
    private boolean defaults(Defaults defaults) {
        for (String key : defaults.file().keys()) {
            if (!VALUES.contains(key) && !FLAGS.contains(key) && !Launch.SETTINGS.contains(key)) {
                return false;
            }
        }
        for (String key : FLAGS) {
            Optional<String> value = defaults.value(key);
            if (value.isPresent()) {
                if (given.contains(key) || !value.get().equals("true")) {
                    return false;
                }
                flag(key);
            }
        }
        for (String key : VALUES) {
            if (given.contains(key)) {
                continue;
            }
            Optional<String> value = defaults.value(key);
            if (value.isPresent()) {
                if (value.get().isEmpty() || value.get().indexOf('$') >= 0) {
                    return false; // picocli has variables
                }
                value(key, value.get());
            } else {
                builtIn(key);
            }
        }
        return true;
    }

    private void flag(String key) {
        switch (key) {
            case "raw" -> root.raw = true;
            case "no-discovery" -> root.noDiscovery = true;
            case "ephemeral" -> root.ephemeral = true;
            case "no-history" -> root.noHistory = true;
            case "json" -> root.json = true;
            case "plain" -> root.plain = true;
            case "verbose" -> {
                root.verbose = Arrays.copyOf(root.verbose, root.verbose.length + 1);
                root.verbose[root.verbose.length - 1] = true;
            }
            default -> throw new IllegalArgumentException(key);
        }
    }

    private void value(String key, String value) {
        switch (key) {
            case "bind" -> root.bind = BindAddress.parse(value);
            case "nick" -> root.nick = value;
            case "profile" -> root.profile = value;
            case "color" -> root.color = ColorWhen.parse(value);
            case "drain" -> root.drain = Durations.parse(value);
            case "pcap" -> root.pcap = Path.of(value);
            case "sim" -> root.sim = Impairment.parse(value);
            default -> throw new IllegalArgumentException(key);
        }
    }

    private void builtIn(String key) {
        switch (key) {
            case "profile" -> value(key, Profile.DEFAULT);
            case "color" -> value(key, ColorWhen.DEFAULT);
            case "drain" -> value(key, UdpChat.DRAIN);
            default -> {}
        }
    }

    /** Whether this can only be a value: no option, no command, nothing that Java could not read. */
    private static boolean isPlain(String text) {
        return !text.isEmpty()
                && !text.startsWith("-")
                && text.indexOf('\uFFFD') < 0
                && !UdpChat.COMMANDS.contains(text);
    }
}
