package udpchat.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version the build wrote down. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"udpchat " + text()};
    }

    static String text() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalStateException("the program is not whole: version.properties", e);
        }
        return properties.getProperty("version");
    }
}
