package udpchat.cli.process;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The other side: a bare UDP socket on loopback. */
public final class PlainSocket implements AutoCloseable {

    private final DatagramSocket socket;

    public PlainSocket() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setReceiveBufferSize(4 << 20);
        socket.setSoTimeout((int) Running.PATIENCE.toMillis());
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Where it is; as PEER an address that is asked what it speaks. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /** As PEER that gets plain text and nothing else. */
    public String raw() {
        return "raw:" + address();
    }

    public void send(int port, String text) throws IOException {
        send(port, text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(int port, byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
    }

    /** The next datagram as text. */
    public String receive() throws IOException {
        return new String(receivePacket(), StandardCharsets.UTF_8);
    }

    /** The next datagram. */
    public byte[] receivePacket() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    /** How long a receive waits from now on, ms. */
    public void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    @Override
    public void close() {
        socket.close();
    }
}
