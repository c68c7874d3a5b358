package udpchat.cli.doctor;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How a firewall lets udpchat in: with the tool that this machine has. */
final class Firewall {

    private static final Stream<String> NONE = Stream.of();

    private final String system;
    private final Predicate<String> installed;

    /**
     * @param system as {@code os.name} has it
     * @param installed whether there is a program of this name
     */
    Firewall(String system, Predicate<String> installed) {
        this.system = system.toLowerCase(Locale.ROOT);
        this.installed = installed;
    }

    /** That of this machine. */
    static Firewall ofThisMachine() {
        return new Firewall(System.getProperty("os.name", ""), Firewall::isInstalled);
    }

    /** The folders of administrators are not in everybody's PATH. */
    private static boolean isInstalled(String program) {
        String path = System.getenv("PATH");
        Stream<String> folders = path == null ? NONE : Stream.of(path.split(File.pathSeparator));
        return Stream.concat(folders, Stream.of("/usr/sbin", "/sbin"))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** What opens UDP 8088, for being found, and the port that people talk on. */
    String opens(int port) {
        if (system.startsWith("windows")) {
            return "in Windows, as administrator: netsh advfirewall firewall add rule name=udpchat dir=in action=allow"
                    + " protocol=UDP localport=8088," + port;
        }
        if (system.startsWith("mac")) {
            return "in macOS: System Settings, Network, Firewall, Options, and let java receive connections";
        }
        if (installed.test("ufw")) {
            return "with ufw: sudo ufw allow proto udp to any port 8088," + port;
        }
        if (installed.test("firewall-cmd")) {
            return "with firewalld: sudo firewall-cmd --add-port=8088/udp --add-port=" + port + "/udp";
        }
        if (installed.test("nft")) {
            return "with nftables: look at 'sudo nft list ruleset', and accept udp dport { 8088, " + port + " } there";
        }
        if (installed.test("iptables")) {
            return "with iptables: sudo iptables -I INPUT -p udp -m multiport --dports 8088," + port + " -j ACCEPT";
        }
        return "let UDP ports 8088 and " + port + " in";
    }
}
