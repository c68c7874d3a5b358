package udpchat.cli.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** The options a person set once and for all, {@code config.properties}: an option's long name is its key. */
public final class ConfigFile {

    private final Path file;
    private final Properties values;

    private ConfigFile(Path file, Properties values) {
        this.file = file;
        this.values = values;
    }

    /** Sets nothing. */
    public static ConfigFile empty() {
        return new ConfigFile(Path.of(""), new Properties());
    }

    /**
     * Reads the file; a missing one sets nothing.
     *
     * @throws IOException when it is there and cannot be read or understood
     */
    public static ConfigFile read(Path file) throws IOException {
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
        } catch (NoSuchFileException e) {
            return new ConfigFile(file, values);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": not UTF-8", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    file + ": a backslash and u begin a character's number in four hex digits; write"
                            + " two backslashes for one",
                    e);
        } catch (FileSystemException e) {
            throw e; // names the file
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        return new ConfigFile(file, values);
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(values.getProperty(key)).map(String::strip);
    }

    public Set<String> keys() {
        return values.stringPropertyNames();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
