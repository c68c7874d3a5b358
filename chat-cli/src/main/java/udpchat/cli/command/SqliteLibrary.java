package udpchat.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The native part of SQLite, which the distribution has as a file: its driver would unpack a copy for each process. */
final class SqliteLibrary {
    private SqliteLibrary() {}

    /** Has the driver load the shipped file. Where there is none for this system, or it does not fit, it unpacks its own. */
    static void useShipped() {
        String home = System.getProperty("udpchat.home");
        if (home == null || System.getProperty("org.sqlite.lib.path") != null) {
            return;
        }
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.startsWith("linux") ? "Linux" : os.startsWith("mac") ? "Mac" : "Windows";
        String arch = System.getProperty("os.arch");
        Path folder = Path.of(home, "lib", "native", "sqlite", system, arch.equals("amd64") ? "x86_64" : arch);
        String name = System.mapLibraryName("sqlitejdbc");
        if (Files.isReadable(folder.resolve(name))) {
            System.setProperty("org.sqlite.lib.path", folder.toString());
            System.setProperty("org.sqlite.lib.name", name);
        }
    }
}
