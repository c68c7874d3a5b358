package udpchat.discovery;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * An address of an interface, and how much of it all hosts on that link have in common.
 *
 * @param bits 0 to 32, for IPv6 to 128
 */
public record Subnet(InetAddress address, int bits) {

    /** On a shorter prefix than this, one address is that of all hosts. */
    private static final int LONGEST_WITH_BROADCAST = 30;

    public Subnet {
        if (bits < 0 || bits > address.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException(address + "/" + bits);
        }
    }

    /** Whether an address is on the same link. */
    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        return Arrays.equals(mine, 0, whole, theirs, 0, whole)
                && (rest == 0 || ((mine[whole] ^ theirs[whole]) & 0xFF) >> (Byte.SIZE - rest) == 0);
    }

    /** The address of all its IPv4 hosts at once, if there is one. */
    public Optional<InetAddress> broadcast() {
        if (!(address instanceof Inet4Address) || bits > LONGEST_WITH_BROADCAST || address.isLoopbackAddress()) {
            return Optional.empty();
        }
        byte[] all = address.getAddress();
        for (int bit = bits; bit < all.length * Byte.SIZE; bit++) {
            all[bit / Byte.SIZE] |= (byte) (0x80 >> bit % Byte.SIZE);
        }
        try {
            return Optional.of(InetAddress.getByAddress(all));
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an IPv4 address", e);
        }
    }
}
