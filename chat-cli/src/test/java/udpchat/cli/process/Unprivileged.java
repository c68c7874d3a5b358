package udpchat.cli.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs the program without the rights of root: as it is where the tests are not root's, else without capabilities. */
final class Unprivileged {

    private static final List<String> DROP = List.of("setpriv", "--bounding-set", "-all", "--inh-caps", "-all");

    private Unprivileged() {}

    static void assume() throws IOException, InterruptedException {
        if (isRoot()) {
            List<String> words = new ArrayList<>(DROP);
            words.add("true");
            Needs.command("running as root, and setpriv cannot drop its rights", words.toArray(String[]::new));
        }
    }

    static Running start(Sandbox sandbox, String... arguments) throws IOException {
        return startTalk(sandbox, arguments).endInput();
    }

    /** Its input goes on. */
    static Running startTalk(Sandbox sandbox, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(isRoot() ? DROP : List.of());
        words.addAll(Sandbox.command(arguments));
        return sandbox.startCommand(true, words);
    }

    /** A network of its own has the kernel's default for who may bind which port. */
    static void assumeLowPortsAreProtected() throws IOException, InterruptedException {
        assume();
        Needs.command(
                "no rights to make a network in which ports below 1024 are protected",
                "unshare",
                "-n",
                "sh",
                "-c",
                "[ $(cat /proc/sys/net/ipv4/ip_unprivileged_port_start) -gt 80 ]");
    }

    static Running startInOwnNetwork(Sandbox sandbox, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("unshare", "-n"));
        words.addAll(isRoot() ? DROP : List.of());
        words.addAll(Sandbox.command(arguments));
        return sandbox.startCommand(true, words).endInput();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
