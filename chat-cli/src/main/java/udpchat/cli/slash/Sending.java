package udpchat.cli.slash;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import udpchat.ChatPeer;
import udpchat.SentMessage;
import udpchat.cli.render.OwnMessage;
import udpchat.model.Delivery;

/** A message on its way, and what becomes of it. */
public record Sending(OwnMessage message, CompletableFuture<Delivery> delivery) {

    /**
     * Sends a text.
     *
     * @param aside whether that is not whom the person is talking to
     * @param actor our nick, where the text tells what we do
     */
    public static Sending send(
            ChatPeer peer, Target to, boolean aside, String text, Optional<String> actor, InstantSource clock) {
        SentMessage sent = peer.send(to.destination(), text, actor.isPresent());
        return new Sending(
                new OwnMessage(sent.id(), to.contact(), aside, text, actor, clock.instant()), sent.delivery());
    }
}
