package udpchat.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import udpchat.model.PeerSpec;

class CaptureTest {

    @Test
    void aFullDiskEndsTheCaptureAndIsToldOnce() throws Exception {
        List<String> told = new ArrayList<>();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        try (CaptureStream stream = new CaptureStream(full, told::add)) {
            for (int i = 0; i < 5; i++) {
                stream.write(new byte[60_000]);
                stream.flush();
            }
        }
        assertEquals(List.of("the capture ends here: No space left on device"), told);
    }

    @Test
    void whatIsWrittenArrivesByTheClose() throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        List<String> told = new ArrayList<>();
        CaptureStream stream = new CaptureStream(file, told::add);
        stream.write(7);
        stream.write(new byte[] {1, 2, 3}, 1, 2);
        stream.close();
        stream.close();
        assertEquals(List.of((byte) 7, (byte) 2, (byte) 3), bytes(file));
        assertEquals(List.of(), told);
    }

    /** The socket of both families calls itself {@code [::]} whoever writes to it. */
    @Test
    void senderAndRecipientAreOfOneFamily() throws Exception {
        EmbeddedChannel channel = new EmbeddedChannel(new CaptureGate());
        InetSocketAddress any = at("[::]:8089");
        InetSocketAddress v4 = at("127.0.0.1:1");
        InetSocketAddress v6 = at("[::1]:1");
        channel.writeInbound(new DatagramPacket(Unpooled.EMPTY_BUFFER, any, v4));
        DatagramPacket fromV4 = channel.readInbound();
        assertInstanceOf(Inet4Address.class, fromV4.recipient().getAddress());
        assertEquals(8089, fromV4.recipient().getPort());
        assertEquals(v4, fromV4.sender());
        channel.writeInbound(new DatagramPacket(Unpooled.EMPTY_BUFFER, any, v6));
        DatagramPacket fromV6 = channel.readInbound();
        assertEquals(any, fromV6.recipient());
        assertTrue(channel.finish() || !channel.isOpen());
    }

    private static InetSocketAddress at(String literal) {
        return PeerSpec.parse(literal).literalAddress().orElseThrow().toSocketAddress();
    }

    private static List<Byte> bytes(ByteArrayOutputStream out) {
        List<Byte> all = new ArrayList<>();
        for (byte b : out.toByteArray()) {
            all.add(b);
        }
        return all;
    }
}
