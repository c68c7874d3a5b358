package udpchat.discovery;

import java.net.InetAddress;
import udpchat.wire.Bytes;

/**
 * A HELLO to many.
 *
 * @param link the interface that it has to leave by
 * @param to a group, or the broadcast address of the link
 */
public record Call(Link link, InetAddress to, Bytes payload) {}
