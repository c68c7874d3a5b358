package udpchat.examples;

import java.net.InetSocketAddress;
import java.util.List;
import udpchat.ChatException;
import udpchat.ChatPeer;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;

/** A peer inside another program: it answers every message with the same text, encrypted if the question was. */
public final class EchoBot implements AutoCloseable {

    private final ChatPeer peer;

    /**
     * Starts answering.
     *
     * @param address where to listen; port 0 takes any free one
     * @throws ChatException when it cannot be bound; its message is one line to show
     */
    public EchoBot(InetSocketAddress address) {
        peer = ChatPeer.builder().bind(address).listener(this::onEvent).start();
    }

    /** Where others reach the bot. */
    public PeerAddress address() {
        return peer.localAddress();
    }

    /** The key by which others know it is this bot: another one in each run, as it keeps no identity. */
    public PeerKey key() {
        return peer.key();
    }

    /** Runs on the peer's listener thread, one event after the other: it may take its time. */
    private void onEvent(ChatEvent event) {
        if (event instanceof ChatEvent.MessageReceived received
                && !received.message().text().isEmpty()) {
            answer(received.message());
        } else if (event instanceof ChatEvent.Missed missed) {
            System.getLogger("echo").log(System.Logger.Level.WARNING, "too slow, missed " + missed.events());
        }
    }

    private void answer(ChatMessage message) {
        // To whoever wrote: to the key, if there is one, and to no other that may be at the address by now.
        Destination sender = message.key()
                .<Destination>map(key -> new Destination.Keyed(key, List.of(message.from())))
                .orElseGet(() -> new Destination.Bare(message.from()));
        peer.send(sender, message.text()).thenAccept(delivery -> {
            // The future never fails, and runs this on the network's thread: be brief.
            if (delivery instanceof Delivery.Failed failed) {
                System.getLogger("echo").log(System.Logger.Level.WARNING, failed.detail());
            }
        });
    }

    /** Sends what is under way, for 2 s at most, and frees the port. */
    @Override
    public void close() {
        peer.close();
    }
}
