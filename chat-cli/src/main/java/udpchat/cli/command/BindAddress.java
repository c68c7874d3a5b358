package udpchat.cli.command;

import java.net.InetSocketAddress;

/**
 * {@code [HOST:]PORT}, where the socket is to be bound.
 *
 * @param host empty for all interfaces
 * @param port 0 for any free one
 */
record BindAddress(String host, int port) {

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with one line
     */
    static BindAddress parse(String value) {
        int colon = value.lastIndexOf(':');
        String host = colon < 0 ? "" : value.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
            if (host.indexOf(':') < 0) {
                throw new IllegalArgumentException("'" + value + "': only an IPv6 address stands in brackets");
            }
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("'" + value + "': write an IPv6 address as [address]:port");
        }
        return new BindAddress(host, port(value.substring(colon + 1), value));
    }

    private static int port(String text, String value) {
        int port = -1;
        if (!text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            port = Integer.parseInt(text);
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    "'" + value + "': write [HOST:]PORT with a port from 0 (any free one) to 65535");
        }
        return port;
    }

    /** Looks the host up. */
    InetSocketAddress resolve() {
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    /** Reads an option's value. */
    static final class Converter extends OptionConverter<BindAddress> {
        Converter() {
            super(BindAddress::parse);
        }
    }
}
