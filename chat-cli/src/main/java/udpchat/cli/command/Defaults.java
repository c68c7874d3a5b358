package udpchat.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import udpchat.cli.config.ConfigFile;

/**
 * Values of options that were not given: from the environment, else from the configuration file. An option of the
 * program is {@code nick} in the file and {@code UDPCHAT_NICK} in the environment, one of a command {@code send.timeout}
 * and {@code UDPCHAT_SEND_TIMEOUT}.
 */
final class Defaults implements IDefaultValueProvider {

    private static final List<String> NOT_CONFIGURABLE = List.of("help", "version");

    private final Map<String, String> environment;
    private final ConfigFile file;

    Defaults(Map<String, String> environment, ConfigFile file) {
        this.environment = environment;
        this.file = file;
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option && !option.inherited() && isConfigurable(option)
                ? fromEnvironment(option).or(() -> file.get(key(option))).orElse(null)
                : null;
    }

    /** Where the value of an option that was not given comes from, as a person knows it. */
    Optional<String> origin(OptionSpec option) {
        return fromEnvironment(option)
                .map(value -> variable(key(option)))
                .or(() -> file.get(key(option)).map(value -> file.toString()));
    }

    /** Whether a flag of the program is set. */
    boolean isTrue(String key) {
        return fromEnvironment(key)
                .or(() -> file.get(key))
                .filter("true"::equals)
                .isPresent();
    }

    private Optional<String> fromEnvironment(OptionSpec option) {
        return fromEnvironment(key(option));
    }

    private Optional<String> fromEnvironment(String key) {
        return Optional.ofNullable(environment.get(variable(key))).filter(value -> !value.isEmpty());
    }

    private static String variable(String key) {
        return "UDPCHAT_" + key.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }

    /** Whether the file sets nothing. */
    boolean isFileEmpty() {
        return !file.keys().iterator().hasNext();
    }

    /** The keys of the file that are no option's, which is a mistake worth telling. */
    List<String> unknownKeys(CommandLine program) {
        List<String> known = new ArrayList<>();
        collect(program.getCommandSpec(), known);
        List<String> unknown = new ArrayList<>();
        file.keys().forEach(key -> {
            if (!known.contains(key)) {
                unknown.add(key);
            }
        });
        return unknown;
    }

    private static void collect(CommandSpec command, List<String> keys) {
        for (OptionSpec option : command.options()) {
            if (!option.inherited() && isConfigurable(option)) {
                keys.add(key(option));
            }
        }
        command.subcommands().values().forEach(sub -> collect(sub.getCommandSpec(), keys));
    }

    static boolean isConfigurable(OptionSpec option) {
        return !NOT_CONFIGURABLE.contains(bare(option));
    }

    static String key(OptionSpec option) {
        CommandSpec command = option.command();
        return command.parent() == null ? bare(option) : command.name() + "." + bare(option);
    }

    private static String bare(OptionSpec option) {
        String name = option.longestName();
        return name.substring(name.startsWith("--") ? 2 : 1);
    }
}
