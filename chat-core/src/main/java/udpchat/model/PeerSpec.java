package udpchat.model;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A peer as a person writes it: {@code host:port}, {@code [v6]:port}, {@code host}, {@code KEY@host:port} or {@code
 * raw:host:port}. An alias is not one: look it up first.
 *
 * @param host a host name or an address literal without brackets; characters of those and no others, at most 255
 * @param port 1 to 65535
 * @param raw whether nothing but typed text may ever be sent there
 * @param key whom to expect there, and nobody else
 */
public record PeerSpec(String host, int port, boolean raw, Optional<PeerKey> key) {

    /** The port of a peer given without one. */
    public static final int DEFAULT_PORT = 8089;

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);
    private static final String RAW = "raw:";
    private static final int MAX_HOST_CHARS = 255;

    public PeerSpec {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(key, "key");
        if (raw && key.isPresent()) {
            throw new IllegalArgumentException("a raw peer has no key: it gets plain text");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not from 1 to 65535");
        }
        if (!isHost(host)) {
            throw new IllegalArgumentException("'" + host + "' is not a host name or address");
        }
        if (host.indexOf(':') >= 0 && !isIpv6(host)) {
            throw new IllegalArgumentException("'" + host + "' is not an IPv6 address");
        }
        if (!raw && host.equalsIgnoreCase("raw")) {
            // raw:9000 would be read as the host 9000.
            throw new IllegalArgumentException("'raw' marks a plain peer; a host of that name is written raw:raw:port");
        }
    }

    /** A peer without a key. */
    public PeerSpec(String host, int port, boolean raw) {
        this(host, port, raw, Optional.empty());
    }

    /** The spec of a peer with this key that is known to be at that endpoint. */
    public static PeerSpec of(PeerKey key, PeerAddress address) {
        PeerSpec bare = of(address);
        return new PeerSpec(bare.host, bare.port, false, Optional.of(key));
    }

    /** The spec of a peer that is known by its endpoint alone: any that can be sent to. */
    public static PeerSpec of(PeerAddress address) {
        String host = address.host();
        if (!isHost(host) && address.ip() instanceof Inet6Address v6) {
            // Linux lets the name of an interface hold nearly anything; its number is as good.
            host = host.substring(0, host.indexOf('%') + 1) + v6.getScopeId();
        }
        return new PeerSpec(host, address.port(), false);
    }

    /**
     * Reads what a person wrote.
     *
     * @throws IllegalArgumentException with one line that says what is wrong, with the value
     */
    public static PeerSpec parse(String text) {
        String rest = text.strip();
        boolean raw = rest.toLowerCase(Locale.ROOT).startsWith(RAW);
        if (raw) {
            rest = rest.substring(RAW.length());
        }
        Optional<PeerKey> key = Optional.empty();
        int at = rest.indexOf('@');
        if (at >= 0) {
            if (raw || !PeerKey.isKey(rest.substring(0, at))) {
                throw new IllegalArgumentException("'" + text + "': before the @ belongs a key, " + PeerKey.LENGTH
                        + " lower-case hexadecimal digits as 'udpchat id' prints them"
                        + (raw ? ", and a raw peer has none" : ""));
            }
            key = Optional.of(new PeerKey(rest.substring(0, at)));
            rest = rest.substring(at + 1);
        }
        String host = rest;
        String port = null;
        if (rest.startsWith("[")) {
            int bracket = rest.indexOf(']');
            String tail = bracket < 0 ? "" : rest.substring(bracket + 1);
            if (bracket < 0 || !(tail.isEmpty() || tail.startsWith(":"))) {
                throw new IllegalArgumentException("'" + text + "' is not [address]:port");
            }
            host = rest.substring(1, bracket);
            port = tail.isEmpty() ? null : tail.substring(1);
            if (host.indexOf(':') < 0) {
                throw new IllegalArgumentException("'" + text + "': brackets are for IPv6 addresses");
            }
        } else if (rest.indexOf(':') >= 0 && rest.indexOf(':') == rest.lastIndexOf(':')) {
            host = rest.substring(0, rest.indexOf(':'));
            port = rest.substring(rest.indexOf(':') + 1);
        }
        if (!isHost(host) || (!raw && host.equalsIgnoreCase("raw"))) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a peer; write host:port, [v6]:port, host or an alias from /peers");
        }
        return new PeerSpec(host, port == null ? DEFAULT_PORT : parsePort(port), raw, key);
    }

    /**
     * Reads a port a person wrote as the far end of a peer.
     *
     * @throws IllegalArgumentException when it is not a number from 1 to 65535
     */
    public static int parsePort(String text) {
        int port = -1;
        if (text.length() <= 5 && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            port = Integer.parseInt(text);
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port '" + text + "' is not a number from 1 to 65535");
        }
        return port;
    }

    /** Whether these are characters of a host name (underscore and non-ASCII letters included) or address literal. */
    private static boolean isHost(String host) {
        return !host.isEmpty()
                && host.length() <= MAX_HOST_CHARS
                && host.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || ".-_:%".indexOf(c) >= 0)
                && (host.codePoints().anyMatch(Character::isLetterOrDigit) || host.equals("::"));
    }

    /** Whether this is an IPv6 address, with any scope; asks nobody. */
    private static boolean isIpv6(String host) {
        int percent = host.indexOf('%');
        try {
            InetAddress.getByName("[" + (percent < 0 ? host : host.substring(0, percent)) + "]");
            return percent < 0 || percent < host.length() - 1;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Looks the host up; a name blocks the calling thread for as long as the system's resolver takes.
     *
     * @throws UnknownHostException when the name has no address or the scope is no interface of this machine
     */
    public PeerAddress resolve() throws UnknownHostException {
        // In brackets a malformed literal is refused; without them the JDK may ask the name service for it.
        return new PeerAddress(InetAddress.getByName(host.indexOf(':') >= 0 ? "[" + host + "]" : host), port);
    }

    /** The endpoint, where the host is an address literal and needs no look-up. */
    public Optional<PeerAddress> literalAddress() {
        boolean v6 = host.indexOf(':') >= 0;
        if (!v6 && !IPV4.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(resolve());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** What {@link #parse} reads back to an equal spec. */
    @Override
    public String toString() {
        String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return (raw ? RAW : "") + key.map(k -> k + "@").orElse("") + bracketed + ":" + port;
    }
}
