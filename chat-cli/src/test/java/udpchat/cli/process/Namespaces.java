package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Hosts of our own: network namespaces with wires between them, and the kernel's packet filter to spoil the wires.
 *
 * <pre>
 *   pair:   a 10.77.1.1 ──────────────── 10.77.1.2 b
 *
 *   nat:    a 10.77.1.1 ── 10.77.1.254 n 10.77.2.254 ── 10.77.2.2 b     n masquerades what a sends
 *
 *   lans:   hosts of their own with a {@link #lan} or several: each host a port of a bridge that knows no groups
 * </pre>
 *
 * Nothing of it touches the network of the machine, and {@link #close} takes all of it away.
 */
final class Namespaces implements AutoCloseable {

    private static final String FILTER = "spoil";

    /** Does once all that the tests here do. */
    private static final String PROBE = """
            n=ucprobe$$
            in="ip netns exec $n"
            ip netns add $n && $in ip link add v0 type veth peer name v1 && $in ip link set v0 gso_max_segs 1 &&
            $in nft 'table inet t { chain in { type filter hook input priority 0; numgen random mod 100 < 1 drop; }; }' &&
            $in nft 'table ip n { chain p { type nat hook postrouting priority 100; masquerade random; }; }' &&
            $in ip link add b0 type bridge mcast_snooping 0 &&
            $in sysctl -q -w net.ipv4.ip_forward=1 net.netfilter.nf_conntrack_udp_timeout=1
            code=$?
            ip netns del $n
            exit $code
            """;

    private final String prefix = "uc" + ProcessHandle.current().pid();
    private final Deque<String> made = new ArrayDeque<>();

    private Namespaces() {}

    /** Skips the test where namespaces or the packet filter are not to be had. */
    static void assume() throws IOException, InterruptedException {
        Needs.program("ip");
        Needs.program("nft");
        Needs.command(
                "no rights to make network namespaces with wires, a packet filter and their sysctls",
                "sh",
                "-c",
                PROBE);
    }

    /** Two hosts on one wire. */
    static Namespaces pair() throws IOException, InterruptedException {
        Namespaces net = new Namespaces();
        net.host("a");
        net.host("b");
        net.wire("a", "a0", "10.77.1.1/24", "b", "b0", "10.77.1.2/24");
        return net;
    }

    /** Two hosts with a router between them that hides the first one. */
    static Namespaces nat() throws IOException, InterruptedException {
        Namespaces net = new Namespaces();
        net.host("a");
        net.host("n");
        net.host("b");
        net.wire("a", "a0", "10.77.1.1/24", "n", "n0", "10.77.1.254/24");
        net.wire("n", "n1", "10.77.2.254/24", "b", "b0", "10.77.2.2/24");
        net.in("a", "ip", "route", "add", "default", "via", "10.77.1.254");
        net.in("n", "sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
        net.nft(
                "n",
                "table ip nat { chain post { type nat hook postrouting priority 100; oifname n1 masquerade random; }; }");
        return net;
    }

    /** Hosts that nothing connects, with loopback alone. */
    static Namespaces hosts(String... names) throws IOException, InterruptedException {
        Namespaces net = new Namespaces();
        for (String name : names) {
            net.host(name);
        }
        return net;
    }

    /** A LAN, 10.78.NUMBER.0/24, that hosts can be {@link #plugInto plugged into}. */
    Namespaces lan(int number) throws IOException, InterruptedException {
        host("lan" + number);
        in("lan" + number, "ip", "link", "add", "br0", "type", "bridge", "mcast_snooping", "0");
        in("lan" + number, "ip", "link", "set", "br0", "up");
        return this;
    }

    /** Gives the host an interface {@code ethNUMBER} on that LAN, with the address 10.78.NUMBER.LAST. */
    Namespaces plugInto(int number, String host, int last) throws IOException, InterruptedException {
        String lan = "lan" + number;
        String eth = "eth" + number;
        run(List.of(
                "ip",
                "link",
                "add",
                eth,
                "netns",
                name(host),
                "type",
                "veth",
                "peer",
                "name",
                host + number,
                "netns",
                name(lan)));
        in(lan, "ip", "link", "set", host + number, "master", "br0", "up");
        plug(host, eth, "10.78." + number + "." + last + "/24");
        return this;
    }

    /** Words that run a command on a host. */
    List<String> on(String host, List<String> words) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name(host)));
        all.addAll(words);
        return all;
    }

    /** Loses this share of all UDP that reaches the host. */
    void lose(String host, int percent) throws IOException, InterruptedException {
        spoil(host, "numgen random mod 100 < " + percent);
    }

    /** Loses all UDP that reaches the host. */
    void cut(String host) throws IOException, InterruptedException {
        spoil(host, "");
    }

    private void spoil(String host, String match) throws IOException, InterruptedException {
        heal(host);
        nft(
                host,
                "table inet " + FILTER + " { chain in { type filter hook input priority 0; meta l4proto udp " + match
                        + " drop; }; }");
    }

    /** Loses what comes for a group of IPv4 or IPv6, as many a switch and access point does. */
    void loseGroups(String host) throws IOException, InterruptedException {
        spoil(host, "ip daddr 224.0.0.0/4 drop; meta l4proto udp ip6 daddr ff00::/8");
    }

    /** Loses all UDP datagrams that reach the host and are longer than this, with their headers. */
    void loseLongerThan(String host, int bytes) throws IOException, InterruptedException {
        spoil(host, "meta length > " + bytes);
    }

    /** Takes away what {@link #lose} and its like did. */
    void heal(String host) throws IOException, InterruptedException {
        nft(host, "table inet " + FILTER + " {}; delete table inet " + FILTER);
    }

    /** Runs a command on a host; it has to work. */
    void in(String host, String... words) throws IOException, InterruptedException {
        run(on(host, Arrays.asList(words)));
    }

    /** Like {@link #in}, for a command that may fail. */
    boolean tryIn(String host, String... words) throws IOException, InterruptedException {
        return start(on(host, Arrays.asList(words))).waitFor() == 0;
    }

    @Override
    public void close() throws IOException {
        try {
            while (!made.isEmpty()) {
                run(List.of("ip", "netns", "del", made.pop()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while network namespaces are taken away", e);
        }
    }

    private String name(String host) {
        return prefix + host;
    }

    private void host(String host) throws IOException, InterruptedException {
        run(List.of("ip", "netns", "add", name(host)));
        made.push(name(host));
        in(host, "ip", "link", "set", "lo", "up");
    }

    private void wire(String a, String aName, String aAddress, String b, String bName, String bAddress)
            throws IOException, InterruptedException {
        run(List.of(
                "ip", "link", "add", aName, "netns", name(a), "type", "veth", "peer", "name", bName, "netns", name(b)));
        plug(a, aName, aAddress);
        plug(b, bName, bAddress);
    }

    private void plug(String host, String wire, String address) throws IOException, InterruptedException {
        in(host, "ip", "addr", "add", address, "dev", wire);
        // As many datagrams of a segmented one as leave a real interface: the filter is to see each by itself.
        in(host, "ip", "link", "set", wire, "gso_max_segs", "1");
        // An address of IPv6 is good at once, not a second later.
        in(host, "sysctl", "-q", "-w", "net.ipv6.conf." + wire + ".accept_dad=0");
        in(host, "ip", "link", "set", wire, "up");
    }

    private void nft(String host, String rules) throws IOException, InterruptedException {
        in(host, "nft", rules);
    }

    private static void run(List<String> words) throws IOException, InterruptedException {
        Process process = start(words);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("hangs: " + words);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), () -> words + ": " + output);
    }

    private static Process start(List<String> words) throws IOException {
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }
}
