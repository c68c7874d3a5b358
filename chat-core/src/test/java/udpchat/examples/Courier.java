package udpchat.examples;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import udpchat.ChatPeer;
import udpchat.SentMessage;
import udpchat.model.Delivery;

/** Delivers a text to a peer with a key, or takes it back. */
public final class Courier {

    private Courier() {}

    /**
     * Sends a text and waits for what becomes of it.
     *
     * @param profile a folder of the program's own; its identity and the keys it met are kept there
     * @param to {@code KEY@host:port}, or {@code host:port} for whoever answers there the first time
     * @param within after that the text is taken back, and the answer is {@code Failed}
     */
    public static Delivery deliver(Path profile, String to, String text, Duration within) {
        try (ChatPeer peer = ChatPeer.builder()
                .port(0)
                .nick("courier")
                .identityFile(profile.resolve("identity"))
                .peersFile(profile.resolve("peers"))
                .start()) {
            SentMessage sent = peer.send(peer.destination(to), text, false);
            // A copy: the future itself completes when the message is delivered or taken back, and not before.
            sent.delivery()
                    .copy()
                    .orTimeout(within.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(late -> {
                        peer.withdraw(sent.id());
                        return null;
                    });
            return sent.delivery().join();
        }
    }
}
