package udpchat.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import udpchat.testing.RealTimeTest;

class EchoBotTest {

    @RealTimeTest
    void itAnswersAPlainSocket() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (EchoBot bot = new EchoBot(new InetSocketAddress(loopback, 0));
                DatagramSocket socket = new DatagramSocket(0, loopback)) {
            socket.setSoTimeout(20_000);
            byte[] question = "你好, bot\n".getBytes(StandardCharsets.UTF_8);
            socket.send(
                    new DatagramPacket(question, question.length, bot.address().toSocketAddress()));
            DatagramPacket answer = new DatagramPacket(new byte[1024], 1024);
            socket.receive(answer);
            assertEquals("你好, bot\n", new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8));
        }
    }
}
