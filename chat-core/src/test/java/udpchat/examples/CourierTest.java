package udpchat.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import udpchat.model.Delivery;
import udpchat.testing.RealTimeTest;

class CourierTest {

    private final InetAddress loopback = InetAddress.getLoopbackAddress();

    @TempDir
    private Path profile;

    @RealTimeTest
    void itDeliversToAPeerWithAKey() throws Exception {
        try (EchoBot bot = new EchoBot(new InetSocketAddress(loopback, 0))) {
            Delivery first = Courier.deliver(profile, bot.address().toString(), "one", Duration.ofSeconds(20));
            assertInstanceOf(Delivery.Delivered.class, first);
            Delivery second = Courier.deliver(profile, bot.key() + "@" + bot.address(), "two", Duration.ofSeconds(20));
            assertInstanceOf(Delivery.Delivered.class, second);
        }
    }

    @RealTimeTest
    void itTakesBackWhatNobodyTook() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, loopback)) {
            String there = loopback.getHostAddress() + ":" + silent.getLocalPort();
            Delivery delivery = Courier.deliver(profile, there, "hello?", Duration.ofMillis(100));
            assertEquals(
                    Delivery.Reason.NO_ANSWER,
                    assertInstanceOf(Delivery.Failed.class, delivery).reason());
        }
    }
}
