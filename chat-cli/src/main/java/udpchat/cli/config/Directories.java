package udpchat.cli.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where files go, by the XDG Base Directory Specification, and where it does not apply by what Windows names. Nothing is
 * kept anywhere else.
 *
 * @param config holds {@code config.properties}
 * @param state holds a folder per profile
 */
public record Directories(Path config, Path state) {

    private static final String NAME = "udpchat";

    /** The folders of this process's user. */
    public static Directories ofUser() {
        return of(System.getenv(), Path.of(System.getProperty("user.home", ".")), System.getProperty("os.name", ""));
    }

    static Directories of(Map<String, String> environment, Path home, String os) {
        Optional<Path> local = os.toLowerCase(Locale.ROOT).startsWith("windows")
                ? absolute(environment.get("LOCALAPPDATA"))
                : Optional.empty();
        Path config =
                absolute(environment.get("XDG_CONFIG_HOME")).or(() -> local).orElseGet(() -> home.resolve(".config"));
        Path state = absolute(environment.get("XDG_STATE_HOME"))
                .or(() -> local)
                .orElseGet(() -> home.resolve(".local").resolve("state"));
        return new Directories(config.resolve(NAME), state.resolve(NAME));
    }

    public Path configFile() {
        return config.resolve("config.properties");
    }

    /** The specification has relative paths ignored. */
    private static Optional<Path> absolute(String value) {
        try {
            return Optional.ofNullable(value)
                    .filter(v -> !v.isEmpty())
                    .map(Path::of)
                    .filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
