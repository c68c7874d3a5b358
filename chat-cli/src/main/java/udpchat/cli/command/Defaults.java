package udpchat.cli.command;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import udpchat.cli.config.ConfigFile;

/**
 * Values of options that were not given: from the environment, else from the configuration file. An option of the
 * program is {@code nick} in the file and {@code UDPCHAT_NICK} in the environment, one of a command {@code send.timeout}
 * and {@code UDPCHAT_SEND_TIMEOUT}.
 */
record Defaults(Map<String, String> environment, ConfigFile file) {

    /** What is set for this key. */
    Optional<String> value(String key) {
        Optional<String> value = fromEnvironment(key);
        return value.isPresent() ? value : file.get(key);
    }

    /** Where the value of this key comes from, as a person knows it. */
    Optional<String> origin(String key) {
        return fromEnvironment(key)
                .map(value -> variable(key))
                .or(() -> file.get(key).map(value -> file.toString()));
    }

    /** Whether a flag of the program is set. */
    boolean isTrue(String key) {
        return value(key).filter("true"::equals).isPresent();
    }

    private Optional<String> fromEnvironment(String key) {
        String value = environment.get(variable(key));
        return value == null || value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    /** The variable of this key. */
    static String variable(String key) {
        return "UDPCHAT_" + key.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }
}
